import type { Dictionary, FieldDefinition, TableDefinition } from "../dictionary.js";
import { RecordsError } from "../records-error.js";
import { withoutFields } from "../without-fields.js";

/** A dictionary's tables and fields by the names that REDCap has for them. */
export interface RedcapNames {
  root: TableDefinition;
  /** The root's key, REDCap's record id; a field of the first form. */
  recordId: string;
  /** In the dictionary's order, but for the root's, which is first. */
  forms: readonly RedcapForm[];
  /** By `table.field`. The root's key is the record id in every table; a repeat instance has no variable. */
  variables: ReadonlyMap<string, string>;
}

export interface RedcapForm {
  name: string;
  table: TableDefinition;
  repeats: boolean;
  /** The key field that is REDCap's repeat instance, where the table has one. */
  instance?: string;
  /** The first form begins with the record id. */
  variables: readonly { name: string; field: FieldDefinition }[];
}

/**
 * Names that REDCap takes, always the same for the same dictionary: a form for each table, a variable for each field. A name that
 * is legal and no other table's stays; others become `table_field`, 26 characters at most, numbered where two are alike.
 *
 * @throws RecordsError where the dictionary is no REDCap project: several tables without parent, or a key of several fields
 */
export function redcapNames(dictionary: Dictionary): RedcapNames {
  const tables = Object.values(withoutFields(dictionary, isDerived).tables);
  const root = rootOf(dictionary.title, tables);
  const recordId = root.key[0];
  const ordered = [root, ...tables.filter((table) => table !== root)];
  const formNames = distinct(
    ordered.map(({ name }) => ({ wanted: name, isKept: isLegal(name, longestForm) })),
    longestForm,
    new Set(),
  );
  const fieldsOf = ordered.map((table) => variableFields(table, recordId, root));
  ordered.forEach((table, i) => {
    if (fieldsOf[i].length === 0)
      throw new RecordsError(
        dictionary.title,
        `the table ${table.name} has no field but its key, and a form of REDCap needs one; add a field`,
      );
  });
  const holders = new Map<string, number>();
  for (const { name } of fieldsOf.flat()) holders.set(name, (holders.get(name) ?? 0) + 1);
  const fields = fieldsOf.flat();
  const variableNames = distinct(
    fields.map((field, i) => {
      const isOwn = i === 0 || holders.get(field.name) === 1;
      return {
        wanted: isOwn ? field.name : prefixed(field),
        isKept: isOwn && (isLegal(field.name, longestVariable) || isCheckbox(field)),
      };
    }),
    longestVariable,
    new Set([...reserved, ...formNames.map((form) => `${form}_complete`)]),
  );
  const nameOf = new Map(fields.map((field, i) => [field, variableNames[i]]));
  const variables = new Map<string, string>();
  for (const [field, name] of nameOf) variables.set(`${field.table}.${field.name}`, name);
  for (const { name } of tables) variables.set(`${name}.${recordId}`, variableNames[0]);
  return {
    root,
    recordId: variableNames[0],
    forms: ordered.map((table, i) => {
      const instance = instanceOf(table, root);
      return {
        name: formNames[i],
        table,
        repeats: table !== root && table.key.length > 1,
        ...(instance === undefined ? {} : { instance }),
        variables: fieldsOf[i].map((field) => ({ name: nameOf.get(field)!, field })),
      };
    }),
    variables,
  };
}

const longestVariable = 26;
const longestForm = 50;
const reserved = [
  "redcap_event_name",
  "redcap_repeat_instrument",
  "redcap_repeat_instance",
  "redcap_data_access_group",
  "redcap_survey_identifier",
];

function rootOf(title: string, tables: readonly TableDefinition[]): TableDefinition {
  const roots = tables.filter(({ parent }) => parent === undefined);
  if (roots.length > 1)
    throw new RecordsError(
      title,
      `the tables ${roots.map(({ name }) => name).join(" and ")} have no parent; a REDCap project has one record id, so one table without parent is allowed`,
    );
  const [root] = roots;
  if (root.key.length > 1)
    throw new RecordsError(
      title,
      `the key of ${root.name} is ${root.key.join(", ")}; a REDCap project has one record id, so a key of one field is allowed`,
    );
  const { type } = root.fields[root.key[0]];
  if (type === "code" || type === "boolean")
    throw new RecordsError(
      title,
      `the key ${root.key[0]} of ${root.name} is of type ${type}; it is REDCap's record id, so text, integer, decimal and date are allowed`,
    );
  return root;
}

/** The fields that are variables: all but the record id in a child, and the repeat instance. */
function variableFields(table: TableDefinition, recordId: string, root: TableDefinition): FieldDefinition[] {
  const fields = Object.values(table.fields);
  if (table === root) return [table.fields[recordId], ...fields.filter(({ name }) => name !== recordId)];
  const instance = instanceOf(table, root);
  return fields.filter(({ name }) => name !== recordId && name !== instance);
}

function instanceOf(table: TableDefinition, root: TableDefinition): string | undefined {
  const [, name, ...more] = table.key;
  return table !== root &&
    more.length === 0 &&
    (name === "instance" || name === "repeat_instance") &&
    table.fields[name].type === "integer"
    ? name
    : undefined;
}

/** REDCap itself takes out doubled underscores and those at the end. */
function isLegal(name: string, longest: number): boolean {
  return name.length <= longest && /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
}

/** One choice of a checkbox, as REDCap exports it. */
function isCheckbox({ type, name }: FieldDefinition): boolean {
  return type === "boolean" && /^[a-z][a-z0-9_]*?___[a-z0-9_]+$/.test(name);
}

/** `table_field`; of a long table name only as much as leaves room for the field's. */
function prefixed({ table, name }: FieldDefinition): string {
  const room = Math.max(3, longestVariable - 1 - name.length);
  return `${table.slice(0, room)}_${name}`;
}

function distinct(
  names: readonly { wanted: string; isKept: boolean }[],
  longest: number,
  taken: Set<string>,
): string[] {
  const kept = names.map(({ wanted, isKept }) => isKept && !taken.has(wanted));
  names.forEach(({ wanted }, i) => {
    if (kept[i]) taken.add(wanted);
  });
  return names.map(({ wanted }, i) => {
    if (kept[i]) return wanted;
    const base = legal(wanted, longest);
    let name = base;
    for (let k = 2; taken.has(name); k++) name = `${legal(base, longest - 1 - String(k).length)}_${k}`;
    taken.add(name);
    return name;
  });
}

function legal(name: string, longest: number): string {
  return name.replace(/_+/g, "_").slice(0, longest).replace(/_$/, "");
}

/** REDCap keeps what is recorded; what follows from it is derived anew. */
export function isDerived({ derived }: FieldDefinition): boolean {
  return derived !== undefined;
}
