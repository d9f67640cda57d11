import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { temporaryFolder } from "../fixtures/registries.js";
import { oneFile, startProgram } from "../fixtures/writer-process.js";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const hasStrace = (() => {
  try {
    execFileSync("strace", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const steps = 40;

/** Runs a writer of `steps` writes, and takes down its system calls. */
async function trace(name: string, order: object): Promise<string> {
  const file = await oneFile(name, undo);
  const log = join(temporaryFolder(undo), "trace");
  const calls = "trace=write,writev,pwrite64,pwritev,fsync,fdatasync";
  const program = startProgram(file, { ...order, steps }, ["strace", "-f", "-y", "-s", "48", "-e", calls, "-o", log]);
  const said = await program.rest<{ done?: number }>();
  expect(said.filter(({ done }) => done !== undefined).length, program.errors()).toBe(steps);
  return readFileSync(log, "utf8");
}

/** An acknowledgement, and which of the log's files were written and not synced when it was given. */
interface Acknowledged {
  n: number;
  /** Whether the log was written at all since the one before. */
  wasWritten: boolean;
  unsynced: string[];
}

/** `123 fdatasync(24</…/pg_wal/0000…>) = 0`; one that another thread interrupts ends in a later line, `<... fdatasync resumed>`. */
function acknowledgements(log: string): Acknowledged[] {
  const found: Acknowledged[] = [];
  const dirty = new Set<string>();
  const pending = new Map<string, string>();
  let wasWritten = false;
  for (const line of log.split("\n")) {
    const resumed = /^(\d+) +<\.\.\. f(?:data)?sync resumed>.*= 0$/.exec(line);
    if (resumed) dirty.delete(pending.get(resumed[1]) ?? "");
    const call = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/.exec(line);
    if (!call) continue;
    const [, pid, name, path, rest] = call;
    const isLog = /\/pg_wal\/[0-9A-F]{24}$/.test(path);
    if (name.endsWith("sync") && rest.endsWith("<unfinished ...>")) pending.set(pid, path);
    else if (name.endsWith("sync") && / = 0$/.test(rest)) dirty.delete(path);
    else if (isLog && name.includes("write")) {
      dirty.add(path);
      wasWritten = true;
    }
    const done = /^, "\{\\"done\\":(\d+)\}/.exec(rest)?.[1];
    if (done === undefined) continue;
    found.push({ n: Number(done), wasWritten, unsynced: [...dirty] });
    wasWritten = false;
  }
  return found;
}

describe.skipIf(!hasStrace)("a registry in a folder, its system calls traced", () => {
  it("has every commit's log on the disk before the commit is acknowledged", async () => {
    const at = join(temporaryFolder(undo), "registry");
    cpSync(inject("template"), at, { recursive: true });
    const found = acknowledgements(await trace("writer", { at, from: 0, verifies: false }));
    expect(found).toEqual(Array.from({ length: steps }, (_, n) => ({ n, wasWritten: true, unsynced: [] })));
  }, 300_000);

  it("would not have it there by the embedded engine alone", async () => {
    const at = join(temporaryFolder(undo), "database");
    const found = acknowledgements(await trace("plain-writer", { at }));
    expect(found.map(({ n, unsynced }) => [n, unsynced.length])).toEqual(
      Array.from({ length: steps }, (_, n) => [n, 1]),
    );
  }, 300_000);
});
