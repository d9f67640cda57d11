import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

/** What R says to one case. */
export interface Answer {
  id: string;
  /** The figures, shaped as the case's `expected`; none where R could not answer. */
  answer?: Record<string, unknown>;
  /** Version of each package that the answer took. */
  packages?: Record<string, string>;
  error?: string;
}

/** Asks R (`references/r/answer.R`) about cases of a folder, one answer at a time, in the order of the ids. */
export async function* askR(folder: string, ids: readonly string[]): AsyncGenerator<Answer> {
  const child = spawn("Rscript", ["references/r/answer.R", folder, ...ids], { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Answer;
  const code = await ended;
  if (code !== 0) throw new Error(`Rscript ended with ${code}: ${complaint.trim()}`);
}

/** R's version, or undefined where there is no R or not the package that reads the cases. */
export function versionOfR(): string | undefined {
  const { status, stdout } = spawnSync("Rscript", ["-e", "library(jsonlite); cat(format(getRversion()))"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout : undefined;
}
