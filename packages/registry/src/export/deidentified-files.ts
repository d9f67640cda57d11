import type { Dictionary, FullDate, TableDefinition } from "@seriatim/records";
import { sql } from "kysely";
import type { Registry, RegistryTransaction } from "../registry.js";
import { guardFormula } from "../rows/formula-cell.js";
import { csvLines } from "../rows/record-files.js";
import { cellOfColumn, keyTextOf } from "../rows/stored-row.js";
import { quoted } from "../schema/column-of-field.js";
import { tablesInOrder } from "../schema/record-tables.js";
import { patientTable } from "../vault/patient-table.js";
import { type CodebookLine, codebook } from "./codebook.js";
import { type DeidentifiedCells, deidentifiedCells } from "./deidentified-cells.js";
import { type DeidentifiedColumn, deidentifiedColumns, isOfPatients } from "./deidentified-columns.js";
import type { DeidentifiedExport } from "./export-options.js";
import type { ExportedFile } from "./exported-file.js";
import { pseudonyms } from "./pseudonyms.js";
import { timeZeros, zeroField } from "./time-zero.js";

const linesPerPiece = 1_000;

/**
 * The records without what identifies: see `deidentifiedColumns`. Rows are in the order of the pseudonyms, which is random.
 *
 * @throws RegistryError where no time zero is named
 */
export async function* deidentifiedFiles(
  trx: RegistryTransaction,
  { dictionary, user }: Pick<Registry, "dictionary" | "user">,
  { seed, zero }: DeidentifiedExport,
): AsyncGenerator<ExportedFile> {
  const from = zeroField(dictionary, zero);
  const patients = pseudonyms(seed, await patientKeys(trx, dictionary));
  const zeros = await timeZeros(trx, dictionary, from);
  const identifyingReadable = await mayReadIdentifying(trx, user);
  const lines: CodebookLine[] = [];
  for (const definition of tablesInOrder(dictionary)) {
    const name = `${definition.name}.csv`;
    if (!isOfPatients(dictionary, definition.name)) {
      lines.push({ file: name, column: "", notes: ["left out: its rows belong to no patient"] });
      continue;
    }
    const columns = deidentifiedColumns(dictionary, definition, { identifyingReadable });
    const cells = deidentifiedCells(definition, columns, { seed, from });
    yield { name, pieces: piecesOf(trx, { dictionary, definition, columns, cells, patients, zeros }) };
    lines.push(...cells.codebookLines());
  }
  yield { name: "codebook.csv", pieces: codebook(() => lines) };
}

interface TableExport {
  dictionary: Dictionary;
  definition: TableDefinition;
  columns: readonly DeidentifiedColumn[];
  cells: DeidentifiedCells;
  patients: readonly { key: readonly string[]; pseudonym: string }[];
  zeros: ReadonlyMap<string, FullDate>;
}

async function* piecesOf(trx: RegistryTransaction, table: TableExport): AsyncGenerator<string> {
  const { columns, cells, patients, zeros } = table;
  yield csvLines([cells.headings.map(guardFormula)]);
  const page: string[][] = [];
  for await (const row of rowsInOrder(trx, table)) {
    const { key, pseudonym } = patients[Number(row.n)];
    const texts = columns.map(({ field, becomes }, i) =>
      becomes === "left-out" || becomes === "pseudonym" ? null : cellOfColumn(field, row[`f${i}`]),
    );
    page.push(cells.rowOf({ texts, pseudonym, key, zero: zeros.get(keyTextOf(key)) }));
    if (page.length === linesPerPiece) yield csvLines(page.splice(0));
  }
  if (page.length > 0) yield csvLines(page);
}

/** A table's rows by pseudonym, and within a patient by key: asked for are the columns that are exported, and no others. */
function rowsInOrder(
  trx: RegistryTransaction,
  { dictionary, definition, columns, patients }: TableExport,
): AsyncIterable<Record<string, string | null>> {
  const patientKey = patientTable(dictionary).key;
  const own = definition.key.slice(patientKey.length);
  const selected = columns.flatMap(({ field, becomes }, i) =>
    becomes === "left-out" || becomes === "pseudonym" ? [] : [`t.${quoted(field.name)}::text as f${i}`],
  );
  const order = own.map((name, i) => `t.${quoted(name)} as o${i}`);
  const names = ["n", ...patientKey.map((_, i) => `k${i}`)].join(", ");
  const same = patientKey.map((name, i) => `t.${quoted(name)}::text = p.k${i}`).join(" and ");
  const arrays = patientKey.map((_, i) => sql`${patients.map(({ key }) => key[i])}::text[]`);
  const rows = sql`(select ${sql.raw(["p.n", ...selected, ...order].join(", "))}
    from ${sql.raw(`records.${quoted(definition.name)} t`)}
    join unnest(${sql.join([sql`${patients.map((_, i) => i)}::int[]`, ...arrays])}) as p (${sql.raw(names)}) on ${sql.raw(same)})`;
  return trx
    .selectFrom(sql<Record<string, string | null>>`${rows}`.as("rows"))
    .selectAll()
    .orderBy(sql.raw(["n", ...own.map((_, i) => `o${i}`)].join(", ")))
    .stream(5_000) as AsyncIterable<Record<string, string | null>>;
}

async function patientKeys(trx: RegistryTransaction, dictionary: Dictionary): Promise<string[][]> {
  const { name, key } = patientTable(dictionary);
  const list = key.map((column) => `${quoted(column)}::text`).join(", ");
  const { rows } = await sql<{ key: string[] }>`select array[${sql.raw(list)}] as key
    from ${sql.raw(`records.${quoted(name)}`)}`.execute(trx);
  return rows.map((row) => row.key);
}

async function mayReadIdentifying(trx: RegistryTransaction, user: string): Promise<boolean> {
  const row = await trx.selectFrom("seriatim.users").select("roles").where("name", "=", user).executeTakeFirst();
  return row?.roles.some((role) => role !== "analyse") ?? false;
}
