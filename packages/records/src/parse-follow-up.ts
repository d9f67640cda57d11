import { deepestTable } from "./deepest-table.js";
import type { FieldReference, FollowUp, TableDefinition } from "./dictionary.js";
import type { Fail } from "./dictionary-error.js";
import type { FollowUpFile } from "./dictionary-schema.js";
import { lookUpField } from "./look-up-field.js";
import { parseCondition } from "./parse-condition.js";

/** The follow-up with its names looked up: two dates and an event on one line of parents. */
export function parseFollowUp(
  file: FollowUpFile,
  tables: Readonly<Record<string, TableDefinition>>,
  fail: Fail,
): FollowUp {
  const date = (key: "from" | "to"): FieldReference => {
    const { table, name, type } = lookUpField(file[key], tables, ["follow_up", key], fail);
    if (type !== "date")
      fail(["follow_up", key], `${file[key]} is of type ${type}; follow-up goes from one date to another`);
    return { table, field: name };
  };
  const [from, to] = [date("from"), date("to")];
  const references = Object.keys(file.event);
  if (references.length === 0) fail(["follow_up", "event"], "no condition; name at least one field");
  const event = references.map((reference) => {
    const path = ["follow_up", "event", reference];
    return parseCondition(lookUpField(reference, tables, path, fail, true), file.event[reference], path, fail);
  });
  deepestTable([from, to, ...event], tables, ["follow_up"], fail, "follow-up");
  return { from, to, event, every: file.every ?? 12 };
}
