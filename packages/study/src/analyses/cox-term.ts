import type { ModelTerm } from "@seriatim/stats";
import type { Factor } from "../factor.js";
import { isMissing } from "../member.js";
import type { Sample } from "../sample.js";
import type { Study } from "../study.js";
import { studyError } from "../study-error.js";
import { counted } from "../wording.js";

/** A factor of a model with its column or columns, and how many rows and events each level has. */
export interface Term {
  factor: Factor;
  term: ModelTerm;
  /** Of a categorical factor; in the order of its levels. */
  levels: { id: string; n: number; events: number }[];
}

/**
 * A factor as a term of a Cox model of a sample, all of whose rows have a value in it. Levels that nobody has get no column.
 *
 * @throws StudyError where the rows have fewer than two levels or values, or nobody has the reference level
 */
export function termOf(
  factor: Factor,
  { members, event }: Sample,
  at: { study: Study; path: string; cohort: string },
): Term {
  const values = members.map((member) => {
    const got = factor.read(member);
    if (isMissing(got)) throw new TypeError(`${factor.id}: ${got.missing}; such rows were sifted out before`);
    return got.value;
  });
  const refuse = (says: string) => studyError(at.study, at.path, says);
  const who = `all ${counted(members.length, "row")} of “${at.cohort}” with a value`;
  if (factor.type === "continuous") {
    if (values.every((value) => value === values[0]))
      throw refuse(
        values.length === 0
          ? `nobody in “${at.cohort}” has a value of ${factor.label}`
          : `${who} have ${factor.label} ${values[0]}; a factor needs two values`,
      );
    const term: ModelTerm = {
      type: "numeric",
      name: factor.id,
      values: Float64Array.from(values, (value) => value / factor.per),
    };
    return { factor, term, levels: [] };
  }
  const levels = factor.levels.map(({ id }) => ({ id, n: 0, events: 0 }));
  values.forEach((level, i) => {
    levels[level].n++;
    levels[level].events += event[i];
  });
  const present = levels.filter(({ n }) => n > 0);
  if (present.length === 0) throw refuse(`nobody in “${at.cohort}” has a value of ${factor.label}`);
  if (present.length === 1) throw refuse(`${who} have ${factor.label} ${present[0].id}; a factor needs two levels`);
  if (!present.some(({ id }) => id === factor.reference))
    throw refuse(
      `nobody in “${at.cohort}” has the reference ${factor.reference} of ${factor.label}; there are ${present.map(({ id }) => id).join(", ")}`,
    );
  const codes = Int32Array.from(values, (level) => present.indexOf(levels[level]));
  const term: ModelTerm = {
    type: "factor",
    name: factor.id,
    codes,
    levels: present.map(({ id }) => id),
    reference: factor.reference!,
  };
  return { factor, term, levels };
}

/** More than two that somebody has: then the factor as a whole has a test of its own. */
export function hasManyLevels({ levels }: Term): boolean {
  return levels.filter(({ n }) => n > 0).length > 2;
}
