import { type Dictionary, definedFields, type Finding, type Records, sha256 } from "@seriatim/records";
import { given } from "./given.js";
import type { RecordsSummary } from "./results.js";

/** Which files the results were made from, how they were read, and what is wrong with them. */
export function recordsSummary(
  dictionary: Dictionary,
  records: Records,
  findings: readonly Finding[],
  chosen: Readonly<Record<string, string>>,
): RecordsSummary {
  const definitions = definedFields(dictionary).map(({ table, name, label, derived }) => ({
    field: `${table}.${name}`,
    label,
    definition: chosen[`${table}.${name}`] ?? derived.default,
  }));
  const tables = Object.keys(dictionary.tables)
    .filter((name) => records[name])
    .map((name) => {
      const { source, rows } = records[name];
      const { file, sha256: hash, sniffed, coercions, unknownColumns } = source;
      const { label } = dictionary.tables[name];
      return { name, label, file, sha256: hash, rows: rows.length, sniffed, coercions, unknownColumns };
    });
  const byName = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    sha256: sha256(new TextEncoder().encode(byName.map((table) => `${table.name} ${table.sha256}\n`).join(""))),
    tables,
    ...given({ definitions: definitions.length > 0 ? definitions : undefined }),
    findings: findings.map(({ kind, patient, table, field, row, why }) => ({ kind, patient, table, field, row, why })),
  };
}
