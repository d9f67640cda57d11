import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generated } from "./generated.js";

/**
 * Writes every file that is made from another (schemas, the studies' recorded results, the README's figure), or with
 * `--check` names those that differ from what would be written and ends with 1.
 */
const check = process.argv.includes("--check");
const stale: string[] = [];
for (const { path, text } of await generated()) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (stale.length > 0) process.stdout.write(`${check ? "stale" : "written"}: ${stale.join(", ")}\n`);
if (check && stale.length > 0) {
  process.stderr.write(
    "Generated files differ from what their sources give; run `npm run generate` and commit the result.\n",
  );
  process.exitCode = 1;
}
