import { isAbsolute, resolve } from "node:path";
import { caseFiles, type Outcome, runCaseFile } from "./run.js";

// npm runs scripts in the repository's root; INIT_CWD is where the user stood when naming the folder.
const given = process.argv[2] ?? "references";
const folder = isAbsolute(given) || process.argv[2] === undefined ? given : resolve(process.env.INIT_CWD ?? ".", given);

try {
  const outcomes = caseFiles(folder).map((file) => runCaseFile(folder, file));
  report(outcomes);
  process.exitCode = outcomes.some(({ state }) => state === "failed") ? 1 : 0;
} catch (error) {
  process.stderr.write(`conformance: ${(error as Error).message}\n`);
  process.exitCode = 2;
}

function report(outcomes: Outcome[]): void {
  const methods = [...new Set(outcomes.map(({ method }) => method))].sort();
  const width = Math.max(...methods.map((name) => name.length), 6);
  for (const method of methods) {
    const of = outcomes.filter((outcome) => outcome.method === method);
    const largest = Math.max(0, ...of.map(({ worst }) => worst?.ratio ?? 0));
    const share = of.some(({ worst }) => worst) ? `largest deviation ${largest.toPrecision(2)} of the tolerance` : "";
    print(`${method.padEnd(width)}  ${counts(of).padEnd(34)}  ${share}`.trimEnd());
  }
  const failed = outcomes.filter(({ state }) => state === "failed");
  if (failed.length) print("\nFailed:");
  for (const { id, method, worst, why } of failed)
    print(
      why
        ? `  ${id} (${method}): ${why}`
        : `  ${id} (${method}): ${worst?.path}: expected ${worst?.expected}, found ${worst?.actual}, ${worst?.ratio.toPrecision(3)} times the tolerance`,
    );
  print(`\n${counts(outcomes)}`);
}

function counts(outcomes: Outcome[]): string {
  const count = (state: Outcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
