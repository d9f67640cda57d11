import type { FieldDefinition } from "@seriatim/records";
import type { ConditionDraft } from "../../../statistics/study-draft.js";

/** How a condition asks; a page offers those that a field's type allows. */
export type ConditionKind = "is" | "isNot" | "between" | "above" | "below" | "present" | "absent";

type Must = ConditionDraft["must"];

/** What a condition asks, and of which texts: values of `is`, limits of the others. */
export interface AskedCondition {
  kind: ConditionKind;
  texts: readonly string[];
}

export function kindsOf(field: FieldDefinition | undefined): ConditionKind[] {
  const limits: ConditionKind[] = ["between", "above", "below"];
  const isOrdered = field !== undefined && ["integer", "decimal", "date"].includes(field.type);
  return ["is", "isNot", ...(isOrdered ? limits : []), ...(field ? (["present", "absent"] as const) : [])];
}

export function askedOf(must: Must): AskedCondition {
  if (must === "present" || must === "absent") return { kind: must, texts: [] };
  if (typeof must !== "object") return { kind: "is", texts: [shown(must)] };
  if (Array.isArray(must)) return { kind: "is", texts: must.map(shown) };
  const { from, to, over, under, not } = must as Exclude<Must, readonly unknown[] | string | number | boolean>;
  if (not !== undefined) return { kind: "isNot", texts: (Array.isArray(not) ? not : [not]).map(shown) };
  if (over !== undefined) return { kind: "above", texts: [shown(over)] };
  if (under !== undefined) return { kind: "below", texts: [shown(under)] };
  return { kind: "between", texts: [shown(from ?? ""), shown(to ?? "")] };
}

/** Undefined where it asks nothing yet: a value is missing, or is none of the field's. */
export function mustOf(field: FieldDefinition | undefined, { kind, texts }: AskedCondition): Must | undefined {
  if (kind === "present" || kind === "absent") return kind;
  const given = texts.map((text) => text.trim());
  const read = given.map((text) => scalarOf(field, text));
  if (read.some((value, i) => value === undefined && given[i] !== "")) return undefined;
  const values = read.filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  const one = values.length === 1 ? values[0] : values;
  const limit = (i: number) => read[i] as string | number | undefined;
  switch (kind) {
    case "is":
      return one;
    case "isNot":
      return { not: one };
    case "above":
      return { over: limit(0)! };
    case "below":
      return { under: limit(0)! };
    case "between": {
      const [from, to] = [limit(0), limit(1)];
      return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    }
  }
}

function scalarOf(field: FieldDefinition | undefined, text: string): string | number | boolean | undefined {
  if (text === "") return undefined;
  switch (field?.type) {
    case "integer":
    case "decimal": {
      const value = Number(text.replace(",", "."));
      return Number.isFinite(value) ? value : undefined;
    }
    case "boolean":
      return text === "yes";
    case "date":
      return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) ? text : undefined;
    default:
      return text;
  }
}

function shown(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
