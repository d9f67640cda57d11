import type { FieldDraft } from "./field-difference.js";
import type { ShownTerm, ShownWhen } from "./read-branching-logic.js";

/** A field of another's branching logic, as `table.field` and what it is. */
export interface SeenField {
  reference: string;
  draft: FieldDraft;
}

/**
 * The rules of a dictionary file that branching logic says: the field is empty where it is not shown, and recorded where it is
 * shown and required. A condition's field that is not recorded breaks no rule.
 *
 * @returns undefined where a term names a variable that is no field, or a value that a rule cannot compare with
 */
export function shownRules(
  shown: ShownWhen,
  field: string,
  options: { required: boolean; find: (variable: string) => SeenField | undefined },
): Record<string, unknown>[] | undefined {
  const conditions = shown.all.map((term) => conditionsOf(term, options.find(term.variable)));
  if (!conditions.every((condition) => condition !== undefined)) return undefined;
  const hidden = conditions.map(({ reference, hide }) => ({ kind: "empty-when", field, when: { [reference]: hide } }));
  if (!options.required) return hidden;
  const when = Object.fromEntries(conditions.map(({ reference, show }) => [reference, show]));
  if (Object.keys(when).length < conditions.length) return undefined;
  return [...hidden, { kind: "required-when", field, when }];
}

interface Conditions {
  reference: string;
  show: unknown;
  hide: unknown;
}

function conditionsOf({ sign, values }: ShownTerm, seen: SeenField | undefined): Conditions | undefined {
  if (!seen) return undefined;
  const { reference, draft } = seen;
  if (sign !== "=" && sign !== "<>") {
    const limit = Number(values[0]);
    if (values[0] === "" || Number.isNaN(limit) || (draft.type !== "integer" && draft.type !== "decimal"))
      return undefined;
    const [show, hide] = limits[sign];
    return { reference, show: { [show]: limit }, hide: { [hide]: limit } };
  }
  const isEqual = sign === "=";
  if (values[0] === "") return { reference, show: { recorded: !isEqual }, hide: { recorded: isEqual } };
  const settled = values.map((value) => settledValue(draft, value));
  if (!settled.every((value) => value !== undefined)) return undefined;
  const some = settled.length === 1 ? settled[0] : settled;
  return isEqual ? { reference, show: some, hide: { not: some } } : { reference, show: { not: some }, hide: some };
}

const limits = {
  ">": ["above", "atMost"],
  ">=": ["atLeast", "below"],
  "<": ["below", "atLeast"],
  "<=": ["atMost", "above"],
} as const;

function settledValue({ type, codes }: FieldDraft, value: string): string | number | boolean | undefined {
  switch (type) {
    case "boolean":
      return value === "1" ? true : value === "0" ? false : undefined;
    case "integer":
    case "decimal":
      return Number.isNaN(Number(value)) ? undefined : Number(value);
    case "code":
      return codes.some((code) => code.value === value) ? value : undefined;
    case "text":
      return value;
    case "date":
      return undefined;
  }
}
