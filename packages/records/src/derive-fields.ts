import { conditionHolds } from "./condition-holds.js";
import { definedFields } from "./defined-fields.js";
import { derivationOrder } from "./derivation-order.js";
import type { Condition, Derivation, DerivationCase, Dictionary, FieldDefinition } from "./dictionary.js";
import { isPartialDate } from "./dictionary.js";
import { familiesOfRows } from "./families-of-rows.js";
import type { Family } from "./family.js";
import { keyText, kinship } from "./kinship.js";
import { unknownName } from "./nearest-name.js";
import { completeDate, dayNumber } from "./partial-date.js";
import type { RecordRow, Records, RecordTable, UnreadValue, Value } from "./record.js";

/**
 * The records with the dictionary's derived fields filled in: to be called after `readRecords` and before `checkRecords`.
 * Whatever stands in a derived field is replaced.
 *
 * A field derived by cases is `null` where no case counts, or where a value that cannot be read decides which; a condition on
 * what was not recorded does not hold, but for `recorded: false`. The latest of child rows is that with the latest last possible
 * day (1990-09 is as late as 1990-09-30), of equal ones the later in the file; rows without a date are passed over, and where
 * a row's date cannot be read nobody knows the latest: `null`. O(rows × cases).
 *
 * ```ts
 * const read = readRecords(dictionary, files);
 * const records = deriveFields(dictionary, read.records, { definitions: { "operations.r_status": "0 mm" } });
 * const findings = checkRecords(dictionary, records, { asOf });
 * ```
 *
 * @param records not changed
 * @param options.definitions the definition by `table.field`; the dictionary's default where none is given
 * @throws RangeError where a field named is not derived by definitions, or has none of that name
 */
export function deriveFields(
  dictionary: Dictionary,
  records: Records,
  { definitions = {} }: { definitions?: Readonly<Record<string, string>> } = {},
): Records {
  checkChoice(dictionary, definitions);
  const order = derivationOrder(dictionary.tables);
  if (!("fields" in order)) throw new RangeError("a derived field is derived from itself");
  if (order.fields.length === 0) return records;
  const work = workingCopy(records);
  for (const field of order.fields) {
    if (!Object.hasOwn(work, field.table)) continue;
    const derivedValue =
      field.derived.kind === "latest"
        ? latestIn(dictionary, work, field.table, field.derived)
        : firstCase(dictionary, work, field.table, casesOf(field, field.derived, definitions));
    for (const row of work[field.table].rows) {
      const value = derivedValue(row);
      row.values[field.name] = value ?? null;
      // What depends on an unreadable value is as unknown as that is, for the fields derived from it.
      if (value === undefined) row.unread[field.name] = undecided;
      else delete row.unread[field.name];
    }
  }
  for (const { table, name } of order.fields) for (const row of work[table]?.rows ?? []) delete row.unread[name];
  return work;
}

const undecided: UnreadValue = { text: "", kind: "contradiction", why: "derived from what cannot be read" };

interface WorkingRow extends RecordRow {
  values: Record<string, Value>;
  unread: Record<string, UnreadValue>;
}

type WorkingTables = Record<string, RecordTable & { rows: WorkingRow[] }>;

function workingCopy(records: Records): WorkingTables {
  return Object.fromEntries(
    Object.entries(records).map(([name, table]) => [
      name,
      { ...table, rows: table.rows.map((row) => ({ ...row, values: { ...row.values }, unread: { ...row.unread } })) },
    ]),
  );
}

function checkChoice(dictionary: Dictionary, definitions: Readonly<Record<string, string>>): void {
  const known = new Map(
    definedFields(dictionary).map(({ table, name, derived }) => [
      `${table}.${name}`,
      derived.definitions.map((one) => one.name),
    ]),
  );
  for (const [field, definition] of Object.entries(definitions)) {
    const names = known.get(field);
    if (!names) throw new RangeError(unknownName(field, "field with definitions", [...known.keys()]));
    if (!names.includes(definition)) throw new RangeError(unknownName(definition, `definition of ${field}`, names));
  }
}

type ByCases = Extract<Derivation, { kind: "cases" }>;
type ByLatest = Extract<Derivation, { kind: "latest" }>;

function casesOf(
  { table, name }: FieldDefinition,
  derived: ByCases,
  chosen: Readonly<Record<string, string>>,
): readonly DerivationCase[] {
  const reference = `${table}.${name}`;
  const definition = Object.hasOwn(chosen, reference) ? chosen[reference] : derived.default;
  return derived.definitions.find((one) => one.name === definition)!.cases;
}

/** For each row of a table the value of the case that counts, null where none does, undefined where nobody can know. */
function firstCase(
  dictionary: Dictionary,
  records: Records,
  table: string,
  cases: readonly DerivationCase[],
): (row: RecordRow) => Value | undefined {
  const families = familiesOfRows(table, dictionary, records, kinship(dictionary, records));
  const byRow = new Map(families.map((family) => [family.get(table)!, family]));
  return (row) => {
    for (const { value, when } of cases) {
      const holds = holdForCertain(when, byRow.get(row)!);
      if (holds !== false) return holds ? value : undefined;
    }
    return null;
  };
}

/** Whether all conditions hold; undefined where it hangs on a value that cannot be read. */
function holdForCertain(when: readonly Condition[], family: Family): boolean | undefined {
  let known = true;
  for (const condition of when) {
    if (conditionHolds(condition, family)) continue;
    const row = family.get(condition.table);
    const isUnread = row !== undefined && Object.hasOwn(row.unread, condition.field);
    if (!isUnread || condition.recorded === false) return false;
    known = false;
  }
  return known ? true : undefined;
}

/** For each row of a table the value of its latest child row, null without one, undefined where nobody can know. */
function latestIn(
  dictionary: Dictionary,
  records: Records,
  table: string,
  { table: children, by, field }: ByLatest,
): (row: RecordRow) => Value | undefined {
  const { key } = dictionary.tables[table];
  const latest = new Map<string, { row: RecordRow; day: number }>();
  for (const row of records[children]?.rows ?? []) {
    const parent = keyText(row, key);
    if (parent === undefined) continue;
    const date = row.values[by] ?? null;
    const isUnread = Object.hasOwn(row.unread, by);
    const day = isUnread ? Infinity : isPartialDate(date) ? dayNumber(completeDate(date, "last")) : undefined;
    if (day !== undefined && day >= (latest.get(parent)?.day ?? -Infinity)) latest.set(parent, { row, day });
  }
  return (row) => {
    const found = latest.get(keyText(row, key) ?? "");
    if (!found) return null;
    const isKnown = found.day < Infinity && !Object.hasOwn(found.row.unread, field);
    return isKnown ? (found.row.values[field] ?? null) : undefined;
  };
}
