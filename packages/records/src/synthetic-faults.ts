import { dateOfDay } from "./date-of-day.js";
import type { FieldReference, Rule } from "./dictionary.js";
import { isPartialDate } from "./dictionary.js";
import { completeDate, dayNumber } from "./partial-date.js";
import type { SyntheticRow } from "./synthetic-plan.js";
import type { Random } from "./synthetic-value.js";

type DateOrderRule = Extract<Rule, { kind: "date-order" }>;

/**
 * Spoils one value of a row on purpose: a code that does not exist, a required value that is missing, or a date before the one
 * that it must follow. Keys stay. A row in which none of these can be is left as it is.
 */
export function spoilRow(row: SyntheticRow, rules: readonly DateOrderRule[], random: Random): void {
  const spoils = [codeFaults(row, random), missingFaults(row), orderFaults(row, rules, random)].filter(
    (of) => of.length > 0,
  );
  const kind = spoils[Math.floor(random() * spoils.length)];
  kind?.[Math.floor(random() * kind.length)]();
}

function codeFaults(row: SyntheticRow, random: Random): (() => void)[] {
  return row.plan.fields
    .filter(({ field, role }) => field.type === "code" && role === "drawn" && !isKey(row, field.name))
    .map(
      ({ field }) =>
        () =>
          (row.values[field.name] = `no code ${1 + Math.floor(random() * 999)}?`),
    );
}

function missingFaults(row: SyntheticRow): (() => void)[] {
  return row.plan.fields
    .filter(({ field }) => field.required && !isKey(row, field.name))
    .map(
      ({ field }) =>
        () =>
          (row.values[field.name] = null),
    );
}

function orderFaults(row: SyntheticRow, rules: readonly DateOrderRule[], random: Random): (() => void)[] {
  return rules
    .filter(({ rowsOf }) => rowsOf === row.plan.definition.name)
    .flatMap(({ earlier, later }) => {
      const spoilt = row.family.get(later.table)!;
      const date = dateAt(earlier, row);
      if (!date || !dateAt(later, row) || isKey(spoilt, later.field)) return [];
      const day = dayNumber(completeDate(date, "first"));
      return [() => (spoilt.values[later.field] = dateOfDay(day - 1 - Math.floor(random() * 300)))];
    });
}

function dateAt({ table, field }: FieldReference, row: SyntheticRow) {
  const value = row.family.get(table)!.values[field];
  return isPartialDate(value) ? value : undefined;
}

function isKey(row: SyntheticRow, field: string): boolean {
  return row.plan.definition.key.includes(field);
}
