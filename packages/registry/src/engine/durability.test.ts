import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterEach, describe, expect, inject, it } from "vitest";
import { createRegistry } from "../create-registry.js";
import { type Ledger, ledger } from "../fixtures/ledger.js";
import { type PostgresServer, postgresPrograms, startPostgres } from "../fixtures/postgres-server.js";
import { hannoverDictionary, temporaryFolder } from "../fixtures/registries.js";
import { oneFile, type RunningProgram, startProgram, type WriterFacts } from "../fixtures/writer-process.js";

const timeout = 900_000;
const manySteps = 1_000_000;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A whole number from..to, the same in every run. */
function seeded(): (from: number, to: number) => number {
  const random = xoroshiro128plus(20000401);
  return (from, to) => uniformInt(random, from, to);
}

/** Starts a writer, which first looks whether all is there. */
async function startWriter(file: string, at: string, kept: Ledger, steps = manySteps): Promise<RunningProgram> {
  const program = startProgram(file, { at, from: kept.next(), steps, verifies: true });
  const line = await program.next<{ opened: WriterFacts }>();
  if (!line) throw new Error(`the registry did not open: ${program.errors()}`);
  expect(kept.compare(line.opened)).toEqual([]);
  return program;
}

/** Waits until it has written something, and a while more. */
async function writesFor(program: RunningProgram, kept: Ledger, ms: number): Promise<{ done?: number }[]> {
  const line = await program.next<{ done: number }>();
  if (!line) throw new Error(`nothing was written from ${kept.next()} on: ${program.errors()}`);
  await delay(ms);
  return [line];
}

async function killWriters(file: string, at: string, kills: number): Promise<Ledger> {
  const kept = ledger();
  const random = seeded();
  for (let k = 0; k < kills; k++) {
    // Each eighth is killed while it opens the registry, and so perhaps while it recovers what the one before left.
    if (k % 8 === 5) {
      const program = startProgram(file, { at, from: kept.next(), steps: manySteps, verifies: false });
      await delay(random(50, 400));
      program.child.kill("SIGKILL");
      kept.add(await program.rest());
      continue;
    }
    const program = await startWriter(file, at, kept);
    const said = await writesFor(program, kept, random(50, 400));
    program.child.kill("SIGKILL");
    kept.add([...said, ...(await program.rest<{ done: number }>())]);
  }
  await (await startWriter(file, at, kept, 0)).rest();
  return kept;
}

describe("a registry in a folder", () => {
  it(
    "keeps every acknowledged write, and no part of another, when its program is killed a hundred times",
    async () => {
      const file = await oneFile("writer", undo);
      const at = join(temporaryFolder(undo), "registry");
      cpSync(inject("template"), at, { recursive: true });
      const kept = await killWriters(file, at, 100);
      expect(kept.acknowledged()).toBeGreaterThan(100);
    },
    timeout,
  );
});

describe.skipIf(inject("postgres") === null)("a registry on a server", () => {
  async function ownServer(): Promise<{ server: PostgresServer; at: string }> {
    const server = await startPostgres(postgresPrograms()!);
    undo.push(() => server.stop());
    const administrator = new pg.Client({ connectionString: server.url("postgres") });
    await administrator.connect();
    await administrator.query("create database registry");
    await administrator.end();
    const place = { at: server.url("registry"), shown: "registry" };
    const dictionary = { text: hannoverDictionary, file: "dictionary.yaml" };
    await (await createRegistry(place, { dictionary, user: "anna" })).engine.close();
    return { server, at: place.at };
  }

  it(
    "keeps every acknowledged write, and no part of another, when its program is killed twenty times",
    async () => {
      const file = await oneFile("writer", undo);
      const { at } = await ownServer();
      const kept = await killWriters(file, at, 20);
      expect(kept.acknowledged()).toBeGreaterThan(20);
    },
    timeout,
  );

  it(
    "keeps every acknowledged write, and no part of another, when the server itself is killed",
    async () => {
      const file = await oneFile("writer", undo);
      const { server, at } = await ownServer();
      const kept = ledger();
      const random = seeded();
      for (const by of [
        "SIGQUIT",
        "SIGKILL",
        "SIGKILL",
        "SIGQUIT",
        "SIGKILL",
        "SIGKILL",
        "SIGQUIT",
        "SIGKILL",
      ] as const) {
        const program = await startWriter(file, at, kept);
        const said = await writesFor(program, kept, random(50, 400));
        await server.crash(by);
        kept.add([...said, ...(await program.rest<{ done: number }>())]);
        expect(program.errors()).toMatch(/RegistryError: .*the connection broke/);
        await server.start();
      }
      await (await startWriter(file, at, kept, 0)).rest();
      expect(kept.acknowledged()).toBeGreaterThan(5);
    },
    timeout,
  );
});
