import type { Condition, Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";
import { patientTable } from "./patient-table.js";

/** How the dictionary has a contact with a patient entered. */
export interface ContactWay {
  /** The patients' table, whose row is changed, or one below it, which gets a row. */
  table: string;
  isNewRow: boolean;
  date: string;
  /** The fields that tell whether the event has happened, and after them those that follow from it, such as the cause of death. */
  status: string[];
  cause: string[];
  /** By field of `status`: the codes with which the event has happened. */
  happened: Record<string, string[]>;
}

/**
 * Where a contact is written: in the patients' row where the last date is recorded there, as a row of the table from which it
 * is derived otherwise. Null where the dictionary does not say what follow-up is, or its rows have keys of their own.
 */
export function contactWay(dictionary: Dictionary): ContactWay | null {
  const { followUp } = dictionary;
  if (!followUp) return null;
  const patients = patientTable(dictionary);
  const to = patients.fields[followUp.to.field];
  const latest = to.derived?.kind === "latest" ? to.derived : undefined;
  if (to.derived && (!latest || latest.by !== latest.field)) return null;
  const table = latest ? dictionary.tables[latest.table] : patients;
  const date = latest?.by ?? to.name;
  if (latest && [...patients.key, date].join("\u0000") !== table.key.join("\u0000")) return null;
  const status = followUp.event.flatMap((condition) => {
    const name = recordedName(patients.fields[condition.field], table);
    return name === undefined ? [] : [{ name, condition: { ...condition, table: table.name, field: name } }];
  });
  const names = [...new Set(status.map(({ name }) => name))];
  return {
    table: table.name,
    isNewRow: latest !== undefined,
    date,
    status: names,
    cause: causesOf(dictionary, table, names),
    happened: Object.fromEntries(names.map((name) => [name, codesThatHold(table.fields[name], status)])),
  };
}

/** The field of the table in which a field of the patients' is entered. */
function recordedName(field: FieldDefinition, table: TableDefinition): string | undefined {
  if (!field.derived) return field.table === table.name ? field.name : undefined;
  return field.derived.kind === "latest" && field.derived.table === table.name ? field.derived.field : undefined;
}

function codesThatHold(field: FieldDefinition, status: readonly { name: string; condition: Condition }[]): string[] {
  const own = status.filter(({ name }) => name === field.name).map(({ condition }) => condition);
  return field.codes
    .map(({ value }) => value)
    .filter((value) => own.every(({ oneOf, noneOf }) => (oneOf?.includes(value) ?? true) && !noneOf?.includes(value)));
}

/** Fields that the rules ask for, or refuse, by what the status is. */
function causesOf({ rules }: Dictionary, table: TableDefinition, status: readonly string[]): string[] {
  const found = rules.flatMap((rule) => {
    if (rule.kind !== "required-when" && rule.kind !== "empty-when") return [];
    const isOfStatus = rule.when.every((when) => when.table === table.name && status.includes(when.field));
    return isOfStatus && rule.field.table === table.name ? [rule.field.field] : [];
  });
  return [...new Set(found)].filter((name) => !status.includes(name) && !table.fields[name].derived);
}
