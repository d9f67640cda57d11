import type { Dictionary } from "@seriatim/records";
import { type Document, isMap, parseDocument } from "yaml";

/** One column of a mapping, as the picture shows it. */
export interface PictureColumn {
  table: string;
  field: string;
  from?: string;
  value?: string;
  prefix?: string;
  digits?: number;
  factor?: number;
  values: Record<string, string>;
}

export interface Picture {
  columns: PictureColumn[];
  /** Of the tables that have several rows to one of the file. */
  forEach: Record<string, string[]>;
  missing: string[];
  slashes: string;
}

type Place = Pick<PictureColumn, "table" | "field">;

/** What a mapping's text says, as far as it can be drawn; undefined where it is no YAML. */
export function pictureOf(text: string): Picture | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const file = record(document.toJS() as unknown);
  const columns: PictureColumn[] = [];
  const forEach: Record<string, string[]> = {};
  for (const [table, given] of Object.entries(record(file.tables))) {
    const repeats = record(given).for_each;
    if (Array.isArray(repeats)) forEach[table] = repeats.map(String);
    for (const [field, column] of Object.entries(record(record(given).columns)))
      columns.push({ table, field, ...columnOf(column) });
  }
  return {
    columns,
    forEach,
    missing: Array.isArray(file.missing) ? file.missing.map(String) : [],
    slashes: textOf(record(file.dates).slashes) ?? "",
  };
}

function columnOf(given: unknown): Omit<PictureColumn, "table" | "field"> {
  if (typeof given === "string") return { from: given, values: {} };
  const { from, value, prefix, digits, factor, values } = record(given);
  return {
    ...(textOf(from) === undefined ? {} : { from: textOf(from)! }),
    ...(textOf(value) === undefined ? {} : { value: textOf(value)! }),
    ...(textOf(prefix) === undefined ? {} : { prefix: textOf(prefix)! }),
    ...(typeof digits === "number" ? { digits } : {}),
    ...(typeof factor === "number" ? { factor } : {}),
    values: Object.fromEntries(Object.entries(record(values)).map(([written, code]) => [written, String(code)])),
  };
}

/** The text with a column in another place, or left out; what else stands in it stays, comments too. */
export function withTarget(
  text: string,
  dictionary: Dictionary,
  column: Pick<PictureColumn, "from" | "values">,
  before: Place | undefined,
  after: Place | undefined,
): string {
  return edited(text, (document) => {
    const picture = pictureOf(text)!;
    const kept = picture.columns.find(
      ({ table, field }) => before !== undefined && table === before.table && field === before.field,
    );
    if (before) {
      document.deleteIn(["tables", before.table, "columns", before.field]);
      const columns = document.getIn(["tables", before.table, "columns"]);
      const left = picture.columns.filter(({ table, field }) => table === before.table && field !== before.field);
      // A table of which nothing is left but its key.
      const { key } = dictionary.tables[before.table] ?? { key: [] };
      const isEmpty = !isMap(columns) || left.every(({ field }) => key.includes(field));
      if (isEmpty && !key.includes(before.field)) document.deleteIn(["tables", before.table]);
      if (left.length === 0) document.deleteIn(["tables", before.table]);
    }
    if (!after) return;
    const { parent, key } = dictionary.tables[after.table];
    const isNew = !document.hasIn(["tables", after.table]);
    const { prefix, digits } = kept ?? {};
    const put = { from: column.from, values: {}, prefix, digits };
    setColumn(document, { ...put, ...after });
    if (isNew && parent !== undefined)
      for (const name of dictionary.tables[parent].key) {
        const above = picture.columns.find((one) => one.table === parent && one.field === name);
        if (above && key.includes(name) && name !== after.field) setColumn(document, { ...above, table: after.table });
      }
    for (const definition of Object.values(dictionary.tables)) {
      const isKeyOfParent = definition.parent === after.table && key.includes(after.field);
      const lacks = !document.hasIn(["tables", definition.name, "columns", after.field]);
      if (isKeyOfParent && lacks && document.hasIn(["tables", definition.name]))
        setColumn(document, { ...put, table: definition.name, field: after.field });
    }
  });
}

/** The text with something else about a column; of a key's part in all tables that have it from the same column. */
export function withColumn(text: string, dictionary: Dictionary, column: PictureColumn): string {
  return edited(text, (document) => {
    const same = pictureOf(text)!.columns.filter(
      ({ table, field, from }) =>
        (table === column.table && field === column.field) ||
        (field === column.field && from === column.from && isKey(dictionary, table, field)),
    );
    for (const { table, field } of same) setColumn(document, { ...column, table, field });
  });
}

/** The text with what stands for not recorded. */
export function withMissing(text: string, missing: readonly string[]): string {
  return edited(text, (document) => {
    if (missing.length === 0) document.deleteIn(["missing"]);
    else document.setIn(["missing"], document.createNode(missing, { flow: true }));
  });
}

export function withSlashes(text: string, slashes: string): string {
  return edited(text, (document) => {
    if (slashes !== "") document.setIn(["dates", "slashes"], slashes);
    else if (document.hasIn(["dates", "slashes"])) document.deleteIn(["dates", "slashes"]);
  });
}

function isKey(dictionary: Dictionary, table: string, field: string): boolean {
  return Object.hasOwn(dictionary.tables, table) && dictionary.tables[table].key.includes(field);
}

function setColumn(document: Document, { table, field, from, value, values, prefix, digits, factor }: PictureColumn) {
  const parts = {
    ...(from === undefined ? {} : { from }),
    ...(value === undefined ? {} : { value }),
    ...(prefix ? { prefix } : {}),
    ...(digits === undefined ? {} : { digits }),
    ...(factor === undefined ? {} : { factor }),
    ...(Object.keys(values).length === 0 ? {} : { values }),
  };
  const isPlain = from !== undefined && Object.keys(parts).length === 1;
  document.setIn(["tables", table, "columns", field], isPlain ? from : document.createNode(parts, { flow: true }));
}

function edited(text: string, edit: (document: Document) => void): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  if (!isMap(document.getIn(["tables"]))) document.setIn(["tables"], document.createNode({}));
  edit(document);
  const tables = document.getIn(["tables"]);
  if (isMap(tables)) tables.flow = false;
  return document.toString({ lineWidth: 0 });
}

function record(given: unknown): Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {};
}

function textOf(given: unknown): string | undefined {
  return typeof given === "string" || typeof given === "number" || typeof given === "boolean"
    ? String(given)
    : undefined;
}
