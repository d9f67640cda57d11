import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, expect, inject, it } from "vitest";
import { cuttingProxy } from "../fixtures/cutting-proxy.js";
import { enterPatients, lastSeenOf, patientRows, seeLast } from "../fixtures/patients.js";
import { onEngines, type TestEngine } from "../fixtures/registries.js";
import { openRegistry } from "../open-registry.js";
import { asUser, type Registry, type RegistryTransaction } from "../registry.js";

const before = { P01: "2001", P02: "2001" };
const broken = {
  name: "RegistryError",
  message: expect.stringMatching(/: the connection broke; nothing of this change was written$/),
};

async function twoPatients(engine: TestEngine): Promise<Registry> {
  const registry = await engine.registry();
  await enterPatients(registry, Object.keys(before));
  return registry;
}

/** Edits the first patient, lets something happen, and edits the second. */
function editBoth(registry: Registry, between: (trx: RegistryTransaction) => unknown): Promise<void> {
  return asUser(registry, async (trx) => {
    const [first, second] = await patientRows(registry, trx);
    await seeLast(registry, trx, first, "2002");
    await between(trx);
    await seeLast(registry, trx, second, "2002");
  });
}

async function terminate(trx: RegistryTransaction): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
  const administrator = new pg.Client({ connectionString: `${inject("postgres")}postgres` });
  await administrator.connect();
  await administrator.query("select pg_terminate_backend($1, 10000)", [rows[0].pid]);
  await administrator.end();
}

/** The same registry through a proxy; closed after the test. */
async function throughProxy(registry: Registry, undo: (() => unknown)[]) {
  const url = new URL(registry.engine.shown);
  const proxy = await cuttingProxy(Number(url.port), undo);
  url.port = String(proxy.port);
  const cuttable = await openRegistry({ at: url.href, shown: "registry" }, { user: "anna" });
  undo.push(() => cuttable.engine.close());
  return { proxy, cuttable };
}

onEngines(["server"], "a connection that breaks", (engine) => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  it("is told to whoever was writing when the server ends it, with nothing written, and replaced", async () => {
    const registry = await twoPatients(engine);
    await expect(editBoth(registry, terminate)).rejects.toMatchObject(broken);
    expect(await lastSeenOf(registry)).toEqual(before);
    // More often than the pool has connections.
    for (let i = 0; i < 6; i++) await expect(editBoth(registry, terminate)).rejects.toMatchObject(broken);
    await editBoth(registry, () => {});
    expect(await lastSeenOf(registry)).toEqual({ P01: "2002", P02: "2002" });
  });

  it("is told when it breaks while its user does something else than ask", async () => {
    const registry = await twoPatients(engine);
    const pause = async (trx: RegistryTransaction) => {
      await terminate(trx);
      // The message of the server's end comes while nobody asks.
      await delay(200);
    };
    await expect(editBoth(registry, pause)).rejects.toMatchObject(broken);
    expect(await lastSeenOf(registry)).toEqual(before);
  });

  it("is told to whoever was writing when the network breaks, with nothing written, and replaced", async () => {
    const registry = await twoPatients(engine);
    const { proxy, cuttable } = await throughProxy(registry, undo);
    for (let i = 0; i < 3; i++) {
      await expect(editBoth(cuttable, () => proxy.cut())).rejects.toMatchObject(broken);
      expect(await lastSeenOf(registry)).toEqual(before);
    }
    await editBoth(cuttable, () => {});
    expect(await lastSeenOf(cuttable)).toEqual({ P01: "2002", P02: "2002" });
  });

  it("is told to whoever was reading row by row", async () => {
    const registry = await twoPatients(engine);
    const { proxy, cuttable } = await throughProxy(registry, undo);
    const read = (between: (trx: RegistryTransaction) => unknown) =>
      asUser(cuttable, async (trx) => {
        let rows = 0;
        for await (const _ of trx.selectFrom("seriatim.history").select("seq").stream(1))
          if (++rows === 2) await between(trx);
        return rows;
      });
    for (let i = 0; i < 6; i++) await expect(read(() => proxy.cut())).rejects.toMatchObject(broken);
    // After the last row, before the server says that it is ready.
    for (let i = 0; i < 6; i++) await expect(read(() => proxy.cutAfter("SELECT"))).rejects.toMatchObject(broken);
    expect(await read(() => {})).toBeGreaterThan(2);
    // Who stops reading, or fails by an own fault, leaves the connection to the next.
    for (let i = 0; i < 6; i++)
      await expect(
        read(() => {
          throw new RangeError("an own fault");
        }),
      ).rejects.toThrow("an own fault");
    expect(await read(() => {})).toBeGreaterThan(2);
  });

  it("does not hide that a change may be written, when it breaks before the answer to its end", async () => {
    const registry = await twoPatients(engine);
    const { proxy, cuttable } = await throughProxy(registry, undo);
    await expect(editBoth(cuttable, () => proxy.cutAnswerTo("commit"))).rejects.toMatchObject({
      name: "RegistryError",
      message: expect.stringMatching(
        /: the connection broke; whether this change was written is not known: look before you make it again$/,
      ),
    });
    // It is: only the answer was lost.
    await expect.poll(() => lastSeenOf(registry)).toEqual({ P01: "2002", P02: "2002" });
  });

  it("is replaced where it breaks while nobody uses it", async () => {
    const registry = await twoPatients(engine);
    const { proxy, cuttable } = await throughProxy(registry, undo);
    proxy.cut();
    await delay(200);
    expect(await lastSeenOf(cuttable)).toEqual(before);
  });
});
