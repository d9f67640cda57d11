import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { temporaryFolder } from "../fixtures/registries.js";
import { oneFile, type RunningProgram, startProgram } from "../fixtures/writer-process.js";
import { openRegistry } from "../open-registry.js";
import { holdFolder } from "./folder-lock.js";

const timeout = 300_000;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Said {
  ready?: number;
  holds?: number;
  refused?: string;
  released?: number;
}

interface Contenders {
  programs: RunningProgram[];
  /** What each said when it had tried. */
  tried: Said[];
  /** Tells the one that holds to let go. */
  end(): void;
}

let rounds = 0;

/** Lets programs try to take a folder at the same moment. */
async function contend(file: string, folder: string, count: number): Promise<Contenders> {
  const signals = temporaryFolder(undo);
  const [go, end] = ["go", "end"].map((name) => join(signals, `${name}-${++rounds}`));
  const programs = Array.from({ length: count }, () => startProgram(file, { folder, go, end }));
  undo.push(() => programs.forEach(({ child }) => void child.kill("SIGKILL")));
  for (const program of programs) expect(await program.next<Said>()).toHaveProperty("ready");
  writeFileSync(go, "");
  const tried: Said[] = [];
  for (const program of programs) tried.push((await program.next<Said>()) ?? { refused: program.errors() });
  return { programs, tried, end: () => writeFileSync(end, "") };
}

describe("a registry's folder", () => {
  it(
    "is refused to a second program while the first lives, by a sentence that names it, and free after it was killed",
    async () => {
      const file = await oneFile("writer", undo);
      const at = join(temporaryFolder(undo), "registry");
      cpSync(inject("template"), at, { recursive: true });
      const place = { at, shown: "registry" };
      const first = startProgram(file, { at, from: 0, steps: 1_000_000, verifies: false });
      undo.push(() => first.child.kill("SIGKILL"));
      expect(await first.next(), first.errors()).toEqual({ opened: null });
      for (let i = 0; i < 3; i++)
        await expect(openRegistry(place, { user: "anna" })).rejects.toMatchObject({
          name: "RegistryError",
          message: `registry: the registry is open in another program (process ${first.child.pid}); close that one first`,
        });
      first.child.kill("SIGKILL");
      await first.rest();
      const registry = await openRegistry(place, { user: "anna" });
      await expect(openRegistry(place, { user: "anna" })).rejects.toThrow(
        "registry: the registry is open in this program already; close it first",
      );
      await registry.engine.close();
      await (await openRegistry(place, { user: "anna" })).engine.close();
    },
    timeout,
  );
});

describe("holdFolder", () => {
  it(
    "gives a folder to exactly one of twenty programs at once: a new one, one let go, and one whose holder was killed",
    async () => {
      const file = await oneFile("holder", undo);
      const folder = join(temporaryFolder(undo), "held");
      for (const ends of ["lets go", "is killed", "lets go", "is killed", "is killed"]) {
        const { programs, tried, end } = await contend(file, folder, 20);
        const holders = tried.flatMap(({ holds }) => holds ?? []);
        expect(holders).toHaveLength(1);
        expect(tried.flatMap(({ refused }) => refused ?? [])).toEqual(
          Array(19).fill(
            `registry: the registry is open in another program (process ${holders[0]}); close that one first`,
          ),
        );
        if (ends === "lets go") end();
        else programs.find(({ child }) => child.pid === holders[0])?.child.kill("SIGKILL");
        const last = (await Promise.all(programs.map((program) => program.rest<Said>()))).flat();
        expect(last).toEqual(ends === "lets go" ? [{ released: holders[0] }] : []);
      }
    },
    timeout,
  );

  it("leaves one file behind, however often the folder is taken and let go", async () => {
    const folder = join(temporaryFolder(undo), "held");
    for (let i = 0; i < 20; i++) await (await holdFolder(folder, "registry"))();
    expect(readdirSync(folder)).toEqual(["released-20"]);
  });

  it("takes a folder from a process that has ended, though another has its number now", async () => {
    const folder = join(temporaryFolder(undo), "held");
    await holdFolder(folder, "registry");
    const path = join(folder, "holder-1");
    const holder = JSON.parse(readFileSync(path, "utf8")) as { started: string };
    // This process lives, and it is the one that the file names, but for when it started.
    expect(holder.started).not.toBe("");
    writeFileSync(path, JSON.stringify({ ...holder, started: "a boot before 1" }));
    const release = await holdFolder(folder, "registry");
    await expect(holdFolder(folder, "registry")).rejects.toThrow("open in this program already");
    await release();
    await (await holdFolder(folder, "registry"))();
  });

  it("does not take a folder that a program on another machine holds, and names the machine", async () => {
    const folder = join(temporaryFolder(undo), "held");
    await holdFolder(folder, "registry");
    const path = join(folder, "holder-1");
    const holder = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(path, JSON.stringify({ ...holder, host: "ward-7", pid: 1 }));
    await expect(holdFolder(folder, "registry")).rejects.toThrow(
      "registry: the registry is open on the machine ward-7 (process 1); close it there",
    );
  });
});
