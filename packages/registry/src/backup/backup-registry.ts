import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { parseDictionary } from "@seriatim/records";
import { sql } from "kysely";
import { ZipFile } from "yazl";
import { databaseFault } from "../database-fault.js";
import type { OnProgress } from "../import/plan-import.js";
import { asOwner, type Registry, type RegistryTransaction, tell } from "../registry.js";
import { backupReadme } from "./backup-readme.js";
import { csvPieces } from "./csv-pieces.js";
import type { BackupManifest } from "./manifest.js";
import { manifestPath, type TableMember, tableMembers } from "./members.js";

export interface BackupOptions {
  /** Which program makes the backup, and its version. */
  software: string;
  /** Where the backup goes, for the history. */
  to?: string;
  onProgress?: OnProgress;
}

/** A member's bytes, and how many rows they have. */
interface Source {
  path: string;
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>;
  rows: () => number | null;
}

/**
 * Writes the whole registry as one file (docs/backup-format.md), as it stood at one instant, in pieces: neither a table nor the history is
 * ever in memory whole. The history tells of it first, so that the backup has that entry too.
 *
 * @param write takes a piece, and answers when the next may come
 * @returns the manifest that stands in the file
 * @throws RegistryError where the user may not administer; whatever `write` throws
 */
export async function backupRegistry(
  registry: Registry,
  write: (piece: Uint8Array) => Promise<void>,
  { software, to, onProgress = () => {} }: BackupOptions,
): Promise<BackupManifest> {
  await asOwner(registry, (trx) => tell(trx, "backup", to === undefined ? {} : { to }));
  let sinkFault: unknown;
  const guarded = (piece: Uint8Array) =>
    write(piece).catch((error: unknown) => {
      sinkFault = error;
      throw error;
    });
  try {
    return await registry.engine.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute((trx) => writeBackup(trx, guarded, software, onProgress));
  } catch (error) {
    throw error === sinkFault ? error : databaseFault(error, registry.engine);
  }
}

async function writeBackup(
  trx: RegistryTransaction,
  write: (piece: Uint8Array) => Promise<void>,
  software: string,
  onProgress: OnProgress,
): Promise<BackupManifest> {
  await sql.raw("set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1").execute(trx);
  const { text } = await trx
    .selectFrom("seriatim.dictionaries")
    .select("text")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const tables = tableMembers(parseDictionary(text, "dictionary.yaml"));
  const manifest = await manifestHead(trx, software);
  const zip = zipOf(new Date(manifest.created));
  zip.add(textSource("README.txt", backupReadme), manifest.members);
  zip.add(textSource("dictionary.yaml", text), manifest.members);
  const total = await countRows(trx, tables);
  let done = 0;
  for (const member of tables) {
    let rows = 0;
    const onRows = (more: number) => {
      rows += more;
      done += more;
      onProgress(`Writing ${member.path}`, done, total);
    };
    zip.add({ path: member.path, pieces: csvPieces(trx, member, onRows), rows: () => rows }, manifest.members);
  }
  zip.add(textSource(manifestPath, () => `${JSON.stringify(manifest, null, 2)}\n`));
  await zip.writeTo(write);
  return manifest;
}

async function manifestHead(trx: RegistryTransaction, software: string): Promise<BackupManifest> {
  const instant = (of: string, format: string) =>
    `to_char(${of} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:${format}"Z"')`;
  const { rows } = await sql
    .raw<{ now: string; id: string; created: string; seq: number; hash: string }>(
      `select ${instant("now()", "SS")} as now, r.id, ${instant("r.created", "SS.US")} as created, c.seq, encode(c.hash, 'hex') as hash
      from seriatim.registry r, seriatim.chain c`,
    )
    .execute(trx);
  const [{ now, id, created, seq, hash }] = rows;
  return {
    ...{ format: "seriatim-backup", version: 1, created: now, software },
    ...{ registry: { id, created }, history: { seq, hash }, members: [] },
  };
}

async function countRows(trx: RegistryTransaction, tables: readonly TableMember[]): Promise<number> {
  const counts = tables.map(({ table }) => `(select count(*) from ${table})`).join(" + ");
  const { rows } = await sql.raw<{ total: number }>(`select (${counts})::bigint as total`).execute(trx);
  return rows[0].total;
}

function textSource(path: string, text: string | (() => string)): Source {
  function* pieces() {
    yield Buffer.from(typeof text === "string" ? text : text());
  }
  return { path, pieces: pieces(), rows: () => null };
}

/** An archive whose members are asked for one after another, each when its turn has come. */
function zipOf(mtime: Date) {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  let current: Readable | undefined;
  return {
    add(source: Source, members?: BackupManifest["members"]) {
      zip.addReadStreamLazy(source.path, { mtime, mode: 0o100600 }, (opened) => {
        current = Readable.from(members ? summed(source, members) : source.pieces, { objectMode: false });
        current.on("error", (error) => zip.emit("error", error));
        opened(null, current);
      });
    },
    async writeTo(write: (piece: Uint8Array) => Promise<void>) {
      zip.end();
      try {
        for await (const piece of output) await write(piece as Buffer);
      } catch (error) {
        // The query behind it must have ended before the transaction can.
        const open = current;
        if (open && !open.closed)
          await new Promise<void>((resolve) => {
            open.once("close", resolve);
            open.destroy();
          });
        throw error;
      }
    },
  };
}

/** A member's bytes, which are entered among the members when they have gone by. */
async function* summed({ path, pieces, rows }: Source, members: BackupManifest["members"]): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  members.push({ path, rows: rows(), bytes, sha256: hash.digest("hex") });
}
