import type { FieldDefinition } from "../dictionary.js";
import { unknownName } from "../nearest-name.js";
import type { RawTable } from "../raw-table.js";
import { RecordsError } from "../records-error.js";
import type { RedcapForm, RedcapNames } from "./redcap-names.js";

/** Where what stands in an export of REDCap's records; columns are 0-based, −1 where there is none. */
export interface RedcapColumns {
  recordId: number;
  event: number;
  instrument: number;
  instance: number;
  /** In the file's order, without the record id. */
  fields: readonly { column: number; form: RedcapForm; field: FieldDefinition }[];
  complete: ReadonlyMap<RedcapForm, number>;
  unknown: string[];
}

/**
 * The columns by their headings: variables as `redcapDataDictionary` names them, or a field's own name where no other table has it.
 *
 * @throws RecordsError where the record id is missing or two columns stand for one field
 */
export function redcapColumns(raw: RawTable, names: RedcapNames): RedcapColumns {
  const headings = raw.columns.map((heading) => heading.toLowerCase());
  const key = names.root.key[0];
  const recordId = headings.includes(names.recordId) ? headings.indexOf(names.recordId) : headings.indexOf(key);
  if (recordId < 0)
    throw new RecordsError(
      raw.file,
      `the column of the record id is missing: ${unknownName(names.recordId, "heading of the file", raw.columns)}`,
    );
  const special = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"].map((name) =>
    headings.indexOf(name),
  );
  const complete = new Map<RedcapForm, number>();
  for (const form of names.forms) {
    const column = headings.indexOf(`${form.name}_complete`);
    if (column >= 0) complete.set(form, column);
  }
  const variables = names.forms.flatMap((form) =>
    form.variables
      .filter(({ field }) => field.name !== key || form.table !== names.root)
      .map((variable) => ({ form, ...variable })),
  );
  const taken = new Map<FieldDefinition, string>();
  const settled = new Set([recordId, ...special, ...complete.values()]);
  const fields: RedcapColumns["fields"][number][] = [];
  const unknown: string[] = [];
  headings.forEach((heading, column) => {
    if (settled.has(column)) return;
    const alike = variables.filter(({ field }) => field.name === heading);
    const found = variables.find(({ name }) => name === heading) ?? (alike.length === 1 ? alike[0] : undefined);
    if (!found) {
      unknown.push(raw.columns[column]);
      return;
    }
    const { form, field } = found;
    const other = taken.get(field);
    if (other !== undefined)
      throw new RecordsError(
        raw.file,
        `the headings “${other}” and “${raw.columns[column]}” both stand for ${field.table}.${field.name}; remove one`,
      );
    taken.set(field, raw.columns[column]);
    fields.push({ column, form, field });
  });
  const [event, instrument, instance] = special;
  return { recordId, event, instrument, instance, fields, complete, unknown };
}
