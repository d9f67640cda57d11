import { type Dictionary, type FieldDefinition, lineage } from "@seriatim/records";
import type { CohortDraft, StudyDraft } from "../../statistics/study-draft.js";

/** A field as a study names it, from the rows of a table upwards. */
export interface StudyField {
  name: string;
  field: FieldDefinition;
}

/** The fields of a table and its parents; bare names where they are the nearest of their name. Not those that identify. */
export function studyFields(dictionary: Dictionary, table: string): StudyField[] {
  const line = lineage(dictionary, table).map((name) => dictionary.tables[name]);
  return line.flatMap(({ fields }) =>
    Object.values(fields)
      .filter(({ identifying }) => !identifying)
      .map((field) => {
        const nearest = line.find((one) => Object.hasOwn(one.fields, field.name))?.name === field.table;
        return { name: nearest ? field.name : `${field.table}.${field.name}`, field };
      }),
  );
}

/** The field that a name in a study means for rows of a table; undefined for a factor. */
export function fieldNamed(dictionary: Dictionary, table: string, name: string): FieldDefinition | undefined {
  const [first, second] = name.split(".");
  if (second !== undefined) return dictionary.tables[first]?.fields[second];
  const holder = lineage(dictionary, table).find((one) => Object.hasOwn(dictionary.tables[one]?.fields ?? {}, name));
  return holder === undefined ? undefined : dictionary.tables[holder].fields[name];
}

/** The table of which each row of a cohort is one row. */
export function rowsOf(draft: StudyDraft, cohort: CohortDraft, seen: readonly string[] = []): string | undefined {
  if (cohort.rows !== undefined) return cohort.rows;
  const parent = draft.cohorts.find(({ id }) => id === cohort.from);
  return parent && !seen.includes(parent.id) ? rowsOf(draft, parent, [...seen, cohort.id]) : undefined;
}

/** A name not yet taken: `cohort-2`. */
export function freeId(taken: readonly { id: string }[], stem: string): string {
  for (let i = 1; ; i++) {
    const id = i === 1 ? stem : `${stem}-${i}`;
    if (!taken.some((one) => one.id === id)) return id;
  }
}
