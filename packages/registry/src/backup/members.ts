import type { Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";
import { columnType, quoted } from "../schema/column-of-field.js";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";

/** A column of a member: its heading, and how its values stand in the file. */
export interface MemberColumn {
  name: string;
  /** SQL of the value as text. */
  write: string;
  /** SQL of the value from the SQL of its text. */
  read(text: string): string;
  /** Whether a text that a spreadsheet would run is guarded: everywhere but in numbers, which may be negative. */
  isGuarded: boolean;
}

/** A table of the registry and the file in a backup that keeps it. */
export interface TableMember {
  path: string;
  label: string;
  /** As SQL writes it. */
  table: string;
  /** As the history names it; undefined for the history itself. */
  subject?: string;
  columns: readonly MemberColumn[];
  /** SQL of the rows' order. */
  order: string;
}

/** Text that is no table of the registry. */
export const textMembers = ["README.txt", "dictionary.yaml"] as const;

export const manifestPath = "manifest.json";

/** The tables that a backup keeps, in the order of its members; records' parents come first. */
export function tableMembers(dictionary: Dictionary): TableMember[] {
  return [...tablesInOrder(dictionary).map(recordMember), ...fixedMembers];
}

const kinds = {
  text: { write: (column: string) => `${column}::text`, read: (text: string) => text },
  whole: { write: (column: string) => `${column}::text`, read: (text: string) => `${text}::bigint` },
  decimal: { write: (column: string) => `${column}::text`, read: (text: string) => `${text}::double precision` },
  date: { write: (column: string) => `${column}::text`, read: (text: string) => `${text}::date` },
  truth: {
    write: (column: string) => `case when ${column} then 'yes' when not ${column} then 'no' end`,
    read: (text: string) => `case ${text} when 'yes' then true when 'no' then false else ${text}::boolean end`,
  },
  json: { write: (column: string) => `${column}::text`, read: (text: string) => `${text}::jsonb` },
  texts: {
    write: (column: string) => `to_jsonb(${column})::text`,
    read: (text: string) =>
      `case when ${text} is not null then array(select part from jsonb_array_elements_text(${text}::jsonb) with ordinality as parts (part, place) order by place) end`,
  },
  bytes: {
    write: (column: string) => `encode(${column}, 'hex')`,
    read: (text: string) => `decode(${text}, 'hex')`,
  },
  instant: {
    write: (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    read: (text: string) => `${text}::timestamptz`,
  },
};

type Kind = keyof typeof kinds;

const fixedMembers: TableMember[] = [
  fixedMember("history.csv", "History", "seriatim.history", "seq", {
    ...{ seq: "whole", at: "instant", change: "whole", who: "text", action: "text", subject: "text", key: "texts" },
    ...{ before: "json", after: "json", why: "text", centre: "text", hash: "bytes" },
  }),
  fixedMember("users.csv", "Users", "seriatim.users", 'name collate "C"', {
    ...{ name: "text", roles: "texts", centres: "texts", active: "truth" },
  }),
  fixedMember("dictionaries.csv", "Dictionaries", "seriatim.dictionaries", "version", {
    ...{ version: "whole", text: "text" },
  }),
  fixedMember("renames.csv", "Renames", "seriatim.renames", 'version, subject collate "C", former collate "C"', {
    ...{ version: "whole", subject: "text", former: "text", now: "text", seq: "whole" },
  }),
  fixedMember("mappings.csv", "Mappings", "seriatim.mappings", 'name collate "C"', { name: "text", text: "text" }),
  fixedMember(
    "findings.csv",
    "Findings",
    "seriatim.findings",
    'subject collate "C", key collate "C", field collate "C", kind collate "C"',
    {
      ...{ subject: "text", key: "texts", field: "text", kind: "text", why: "text", state: "text", answer: "text" },
      ...{ _centre: "text" },
    },
  ),
  fixedMember("persons.csv", "Persons", "identity.persons", 'key collate "C"', {
    ...{ key: "texts", sealed: "bytes", _centre: "text" },
  }),
  fixedMember("keys.csv", "Keys of persons", "identity.keys", 'key collate "C"', {
    ...{ key: "texts", wrapped: "bytes", lookups: "texts", _centre: "text" },
  }),
  fixedMember("vault.csv", "Vault", "identity.vault", "only_one", { only_one: "truth", fingerprint: "text" }),
];

function fixedMember(
  path: string,
  label: string,
  table: string,
  order: string,
  columns: Record<string, Kind>,
): TableMember {
  return {
    path,
    label,
    table,
    ...(table === "seriatim.history" ? {} : { subject: table }),
    columns: Object.entries(columns).map(([name, kind]) => columnOf(name, kind)),
    order,
  };
}

function recordMember(definition: TableDefinition): TableMember {
  const fields = recordedFields(definition);
  return {
    path: `records/${definition.name}.csv`,
    label: definition.label,
    table: `records.${quoted(definition.name)}`,
    subject: `records.${definition.name}`,
    columns: [
      ...fields.map((field) => columnOf(field.name, kindOf(field))),
      columnOf("_unread", "json"),
      columnOf("_centre", "text"),
      columnOf("_version", "whole"),
    ],
    order: definition.key
      .map((name) => `${quoted(name)}${kindOf(definition.fields[name]) === "text" ? ' collate "C"' : ""}`)
      .join(", "),
  };
}

function kindOf(field: FieldDefinition): Kind {
  const byType: Record<string, Kind> = {
    bigint: "whole",
    "double precision": "decimal",
    boolean: "truth",
    date: "date",
  };
  return byType[columnType(field)] ?? "text";
}

function columnOf(name: string, kind: Kind): MemberColumn {
  const { write, read } = kinds[kind];
  return { name, write: write(quoted(name)), read, isGuarded: kind !== "whole" && kind !== "decimal" };
}
