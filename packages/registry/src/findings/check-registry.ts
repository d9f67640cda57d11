import {
  checkRecords,
  type Dictionary,
  deriveFields,
  type Finding,
  type FullDate,
  formatPartialDate,
  readRecords,
} from "@seriatim/records";
import { sql } from "kysely";
import { type RegistryTransaction, tell } from "../registry.js";
import { readRows } from "../rows/read-rows.js";
import { csvLines, header, textsOf } from "../rows/record-files.js";
import { keyPlaces } from "../rows/stored-row.js";
import { quoted } from "../schema/column-of-field.js";
import { tablesInOrder } from "../schema/record-tables.js";
import { faultQueries } from "./fault-queries.js";
import { type FindingsChange, keepFindings, type RegistryFinding } from "./keep-findings.js";

/** How far a check is. */
export type OnProgress = (what: string, done: number, total: number) => void;

/**
 * All checks over all records that the user sees: the database finds the patients with a row at fault, and those patients' records are then
 * judged by `checkRecords`, whose words the findings have. Findings that are new are opened, those that are gone closed; one that was
 * accepted stays so while it says the same.
 *
 * @param options.asOf no date may lie after this day
 */
export async function checkRegistry(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  { asOf, onProgress = () => {} }: { asOf: FullDate; onProgress?: OnProgress },
): Promise<{ findings: RegistryFinding[]; change: FindingsChange }> {
  const queries = faultQueries(dictionary, asOf);
  const patients = new Set<string>();
  const roots = new Map(Object.keys(dictionary.tables).map((table) => [table, rootOf(dictionary, table)]));
  for (const [i, query] of queries.entries()) {
    onProgress(`Checking ${dictionary.tables[query.table].label}`, i, queries.length);
    const { rows } = await sql.raw<{ key: string[] }>(query.sql).execute(trx);
    const root = roots.get(query.table)!;
    for (const { key } of rows)
      patients.add(JSON.stringify([root, ...key.slice(0, dictionary.tables[root].key.length)]));
  }
  onProgress("Wording the findings", queries.length, queries.length);
  const found = await findingsOf(
    trx,
    dictionary,
    [...patients].map((text) => JSON.parse(text) as string[]),
    asOf,
  );
  const change = await keepFindings(trx, found);
  await tell(trx, "check", { asOf: formatPartialDate(asOf), findings: found.length, ...change });
  return { findings: found, change };
}

/** The keys at fault by the queries alone, for comparison with `checkRecords`. */
export async function faultKeys(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  asOf: FullDate,
): Promise<{ kind: string; table: string; field: string; key: string[] }[]> {
  const faults = new Map<string, { kind: string; table: string; field: string; key: string[] }>();
  for (const { kind, table, field, sql: text } of faultQueries(dictionary, asOf))
    for (const { key } of (await sql.raw<{ key: string[] }>(text).execute(trx)).rows)
      faults.set(JSON.stringify([table, key, field, kind]), { kind, table, field, key });
  return [...faults.values()];
}

function rootOf(dictionary: Dictionary, table: string): string {
  const { parent } = dictionary.tables[table];
  return parent === undefined ? table : rootOf(dictionary, parent);
}

/** The findings in the records of some patients, each given as its table and key. */
async function findingsOf(
  trx: RegistryTransaction,
  dictionary: Dictionary,
  patients: readonly string[][],
  asOf: FullDate,
): Promise<RegistryFinding[]> {
  const tables = tablesInOrder(dictionary);
  const keys = new Map<string, string[][]>();
  const centres = new Map<string, string[]>();
  const files: Parameters<typeof readRecords>[1] = {};
  for (const definition of tables) {
    const root = rootOf(dictionary, definition.name);
    const of = patients.filter(([table]) => table === root).map(([, ...key]) => key);
    const columns = dictionary.tables[root].key.map((name) => `${quoted(name)}::text`).join(", ");
    const places = keyPlaces(definition);
    const [own, centre]: [string[][], string[]] = [[], []];
    const lines = [header(definition)];
    const wanted = dictionary.tables[root].key.map((_, i) => of.map((key) => key[i]));
    const where = sql<boolean>`(${sql.raw(columns)}) in (select * from unnest(${sql.join(wanted.map((part) => sql`${part}::text[]`))}))`;
    if (of.length > 0)
      for await (const row of readRows(trx, definition, { where })) {
        own.push(places.map((j) => row.cells[j]!));
        centre.push(row.centre);
        lines.push(csvLines([textsOf(definition, row)]));
      }
    keys.set(definition.name, own);
    centres.set(definition.name, centre);
    (files as Record<string, unknown>)[definition.name] = {
      file: `${definition.name}.csv`,
      bytes: new TextEncoder().encode(lines.join("")),
    };
  }
  const records = deriveFields(dictionary, readRecords(dictionary, files).records);
  // The header is row 1.
  return checkRecords(dictionary, records, { asOf }).map((finding: Finding) => ({
    ...finding,
    key: keys.get(finding.table)![finding.row - 2],
    centre: centres.get(finding.table)![finding.row - 2],
  }));
}
