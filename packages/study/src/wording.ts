import { DAYS_PER_MONTH, DAYS_PER_YEAR } from "@seriatim/records";
import type { TimeUnit } from "./results.js";

/** `first_resections` as a label: `First resections`. */
export function sentenceCase(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 row`, `3 rows`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[], word: "and" | "or" = "and"): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}

/** A time within a reason or note, to one decimal at most: `51 months`. */
export function timeText(time: number, unit: TimeUnit): string {
  const rounded = Math.round(time * 10) / 10;
  return `${rounded} ${rounded === 1 ? unit.slice(0, -1) : unit}`;
}

export const daysPer: Readonly<Record<TimeUnit, number>> = { days: 1, months: DAYS_PER_MONTH, years: DAYS_PER_YEAR };
