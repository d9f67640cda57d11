import {
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  lineage,
  type TableDefinition,
} from "@seriatim/records";
import { recordedFields } from "../schema/record-tables.js";
import { patientTable } from "../vault/patient-table.js";

/**
 * What a de-identified export makes of a field:
 *
 * - `pseudonym`: the patient's, in place of the key
 * - `row-pseudonym`: in place of another key that is a text, or identifies
 * - `days`: a date, as days from the patient's time zero
 * - `age`: a birth date, as whole years at time zero, from 90 on as `90+`
 * - `capped`: a recorded age, from 90 on as `90+`
 * - `kept`: a code, number or yes and no, as recorded
 * - `left-out`: with `why`
 */
export interface DeidentifiedColumn {
  field: FieldDefinition;
  becomes: "pseudonym" | "row-pseudonym" | "days" | "age" | "capped" | "kept" | "left-out";
  /** Empty where left out. */
  heading: string;
  why?: string;
}

/**
 * The columns of a table's de-identified export, in the dictionary's order.
 *
 * Of the 18 kinds of identifiers of 45 CFR 164.514(b)(2) it takes out those that a dictionary can tell: names and numbers (fields that
 * are identifying, and all free text), the elements of dates but a year, ages over 89, and codes derived from any of these. What
 * codes and numbers say of a rare disease in one hospital it cannot judge: such records remain personal data.
 *
 * @param options.identifyingReadable whether the user may read what identifies: without that an identifying birth date gives no age
 */
export function deidentifiedColumns(
  dictionary: Dictionary,
  definition: TableDefinition,
  { identifyingReadable }: { identifyingReadable: boolean },
): DeidentifiedColumn[] {
  const births = birthDates(dictionary);
  const patientKey = patientTable(dictionary).key;
  const taken = new Set(["zero_year"]);
  const headed = (heading: string) => {
    while (taken.has(heading)) heading += "_";
    taken.add(heading);
    return heading;
  };
  const columnOf = (field: FieldDefinition): DeidentifiedColumn => {
    const column = (becomes: DeidentifiedColumn["becomes"], heading: string): DeidentifiedColumn => ({
      field,
      becomes,
      heading: headed(heading),
    });
    const leftOut = (why: string): DeidentifiedColumn => ({ field, becomes: "left-out", heading: "", why });
    const { name, type, identifying } = field;
    if (patientKey[0] === name) return column("pseudonym", name);
    if (patientKey.includes(name)) return leftOut("part of what the pseudonym stands for");
    if (definition.key.includes(name) && (identifying || type === "text")) return column("row-pseudonym", name);
    if (births.some((birth) => birth.table === definition.name && birth.field === name))
      return identifying && !identifyingReadable
        ? leftOut("identifying, and not readable by who exported, so no age")
        : column("age", "age");
    if (identifying) return leftOut("identifying");
    switch (type) {
      case "text":
        return leftOut("free text");
      case "date":
        return column("days", `${name}_days`);
      case "integer":
      case "decimal":
        return column(isAge(field) ? "capped" : "kept", name);
      case "code":
      case "boolean":
        return column("kept", name);
    }
  };
  return recordedFields(definition).map(columnOf);
}

/** Whether a table's rows belong to patients. */
export function isOfPatients(dictionary: Dictionary, table: string): boolean {
  return lineage(dictionary, table).at(-1) === patientTable(dictionary).name;
}

/** Dates of which a rule computes an age, and those whose name says it. */
function birthDates({ tables, rules }: Dictionary): FieldReference[] {
  const ofRules = rules.flatMap((rule) => (rule.kind === "age" ? [rule.birth] : []));
  const named = Object.values(tables).flatMap(({ name: table, fields }) =>
    Object.values(fields).flatMap(({ name, type }) =>
      type === "date" && /(^|_)(birth|born|dob)/.test(name) ? [{ table, field: name }] : [],
    ),
  );
  return [...ofRules, ...named];
}

function isAge({ name, unit }: FieldDefinition): boolean {
  return /(^|_)age(_|$)/.test(name) && (unit === undefined || /^(a|y|yr|yrs|years?)$/i.test(unit));
}
