import {
  checkRecords,
  type Dictionary,
  deriveFields,
  type FindingKind,
  type FullDate,
  type RecordRow,
  type Records,
  readValue,
  type UnreadValue,
  type Value,
} from "@seriatim/records";

/** Texts of recorded fields, row by row, by table. */
export type Texts = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/** A finding on a row, which is known by its place among the rows given. */
export interface PlacedFinding {
  kind: FindingKind;
  table: string;
  place: number;
  field: string;
  why: string;
}

/** Records of what a person entered, with what is derived from it. */
export function recordsOfTexts(dictionary: Dictionary, texts: Texts): Records {
  const records = Object.entries(texts).map(([name, rows]) => [
    name,
    {
      name,
      fields: Object.keys(dictionary.tables[name].fields),
      rows: rows.map((row, i) => recordRow(dictionary, name, row, i)),
      source: { file: name, sha256: "", format: "csv", sniffed: [], coercions: {}, unknownColumns: [] },
    },
  ]);
  return deriveFields(dictionary, Object.fromEntries(records) as Records);
}

/** All that is wrong with them. */
export function findingsOf(dictionary: Dictionary, records: Records, asOf: FullDate): PlacedFinding[] {
  return checkRecords(dictionary, records, { asOf }).map(({ kind, table, field, row, why }) => ({
    kind,
    table,
    place: row,
    field,
    why,
  }));
}

function recordRow(
  dictionary: Dictionary,
  table: string,
  texts: Readonly<Record<string, string>>,
  i: number,
): RecordRow {
  const values: Record<string, Value> = {};
  const unread: Record<string, UnreadValue> = {};
  for (const field of Object.values(dictionary.tables[table].fields)) {
    const text = texts[field.name] ?? "";
    const { value, fault } = readValue(field, text, { decimalComma: false });
    values[field.name] = value;
    if (fault) unread[field.name] = { text: text.trim(), ...fault };
  }
  return { row: i, values, unread };
}
