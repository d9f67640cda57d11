import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseDictionary, syntheticRecords } from "@seriatim/records";

const patients = 100_000;
const rowsPerParent = { resections: 1.3, followups: 6 };
const study = "studies/hannover";

/**
 * A registry of 100,000 made-up patients in a folder, by the commands that a user gives: each a whole process, its wall time and peak
 * memory. Writes the table into README.md.
 */
export function benchRegistry(): void {
  const folder = mkdtempSync(join(tmpdir(), "seriatim-bench-"));
  const counts = writeRecords(folder);
  const place = join(folder, "series");
  const studyFile = writeStudy(folder, place);
  const dictionary = `${study}/dictionary.yaml`;
  const steps: [string, string[]][] = [
    ["`registry init`", ["registry", "init", place, "--dictionary", dictionary]],
    ...Object.entries(counts).map(([table, rows]): [string, string[]] => [
      `\`registry import\`: ${rows.toLocaleString("en-US")} ${table}`,
      ["registry", "import", place, join(folder, `${table}.csv`), "--apply"],
    ]),
    ["the same file again: nothing to write", ["registry", "import", place, join(folder, "followups.csv"), "--apply"]],
    ["`registry check`: all rules", ["registry", "check", place, "--as-of", "2026-01-01", "--json"]],
    ["`registry worklist`", ["registry", "worklist", place, "--as-of", "2026-01-01", "--json"]],
    ["`report`: the study of the Hannover series on it", ["report", studyFile, "--out", join(folder, "report")]],
    ["`registry verify`", ["registry", "verify", place]],
    ["`registry backup`", ["registry", "backup", place, join(folder, "series.zip")]],
    ["`registry restore`", ["registry", "restore", join(folder, "series.zip"), join(folder, "restored")]],
  ];
  const lines = ["| step | time | peak memory |", "| --- | ---: | ---: |"];
  for (const [name, words] of steps) {
    process.stderr.write(`${name}\n`);
    const { seconds, megabytes } = timed(words, join(folder, "memory"));
    lines.push(`| ${name} | ${seconds.toFixed(1)} s | ${megabytes.toFixed(0)} MB |`);
  }
  const size = sizeOf(place) / 1e6;
  rmSync(folder, { recursive: true });
  const made = `Whole processes on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, embedded engine, each step once; the folder then takes ${size.toFixed(0)} MB. Every row is in the history.`;
  const table = [...lines, "", made].join("\n");
  process.stdout.write(`${table}\n`);
  const readme = readFileSync("README.md", "utf8");
  writeFileSync(
    "README.md",
    readme.replace(/(<!-- bench registry -->\n)[\s\S]*?(<!-- \/bench registry -->)/, `$1\n${table}\n\n$2`),
  );
}

/** The tables as CSV; how many rows each has. One row in a thousand is spoilt, so that there are findings. */
function writeRecords(folder: string): Record<string, number> {
  const dictionary = parseDictionary(readFileSync(`${study}/dictionary.yaml`, "utf8"), "dictionary.yaml");
  const counts: Record<string, number> = {};
  for (const { table, columns, rows } of syntheticRecords(dictionary, {
    patients,
    seed: 1,
    rowsPerParent,
    faults: 0.001,
  })) {
    const out = openSync(join(folder, `${table}.csv`), "w");
    let text = `${columns.join(",")}\n`;
    let count = 0;
    for (const cells of rows) {
      text += `${cells.join(",")}\n`;
      count++;
      if (text.length < 1 << 20) continue;
      writeSync(out, text);
      text = "";
    }
    writeSync(out, text);
    closeSync(out);
    counts[table] = count;
  }
  return counts;
}

/** The example's study, but for what was published and what needs a small cohort. */
function writeStudy(folder: string, place: string): string {
  const text = readFileSync(`${study}/study.yaml`, "utf8")
    .replace(/^dictionary: .*\n/m, "")
    .replace(/^records: .*$/m, `records: { registry: ${place} }`)
    .replace(/^as_of: .*$/m, "as_of: 2026-01-01")
    .replace(/^ {2}- \{ id: courses, .*\n/m, "")
    .replace(/^published:[\s\S]*$/m, "");
  const file = join(folder, "study.yaml");
  writeFileSync(file, text);
  return file;
}

function timed(words: string[], memoryFile: string): { seconds: number; megabytes: number } {
  const start = performance.now();
  const args = ["--import", new URL("./peak-memory.js", import.meta.url).href, "apps/cli/bin/seriatim.js", ...words];
  const run = spawnSync(process.execPath, args, {
    env: { ...process.env, SERIATIM_PEAK_MEMORY: memoryFile, SERIATIM_USER: "anna" },
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0 && run.status !== 1)
    throw new Error(`${words.join(" ")} ended with ${run.status}: ${String(run.stderr)}`);
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(readFileSync(memoryFile, "utf8")) / 1024 };
}

function sizeOf(folder: string): number {
  const { stdout } = spawnSync("du", ["-sb", folder], { encoding: "utf8" });
  return stdout === "" ? statSync(folder).size : Number(stdout.split("\t")[0]);
}
