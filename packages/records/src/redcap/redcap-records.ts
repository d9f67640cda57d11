import type { Dictionary, FieldDefinition } from "../dictionary.js";
import { formatPartialDate } from "../partial-date.js";
import type { RecordRow, Records } from "../record.js";
import { RecordsError } from "../records-error.js";
import { csvText } from "./csv-text.js";
import { rawCodes } from "./raw-codes.js";
import { type RedcapForm, type RedcapNames, redcapNames } from "./redcap-names.js";

/**
 * Records as the CSV that REDCap imports (raw codes), for the project of `redcapDataDictionary`: a row for each record, and one
 * for each row of a repeating form, in the tables' order. What could not be read stands as it was. Fields that the records' files
 * lack are left out. `recordsFromRedcap` gives the tables back.
 *
 * @throws RecordsError where the dictionary is no REDCap project, or a row has no record id or repeat instance, or is a second
 *   one where the form does not repeat
 */
export function redcapRecords(dictionary: Dictionary, records: Records): string {
  const names = redcapNames(dictionary);
  const forms = names.forms.filter(({ table }) => records[table.name] !== undefined);
  const isRepeating = forms.some(({ repeats }) => repeats);
  const columns = forms.flatMap((form) => [...variablesOf(form, names, records), `${form.name}_complete`]);
  const headings = [
    names.recordId,
    ...(isRepeating ? ["redcap_repeat_instrument", "redcap_repeat_instance"] : []),
    ...columns,
  ];
  const lines: Map<string, string>[] = [];
  const once = new Map<string, Map<string, string>>();
  for (const form of forms) {
    const taken = new Map<string, number>();
    for (const row of records[form.table.name].rows) {
      const id = recordIdOf(row, form, names, records);
      const cells = cellsOf(row, form, names, records);
      if (!form.repeats) {
        const line = once.get(id) ?? new Map([[names.recordId, id]]);
        if (form.table !== names.root && line.has(`${form.name}_complete`))
          throw fault(row, form, records, `a second row of the patient ${id}, whose form does not repeat; remove one`);
        if (form.table !== names.root && !once.has(id))
          throw fault(row, form, records, `the patient ${id} has no row in ${names.root.name}; add it`);
        if (form.table !== names.root) for (const [variable, text] of cells) line.set(variable, text);
        else {
          const first = new Map([...line, ...cells]);
          lines.push(first);
          if (!once.has(id)) once.set(id, first);
        }
        continue;
      }
      const count = (taken.get(id) ?? 0) + 1;
      taken.set(id, count);
      const instance = form.instance === undefined ? String(count) : textOf(row, form.table.fields[form.instance]);
      if (!/^[1-9]\d*$/.test(instance))
        throw fault(
          row,
          form,
          records,
          `found ${instance === "" ? "no" : `“${instance}” as`} ${form.instance}; a repeat instance is a whole number from 1`,
        );
      lines.push(
        new Map([
          [names.recordId, id],
          ["redcap_repeat_instrument", form.name],
          ["redcap_repeat_instance", instance],
          ...cells,
        ]),
      );
    }
  }
  return csvText([headings, ...lines.map((line) => headings.map((heading) => line.get(heading) ?? ""))]);
}

/** The form's variables that the file has, without the record id. */
function variablesOf({ table, variables }: RedcapForm, { recordId }: RedcapNames, records: Records): string[] {
  const { fields } = records[table.name];
  return variables.flatMap(({ name, field }) => (name !== recordId && fields.includes(field.name) ? [name] : []));
}

function recordIdOf(row: RecordRow, form: RedcapForm, { root }: RedcapNames, records: Records): string {
  const field = form.table.fields[root.key[0]];
  const id = textOf(row, field);
  if (id === "") throw fault(row, form, records, `no ${field.name}, which is the record id; give it`);
  return id;
}

function cellsOf(row: RecordRow, form: RedcapForm, names: RedcapNames, records: Records): [string, string][] {
  const present = variablesOf(form, names, records);
  return [
    ...form.variables.flatMap(({ name, field }): [string, string][] =>
      present.includes(name) ? [[name, textOf(row, field)]] : [],
    ),
    // 2 is Complete: the row exists even where it is empty.
    [`${form.name}_complete`, "2"],
  ];
}

function textOf({ values, unread }: RecordRow, field: FieldDefinition): string {
  const value = values[field.name];
  if (unread[field.name]) return unread[field.name].text;
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "object") return formatPartialDate(value);
  if (field.type !== "code") return String(value);
  const raw = [...rawCodes(field)].find(([, code]) => code.value === value);
  return raw ? raw[0] : String(value);
}

function fault({ row }: RecordRow, { table }: RedcapForm, records: Records, says: string): RecordsError {
  return new RecordsError(records[table.name].source.file, says, { row });
}
