import type { Dictionary, FieldDefinition } from "../dictionary.js";
import { normalName, unknownName } from "../nearest-name.js";
import type { RawTable } from "../raw-table.js";
import { readCsv } from "../read-csv.js";
import { RecordsError } from "../records-error.js";
import { shortText } from "../short-text.js";
import { csvText } from "./csv-text.js";
import { redcapCell } from "./redcap-cell.js";
import { type RedcapColumns, redcapColumns } from "./redcap-columns.js";
import { type RedcapForm, type RedcapNames, redcapNames } from "./redcap-names.js";

/** The tables of an export of REDCap's records. */
export interface RedcapTables {
  /** By the dictionary's names; a table of which the export has no variable is absent. */
  tables: Readonly<Record<string, RedcapTable>>;
  /** Headings that are no variable of the dictionary, nor REDCap's own. */
  unknownColumns: string[];
  /** What else was found or left out, each to be said to the user. */
  said: string[];
}

export interface RedcapTable {
  /** The dictionary's fields in its order. */
  columns: string[];
  rows: string[][];
  /** For each of `rows` its 1-based row in the export, the header being row 1. */
  rowNumbers: number[];
  /** Columns and rows as CSV, whose bytes `readRecords` takes. */
  csv: string;
}

/**
 * An export of REDCap's records (CSV, raw codes or labels, headings by variable) as the tables of a dictionary. Values that are
 * wrong stay as they are, and are found when `readRecords` reads the tables.
 *
 * @param options.missing the project's missing codes, `["-5", "-8"]`: not recorded, whatever the field's type
 * @param options.event the event whose rows are read, by its unique name, where the export has several
 * @param options.file the name without folder, for messages
 * @throws RecordsError where the file is no such export, with row and record: several events, a repeating event, a form that is
 *   unknown or does not repeat, a value in a row of another form, an instance that is no number or stands twice
 */
export function recordsFromRedcap(
  csv: string | Uint8Array,
  dictionary: Dictionary,
  options: { missing?: readonly string[]; event?: string; file?: string } = {},
): RedcapTables {
  const { missing = [], event, file = "REDCap export" } = options;
  const names = redcapNames(dictionary);
  const raw = readCsv(typeof csv === "string" ? new TextEncoder().encode(csv) : csv, { file });
  const columns = redcapColumns(raw, names);
  const missed = new Map(missing.map((code) => [code, 0]));
  const isMissing = (cell: string) => missing.includes(cell.trim());
  const textOf = (cells: readonly string[], column: number, field: FieldDefinition): string => {
    if (!isMissing(cells[column])) return redcapCell(field, cells[column]);
    missed.set(cells[column].trim(), (missed.get(cells[column].trim()) ?? 0) + 1);
    return "";
  };
  const tables = new Map(
    names.forms.flatMap((form) => {
      const table = tableOf(form, names, columns);
      return table ? [[form, table] as const] : [];
    }),
  );
  const { kept, said } = rowsOfEvent(raw, columns, event);
  const seen = new Set<string>();
  for (const i of kept) {
    const [cells, row] = [raw.rows[i], raw.rowNumbers[i]];
    const id = cells[columns.recordId].trim();
    if (id === "") throw new RecordsError(file, `no record id in “${raw.columns[columns.recordId]}”; give it`, { row });
    const place = placeOf(cells, { row, id }, { file, names, columns });
    for (const { column, form, field } of columns.fields)
      if ((place ? place.form !== form : form.repeats) && isFilled(cells[column], field) && !isMissing(cells[column]))
        throw new RecordsError(
          file,
          `record ${id}: “${raw.columns[column]}” has a value, but is of the form ${form.name}, and the row is ${
            place ? `of ${place.form.name}` : "of no repeating form"
          }`,
          { row },
        );
    if (place) {
      const instance = `${place.form.name} ${place.instance} ${id}`;
      if (seen.has(instance))
        throw new RecordsError(file, `record ${id}: instance ${place.instance} of ${place.form.name} stands twice`, {
          row,
        });
      seen.add(instance);
    }
    for (const [form, table] of tables) {
      if (place ? form !== place.form : form.repeats || !isPresent(form, cells, names, columns)) continue;
      table.rows.push(
        table.sources.map(({ column, field }) =>
          column === undefined
            ? (place?.instance ?? "")
            : column === columns.recordId
              ? id
              : textOf(cells, column, field),
        ),
      );
      table.rowNumbers.push(row);
    }
  }
  return {
    tables: Object.fromEntries(
      Object.keys(dictionary.tables).flatMap((name) => {
        const table = [...tables].find(([form]) => form.table.name === name)?.[1];
        if (!table) return [];
        const { rows, rowNumbers } = table;
        const headings = table.sources.map(({ field }) => field.name);
        return [[name, { columns: headings, rows, rowNumbers, csv: csvText([headings, ...rows]) }]];
      }),
    ),
    unknownColumns: columns.unknown,
    said: [
      ...raw.sniffed,
      ...said,
      ...[...missed].flatMap(([code, n]) => (n > 0 ? [`missing code ${code} read as not recorded: ${n}`] : [])),
    ],
  };
}

interface TableInMaking {
  /** Column undefined: the repeat instance. */
  sources: { column?: number; field: FieldDefinition }[];
  rows: string[][];
  rowNumbers: number[];
}

/** Undefined where the export has no variable of a child's. */
function tableOf(form: RedcapForm, { root }: RedcapNames, columns: RedcapColumns): TableInMaking | undefined {
  const own = columns.fields.filter((column) => column.form === form);
  if (own.length === 0 && form.table !== root) return undefined;
  const sources = Object.values(form.table.fields).flatMap((field): TableInMaking["sources"] => {
    if (field.name === root.key[0]) return [{ column: columns.recordId, field }];
    if (field.name === form.instance) return [{ field }];
    const found = own.find((column) => column.field === field);
    return found ? [{ column: found.column, field }] : [];
  });
  return { sources, rows: [], rowNumbers: [] };
}

function rowsOfEvent(
  { rows, file }: RawTable,
  columns: RedcapColumns,
  event: string | undefined,
): { kept: number[]; said: string[] } {
  const all = rows.map((_, i) => i);
  if (columns.event < 0) return { kept: all, said: [] };
  const eventOf = (i: number) => rows[i][columns.event].trim();
  const events = [...new Set(all.map(eventOf))];
  if (event === undefined) {
    if (events.length > 1)
      throw new RecordsError(
        file,
        `the rows are of ${events.length} events (${events.slice(0, 6).map(shortText).join(", ")}), and a table's rows are of one; name the event to be read`,
      );
    return { kept: all, said: [] };
  }
  if (!events.includes(event)) throw new RecordsError(file, unknownName(event, "event of the file", events));
  const kept = all.filter((i) => eventOf(i) === event);
  return {
    kept,
    said:
      kept.length === all.length ? [] : [`rows of other events than ${event} left out: ${all.length - kept.length}`],
  };
}

/** The repeating form whose row it is; undefined for the record's own. */
function placeOf(
  cells: readonly string[],
  { row, id }: { row: number; id: string },
  { file, names, columns }: { file: string; names: RedcapNames; columns: RedcapColumns },
): { form: RedcapForm; instance: string } | undefined {
  const fail = (says: string): never => {
    throw new RecordsError(file, `record ${id}: ${says}`, { row });
  };
  const [name, instance] = [columns.instrument, columns.instance].map((j) => (j < 0 ? "" : cells[j].trim()));
  if (name === "") {
    if (instance !== "")
      fail(
        `the repeat instance ${shortText(instance)} has no repeating form; a repeating event cannot be read, only repeating forms`,
      );
    return undefined;
  }
  const form = names.forms.find(
    (one) => one.name === name || one.table.name === name || normalName(one.table.label) === normalName(name),
  );
  const repeating = names.forms.filter(({ repeats }) => repeats).map((one) => one.name);
  if (!form) return fail(unknownName(name, "repeating form", repeating));
  if (!form.repeats)
    return fail(
      `the form ${form.name} repeats here, but the key of ${form.table.name} is ${form.table.key.join(", ")}; a table that repeats needs a second key field`,
    );
  const plain = instance.replace(/\.0+$/, "");
  if (!/^[1-9]\d*$/.test(plain))
    fail(
      `found ${instance === "" ? "nothing" : `“${shortText(instance)}”`} as repeat instance of ${form.name}; a whole number from 1 is allowed`,
    );
  return { form, instance: plain };
}

/** Exports give 0 or Unchecked for the choices of a form's checkbox even where the form has no row. */
function isFilled(cell: string, { type, name }: FieldDefinition): boolean {
  const text = cell.trim();
  return text !== "" && !(type === "boolean" && name.includes("___") && /^(0|unchecked)$/i.test(text));
}

/** A record always has its first form; another that does not repeat where it has a value or has been saved as more than begun. */
function isPresent(form: RedcapForm, cells: readonly string[], { root }: RedcapNames, columns: RedcapColumns): boolean {
  if (form.table === root) return true;
  const complete = columns.complete.get(form);
  return (
    (complete !== undefined && /^([12]|unverified|complete)$/i.test(cells[complete].trim())) ||
    columns.fields.some((column) => column.form === form && isFilled(cells[column.column], column.field))
  );
}
