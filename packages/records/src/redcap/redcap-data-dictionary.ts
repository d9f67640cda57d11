import type { Condition, Dictionary, FieldDefinition } from "../dictionary.js";
import { withoutFields } from "../without-fields.js";
import { type Annotation, annotationText, type FieldDifference } from "./annotation.js";
import { branchingLogic } from "./branching-logic.js";
import { choicesText } from "./choices.js";
import { csvText } from "./csv-text.js";
import { type DataDictionaryColumn, type DataDictionaryRow, dataDictionaryHeadings } from "./data-dictionary-row.js";
import { fieldDifference } from "./field-difference.js";
import { fieldsOfRow } from "./fields-of-row.js";
import { instanceDraft } from "./instance-draft.js";
import { rawCodes } from "./raw-codes.js";
import { isDerived, type RedcapForm, type RedcapNames, redcapNames } from "./redcap-names.js";
import { followUpFile, ruleFile } from "./rule-file.js";

/**
 * A dictionary as the CSV of a REDCap data dictionary: the table without parent is the first form and its key the record id; a
 * table whose key has more fields is a form that is to be set up as repeating. What REDCap's columns cannot say stands in the
 * Field Annotation as `@SERIATIM='…'`, by which `dictionaryFromRedcap` gives the dictionary back, but for derived fields and
 * what needs them, which REDCap does not have.
 *
 * @throws RecordsError where the dictionary is no REDCap project: several tables without parent, a key of several fields there,
 *   or a table without fields but its key
 */
export function redcapDataDictionary(whole: Dictionary): string {
  const dictionary = withoutFields(whole, isDerived);
  const names = redcapNames(dictionary);
  const rows = names.forms.flatMap((form) => rowsOf(form, names, dictionary));
  const columns = Object.keys(dataDictionaryHeadings) as DataDictionaryColumn[];
  return csvText([Object.values(dataDictionaryHeadings), ...rows.map((row) => columns.map((column) => row[column]))]);
}

function rowsOf(form: RedcapForm, names: RedcapNames, dictionary: Dictionary): DataDictionaryRow[] {
  const rows: DataDictionaryRow[] = [];
  for (let i = 0; i < form.variables.length; ) {
    const stem = checkboxStem(form, i);
    let next = i + 1;
    if (stem !== undefined) while (next < form.variables.length && checkboxStem(form, next) === stem) next++;
    const variables = form.variables.slice(i, next);
    const logic = branchingLogic(dictionary, names, variables[0].field);
    const cells =
      stem === undefined
        ? { ...columnsOf(variables[0].field, dictionary), field_name: variables[0].name }
        : checkboxColumns(stem, variables);
    const row: DataDictionaryRow = { ...empty, ...cells, form_name: form.name, branching_logic: logic };
    const annotation: Annotation = {
      ...(rows.length === 0 && form.table === names.root
        ? {
            dictionary: {
              title: dictionary.title,
              rules: dictionary.rules.map(ruleFile),
              ...(dictionary.followUp ? { followUp: followUpFile(dictionary.followUp) } : {}),
            },
          }
        : {}),
      ...(rows.length === 0 ? { form: formAnnotation(form, names) } : {}),
      ...fieldsAnnotation(row, variables),
    };
    rows.push({ ...row, field_annotation: annotationText(annotation) });
    i = next;
  }
  return rows;
}

const empty = Object.fromEntries(
  Object.keys(dataDictionaryHeadings).map((column) => [column, ""]),
) as DataDictionaryRow;

function columnsOf(field: FieldDefinition, dictionary: Dictionary): Partial<DataDictionaryRow> {
  return {
    field_label: field.label,
    identifier: field.identifying ? "y" : "",
    required_field: field.required || isRequiredWhereShown(field, dictionary) ? "y" : "",
    ...typeColumns(field),
  };
}

function typeColumns(field: FieldDefinition): Partial<DataDictionaryRow> {
  switch (field.type) {
    case "text":
      return { field_type: "text" };
    case "boolean":
      return { field_type: "yesno" };
    case "code":
      return {
        field_type: "radio",
        select_choices_or_calculations: choicesText(Array.from(rawCodes(field), ([raw, { label }]) => [raw, label])),
      };
    case "date":
      return field.partial
        ? { field_type: "text", field_note: "YYYY-MM-DD; YYYY-MM or YYYY where the day or month is not known" }
        : { field_type: "text", text_validation_type_or_show_slider_number: "date_ymd" };
    case "integer":
    case "decimal":
      return {
        field_type: "text",
        text_validation_type_or_show_slider_number: field.type === "integer" ? "integer" : "number",
        text_validation_min: field.min === undefined ? "" : String(field.min),
        text_validation_max: field.max === undefined ? "" : String(field.max),
        field_note: field.unit ?? "",
      };
  }
}

/**
 * Whether the field is required for just those codes of another for which it need not be empty: what REDCap says by a required
 * field with branching logic.
 */
function isRequiredWhereShown({ table, name }: FieldDefinition, { rules, tables }: Dictionary): boolean {
  const of = rules.filter(
    (rule) =>
      (rule.kind === "required-when" || rule.kind === "empty-when") &&
      rule.field.table === table &&
      rule.field.field === name,
  );
  const conditions = of.map((rule): Condition | undefined =>
    "when" in rule && rule.when.length === 1 && rule.when[0].oneOf ? rule.when[0] : undefined,
  );
  const [first, second] = conditions;
  if (of.length !== 2 || of[0].kind === of[1].kind || !first || !second) return false;
  if (first.table !== second.table || first.field !== second.field) return false;
  const { codes } = tables[first.table].fields[first.field];
  return codes.length > 0 && codes.every(({ value }) => [...first.oneOf!, ...second.oneOf!].includes(value));
}

function checkboxStem({ variables }: RedcapForm, i: number): string | undefined {
  const { name, field } = variables[i];
  return field.type === "boolean" ? /^(.+?)___.+$/.exec(name)?.[1] : undefined;
}

/** The part of all labels before a colon is the checkbox's label, the rest that of each choice. */
function checkboxColumns(stem: string, variables: RedcapForm["variables"]): Partial<DataDictionaryRow> {
  const labels = variables.map(({ field }) => field.label);
  const colon = labels[0].indexOf(": ");
  const shared = colon > 0 && labels.every((label) => label.startsWith(labels[0].slice(0, colon + 2)));
  const choices = variables.map(({ name }, i): [string, string] => {
    const code = name.slice(stem.length + 3);
    return [/^_\d+$/.test(code) ? code.replace("_", "-") : code, shared ? labels[i].slice(colon + 2) : labels[i]];
  });
  return {
    field_name: stem,
    field_type: "checkbox",
    field_label: shared ? labels[0].slice(0, colon) : "",
    select_choices_or_calculations: choicesText(choices),
    identifier: variables.some(({ field }) => field.identifying) ? "y" : "",
    required_field: variables.some(({ field }) => field.required) ? "y" : "",
  };
}

/** What the columns, read back, do not give. */
function fieldsAnnotation(row: DataDictionaryRow, variables: RedcapForm["variables"]): Annotation {
  const read = fieldsOfRow(row).fields;
  const differences = read.flatMap((draft, i): [string, FieldDifference][] => {
    const difference = fieldDifference(draft, variables[i].field);
    return difference ? [[draft.name, difference]] : [];
  });
  return differences.length === 0 ? {} : { fields: Object.fromEntries(differences) };
}

function formAnnotation({ table, instance }: RedcapForm, { root }: RedcapNames): NonNullable<Annotation["form"]> {
  const { name, label, one, key, parent, fields } = table;
  const recordId = root.key[0];
  const first = table === root ? [recordId] : instance === undefined ? [recordId] : [recordId, instance];
  const differences = (table === root ? [] : first).flatMap((field): [string, FieldDifference][] => {
    const given = field === recordId ? root.fields[recordId] : instanceDraft(field);
    const difference = fieldDifference(given, fields[field]);
    return difference ? [[field, difference]] : [];
  });
  const order = Object.keys(fields);
  return {
    table: name,
    label,
    one,
    key: [...key],
    ...(parent === undefined ? {} : { parent }),
    ...(differences.length > 0 ? { keyFields: Object.fromEntries(differences) } : {}),
    ...(first.every((field, i) => order[i] === field) ? {} : { order }),
  };
}
