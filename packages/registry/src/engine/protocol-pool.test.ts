import { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProtocolCursor, protocolPool } from "./protocol-pool.js";

describe("protocolPool", () => {
  let pglite: PGlite;
  let db: Kysely<Record<string, never>>;
  const open: boolean[] = [];
  beforeAll(async () => {
    pglite = await PGlite.create({ parsers: { 1082: (text) => text, 20: Number } });
    const pool = protocolPool(pglite, (isOpen) => {
      open.push(isOpen);
      return Promise.resolve();
    });
    db = new Kysely({ dialect: new PostgresDialect({ pool, cursor: ProtocolCursor }) });
    await sql`create table t (n bigint primary key, day date, texts text[], bytes bytea, said jsonb, yes boolean)`.execute(
      db,
    );
  }, 60_000);
  afterAll(async () => {
    await db.destroy();
    await pglite.close();
  });

  it("gives back values as they were given", async () => {
    const bytes = Uint8Array.of(0, 92, 255);
    const texts = ["a", 'b"\\,{}', "", null, "NULL"];
    const { numAffectedRows } = await sql`insert into t values (${1}, ${"1990-09-03"}, ${texts}, ${bytes},
      ${JSON.stringify({ a: [1] })}, ${true}), (2, null, null, null, null, null)`.execute(db);
    expect(numAffectedRows).toBe(2n);
    const { rows } = await sql`select * from t order by n`.execute(db);
    expect(rows).toEqual([
      { n: 1, day: "1990-09-03", texts, bytes, said: { a: [1] }, yes: true },
      { n: 2, day: null, texts: null, bytes: null, said: null, yes: null },
    ]);
  });

  it("runs several statements where there are no parameters, and gives the rows of the last", async () => {
    expect((await sql`select 1 as a; select 2 as b, 3 as c`.execute(db)).rows).toEqual([{ b: 2, c: 3 }]);
  });

  it("streams page by page, and stops where the reader does", async () => {
    await db.transaction().execute(async (trx) => {
      const query = trx.selectFrom(sql<{ n: number }>`generate_series(${1}::int, 10)`.as("n" as never)).selectAll();
      const all: unknown[] = [];
      for await (const row of query.stream(3)) all.push(Object.values(row)[0]);
      expect(all).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      for await (const row of query.stream(3)) if (Object.values(row as object)[0] === 2) break;
      expect((await sql`select 1 as still`.execute(trx)).rows).toEqual([{ still: 1 }]);
    });
  });

  it("fails with the database's code, rolls back, and goes on", async () => {
    const doubled = db.transaction().execute(async (trx) => {
      await sql`insert into t (n) values (${7})`.execute(trx);
      await sql`insert into t (n) values (${1})`.execute(trx);
    });
    await expect(doubled).rejects.toMatchObject({ code: "23505", detail: "Key (n)=(1) already exists." });
    await expect(sql`select ${"x"}::int`.execute(db)).rejects.toMatchObject({ code: "22P02" });
    expect((await sql`select n from t where n = 7`.execute(db)).rows).toEqual([]);
    expect(open.at(-1)).toBe(false);
  });

  it("refuses to commit a transaction in which a statement failed", async () => {
    const hidden = db.transaction().execute(async (trx) => {
      await sql`select 1 / 0`.execute(trx).catch(() => {});
    });
    await expect(hidden).rejects.toThrow();
  });

  it("lends its connection to one after another", async () => {
    const counts = await Promise.all(
      [1, 2, 3].map((n) =>
        db.transaction().execute(async (trx) => {
          await sql`insert into t (n) values (${100 + n})`.execute(trx);
          const { rows } = await sql<{ n: number }>`select count(*) as n from t where n > 100`.execute(trx);
          return rows[0].n;
        }),
      ),
    );
    expect(counts).toEqual([1, 2, 3]);
  });
});
