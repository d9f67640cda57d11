import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.js";
import { writeSurvivalCsv } from "./survival-csv.js";

const repeats = 5;
const sizes = [10_000, 100_000, 1_000_000];

/**
 * `seriatim km --json` and R's survfit on the same file of (time, event, group), in turn, A B A B: whole processes, the
 * median wall time of each, the ratio pair by pair, and our peak memory. Writes the table into README.md.
 */
export function benchCommand(): void {
  const folder = mkdtempSync(join(tmpdir(), "seriatim-bench-"));
  const hasR = spawnSync("Rscript", ["--version"]).status === 0;
  const lines = [
    "| rows | `seriatim km --json` | R `survfit` | ours ÷ R | our peak memory |",
    "| ---: | ---: | ---: | ---: | ---: |",
  ];
  for (const rows of sizes) {
    const csv = join(folder, `${rows}.csv`);
    writeSurvivalCsv(csv, rows);
    const ours: Run[] = [];
    const theirs: Run[] = [];
    for (let k = 0; k <= repeats; k++) {
      const mine = runSeriatim(csv, join(folder, "memory"));
      const r = hasR ? runR(csv) : undefined;
      if (k === 0) continue; // the first pair warms the file cache
      ours.push(mine);
      if (r) theirs.push(r);
      process.stderr.write(`\r${rows} rows: pair ${k} of ${repeats}`);
    }
    const seconds = median(ours.map((run) => run.seconds));
    const ratio = theirs.length
      ? median(ours.map((run, k) => run.seconds / theirs[k].seconds)).toFixed(2)
      : "R not installed";
    const other = theirs.length ? `${median(theirs.map((run) => run.seconds)).toFixed(2)} s` : "–";
    const memory = median(ours.map((run) => run.megabytes ?? Number.NaN));
    lines.push(
      `| ${rows.toLocaleString("en-US")} | ${seconds.toFixed(2)} s | ${other} | ${ratio} | ${memory.toFixed(0)} MB |`,
    );
  }
  rmSync(folder, { recursive: true });
  const made = `Whole processes, reading the CSV included; medians of ${repeats} alternating pairs on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}.`;
  const table = [...lines, "", made].join("\n");
  process.stderr.write("\n");
  process.stdout.write(`${table}\n`);
  const readme = readFileSync("README.md", "utf8");
  writeFileSync("README.md", readme.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/, `$1\n${table}\n\n$2`));
}

interface Run {
  seconds: number;
  megabytes?: number;
}

function runSeriatim(csv: string, memoryFile: string): Run {
  const args = ["--import", new URL("./peak-memory.js", import.meta.url).href, "apps/cli/bin/seriatim.js"];
  const command = [...args, "km", csv, "--time", "time", "--event", "event", "--by", "group", "--json"];
  const run = timed(process.execPath, command, { SERIATIM_PEAK_MEMORY: memoryFile });
  return { ...run, megabytes: Number(readFileSync(memoryFile, "utf8")) / 1024 };
}

function runR(csv: string): Run {
  const script = `suppressMessages(library(survival)); d <- read.csv("${csv}"); f <- survfit(Surv(time, event) ~ group, d, conf.type = "log-log"); print(f)`;
  return timed("Rscript", ["-e", script], {});
}

function timed(command: string, args: string[], env: Record<string, string>): Run {
  const start = performance.now();
  const run = spawnSync(command, args, { env: { ...process.env, ...env }, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`${command} ended with ${run.status}: ${String(run.stderr)}`);
  return { seconds: (performance.now() - start) / 1000 };
}
