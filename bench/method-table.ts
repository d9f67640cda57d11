import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.js";
import type { Benchmark } from "./methods/benchmark.js";
import { benchmarks } from "./methods.js";
import { type RSession, startR } from "./r-session.js";
import { drawSeries, type Series } from "./series.js";

const sizes = [1_000, 10_000, 100_000, 1_000_000];
const pairs = 3;
/** A calculation that would go on for longer, by its growth over the sizes before, is left out of the table. */
const longest = 8;
const readme = "packages/stats/README.md";

/**
 * Every method beside R's from 10³ to 10⁶ rows: ours and R's in turn on the same series, the median seconds of each and the
 * ratio pair by pair. Writes the table into the package's README.
 */
export async function benchMethods(only?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "seriatim-bench-"));
  const r = spawnSync("Rscript", ["-e", "library(survival)"]).status === 0 ? startR(folder) : undefined;
  const chosen = benchmarks.filter(({ name }) => only === undefined || name.includes(only));
  const cells = new Map<Benchmark, Cell[]>(chosen.map((benchmark) => [benchmark, []]));
  for (const n of sizes) {
    const series = drawSeries(n);
    await r?.load(series);
    for (const benchmark of chosen) {
      const row = cells.get(benchmark)!;
      row.push(await measure(benchmark, series, r, row));
      process.stderr.write(`${n} rows, ${benchmark.name}: ${cellText(row.at(-1)!)}\n`);
    }
  }
  r?.close();
  rmSync(folder, { recursive: true });

  const head = `| seconds (÷ R) | ${sizes.map((n) => n.toLocaleString("en-US")).join(" | ")} |`;
  const lines = chosen.map((benchmark) => `| ${benchmark.name} | ${cells.get(benchmark)!.map(cellText).join(" | ")} |`);
  const made = `Medians of ${pairs} alternating pairs in one run, R with its data in memory; in brackets our time over R's. “–”: more than ${longest} s foreseen, not run. ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}${r ? `, ${rVersion()}` : ", R not installed"}.`;
  const table = [head, `| --- |${" ---: |".repeat(sizes.length)}`, ...lines, "", made].join("\n");
  process.stdout.write(`${table}\n`);
  if (only !== undefined) return;
  const text = readFileSync(readme, "utf8");
  writeFileSync(readme, text.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/, `$1\n${table}\n\n$2`));
}

interface Cell {
  ours?: number;
  theirs?: number;
  ratio?: number;
}

async function measure(benchmark: Benchmark, series: Series, r: RSession | undefined, before: Cell[]): Promise<Cell> {
  const oursToo = foreseen(before.map((cell) => cell.ours)) < longest;
  const theirsToo =
    r !== undefined && benchmark.r !== undefined && foreseen(before.map((cell) => cell.theirs)) < longest;
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first pair warms both up where that is cheap.
  for (let k = series.n <= 10_000 ? -1 : 0; k < pairs; k++) {
    // A pair is one of ours, then one of R's, so that what else the machine does meets both.
    const mine = oursToo ? seconds(() => benchmark.run(series)) : Number.NaN;
    const other = theirsToo ? await r.time(benchmark.r!) : Number.NaN;
    if (k < 0) continue;
    ours.push(mine);
    theirs.push(other);
  }
  return {
    ...(oursToo && { ours: median(ours) }),
    ...(theirsToo && { theirs: median(theirs) }),
    ...(oursToo && theirsToo && { ratio: median(ours.map((mine, k) => mine / theirs[k])) }),
  };
}

/** Seconds for ten times the rows: by the last growth, at least tenfold. */
function foreseen(before: (number | undefined)[]): number {
  if (before.length === 0) return 0;
  const [earlier = Number.NaN, last = Number.POSITIVE_INFINITY] = [before.at(-2), before.at(-1)];
  const growth = last > 0.05 && earlier > 0 ? last / earlier : 10;
  return last * Math.max(10, growth);
}

function seconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

function cellText({ ours, theirs, ratio }: Cell): string {
  if (ours === undefined) return "–";
  const time = ours < 0.01 ? ours.toPrecision(1) : ours.toPrecision(2);
  // R's clock ticks in milliseconds: below some of them a ratio says nothing.
  if (ratio === undefined || theirs! < 0.005) return time;
  return `${time} (${ratio < 0.1 ? ratio.toPrecision(1) : ratio.toPrecision(2)})`;
}

function rVersion(): string {
  const script = 'cat(R.version.string, "survival", as.character(packageVersion("survival")))';
  return String(spawnSync("Rscript", ["-e", script]).stdout).replace(/ \(.*?\)/, "");
}
