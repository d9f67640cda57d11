import { RecordsError } from "../records-error.js";
import { shortText } from "../short-text.js";
import { type Annotation, readAnnotation } from "./annotation.js";
import type { DataDictionaryRow } from "./data-dictionary-row.js";
import { type FieldDraft, withDifference } from "./field-difference.js";
import { fieldsOfRow } from "./fields-of-row.js";
import { instanceDraft } from "./instance-draft.js";

/** A table of the dictionary that a data dictionary gives. */
export interface DraftTable {
  name: string;
  label?: string;
  one?: string;
  key: readonly string[];
  parent?: string;
  fields: DraftField[];
}

export interface DraftField {
  draft: FieldDraft;
  /** Absent for a key that is no variable of this form. */
  variable?: string;
  logic?: string;
}

type Row = { cells: DataDictionaryRow; row: number };

/** The forms as tables, with the rules and the title of the annotation and what was left out, a sentence each. */
export function draftTables(
  rows: readonly Row[],
  { repeating, file }: { repeating: readonly string[]; file: string },
): { tables: DraftTable[]; leftOut: string[]; rules: readonly unknown[]; title?: string; followUp?: unknown } {
  const leftOut: string[] = [];
  const forms = new Map<string, { fields: DraftField[]; annotation?: Annotation["form"] }>();
  const variables = new Set<string>();
  let whole: Annotation["dictionary"];
  for (const { cells, row } of rows) {
    const { field_name: variable, form_name: name } = cells;
    if (!/^(?!constructor$)[a-z][a-z0-9_]{0,59}$/.test(name))
      throw new RecordsError(
        file,
        `“${shortText(name)}” is no name of a form; 60 small letters, digits and _ are allowed`,
        {
          row,
        },
      );
    if (variables.has(variable))
      throw new RecordsError(file, `the variable “${shortText(variable)}” stands twice; rename or remove one`, { row });
    variables.add(variable);
    const read = readAnnotation(cells.field_annotation);
    if (typeof read === "string") leftOut.push(`${variable}: ${read}`);
    const annotation = typeof read === "string" ? undefined : read;
    whole ??= annotation?.dictionary;
    const form = forms.get(name) ?? { fields: [] };
    forms.set(name, form);
    form.annotation ??= annotation?.form;
    const { fields, leftOut: without } = fieldsOfRow(cells);
    // What the annotation says is not lost.
    const told = Object.assign({}, ...Object.values(annotation?.fields ?? {})) as object;
    for (const { part, says } of without) if (!(part in told)) leftOut.push(`${variable}: ${says}`);
    for (const field of fields) {
      const draft = withDifference(field, annotation?.fields?.[field.name]);
      form.fields.push({ draft, variable: field.name, logic: cells.branching_logic });
    }
  }
  const [[, { fields: first }]] = forms;
  const recordId = first[0];
  if (recordId?.variable !== rows[0].cells.field_name || recordId.draft.type === "boolean")
    throw new RecordsError(file, `“${rows[0].cells.field_name}” stands first and must be the record id, of type text`, {
      row: rows[0].row,
    });
  if (recordId.draft.identifying) {
    leftOut.push(
      `${recordId.variable}: that it identifies; findings name the patient by it, so it must be a study number`,
    );
    recordId.draft = { ...recordId.draft, identifying: false };
  }
  const tables: DraftTable[] = [];
  const rootName = [...forms.values()][0].annotation?.table ?? rows[0].cells.form_name;
  for (const [name, { fields, annotation }] of forms) {
    if (tables.length > 0 && fields.length === 0) {
      leftOut.push(`the form ${name}: it has no field; left out`);
      continue;
    }
    const isRoot = tables.length === 0;
    const isRepeating = repeating.includes(name) || (annotation !== undefined && annotation.key.length > 1);
    tables.push(
      ordered(
        {
          ...(annotation ? annotated(annotation) : { name, key: [], ...(isRoot ? {} : { parent: rootName }) }),
          fields,
        },
        { recordId: recordId.draft, isRoot, isRepeating, annotation },
      ),
    );
  }
  return {
    tables,
    leftOut,
    rules: whole?.rules ?? [],
    ...(whole ? { title: whole.title, followUp: whole.followUp } : {}),
  };
}

function annotated({ table, label, one, key, parent }: NonNullable<Annotation["form"]>): Omit<DraftTable, "fields"> {
  return { name: table, label, one, key, ...(parent === undefined ? {} : { parent }) };
}

/** With the key's fields that are no variables of the form. */
function ordered(
  table: DraftTable,
  options: { recordId: FieldDraft; isRoot: boolean; isRepeating: boolean; annotation?: Annotation["form"] },
): DraftTable {
  const { recordId, isRoot, isRepeating, annotation } = options;
  const own = table.fields.map(({ draft }) => draft.name);
  const isTaken = own.includes("instance");
  const key =
    table.key.length > 0
      ? table.key
      : isRepeating && !isRoot
        ? [recordId.name, isTaken ? "repeat_instance" : "instance"]
        : [recordId.name];
  const added = isRoot
    ? []
    : key
        .filter((name) => !own.includes(name) && [recordId.name, "instance", "repeat_instance"].includes(name))
        .map((name): DraftField => {
          const given = name === recordId.name ? recordId : instanceDraft(name);
          return { draft: withDifference({ ...given, required: true }, annotation?.keyFields?.[name]) };
        });
  const fields = [...added, ...table.fields].map((field) =>
    key.includes(field.draft.name) ? { ...field, draft: { ...field.draft, required: true } } : field,
  );
  const order = annotation?.order;
  if (order) {
    const place = ({ draft }: DraftField) => (order.includes(draft.name) ? order.indexOf(draft.name) : order.length);
    fields.sort((a, b) => place(a) - place(b));
  }
  return { ...table, key, fields };
}
