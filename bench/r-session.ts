import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Series } from "./series.js";

/** One R process that keeps its packages and data between calculations, so that what is timed is the calculation alone. */
export interface RSession {
  /** Makes the series the data frame `d`. */
  load(series: Series): Promise<void>;
  /** Evaluates a preparation, not timed. */
  run(expression: string): Promise<void>;
  /** Seconds that R takes for the expression, by its own clock. */
  time(expression: string): Promise<number>;
  close(): void;
}

/** A package that is missing makes the expressions that need it fail. */
export function startR(folder: string): RSession {
  const child = spawn("Rscript", ["--vanilla", new URL("./session.R", import.meta.url).pathname]);
  let errors = "";
  child.stderr.on("data", (text) => {
    errors = (errors + String(text)).slice(-2000);
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (expression: string) => {
    child.stdin.write(`${expression.replaceAll("\n", " ")}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`R ended: ${errors}`);
    const seconds = Number(value);
    if (!Number.isFinite(seconds)) throw new Error(`R: ${value}`);
    return seconds;
  };
  return {
    load: (series) => ask(dataFrame(series, folder)).then(() => {}),
    run: (expression) => ask(expression).then(() => {}),
    time: ask,
    close: () => stop(child),
  };
}

function dataFrame(series: Series, folder: string): string {
  const columns: [string, ArrayLike<number>][] = [
    ["time", series.time],
    ["event", series.event],
    ["cause", series.cause],
    ["entry", series.entry],
    ["group", series.group],
    ["cluster", series.cluster],
    ["treated", series.treated],
    ...series.covariates.map((column, j): [string, ArrayLike<number>] => [`x${j + 1}`, column]),
  ];
  const read = columns.map(([name, values]) => {
    const file = join(folder, `${name}.bin`);
    writeFileSync(file, new Uint8Array(Float64Array.from(values).buffer));
    return `${name} = readBin("${file}", "double", ${series.n})`;
  });
  return `d <- data.frame(${read.join(", ")})`;
}

function stop(child: ChildProcessWithoutNullStreams): void {
  child.stdin.end();
}
