import { allHold } from "./all-hold.js";
import { type FamilyRule, familyFault } from "./check-rules.js";
import { dateOfDay } from "./date-of-day.js";
import type { Condition, Dictionary, FieldReference } from "./dictionary.js";
import { isRecorded } from "./family.js";
import type { FieldPlan, SyntheticRow } from "./synthetic-plan.js";
import type { Random } from "./synthetic-value.js";

/**
 * Changes a patient's rows until they keep the rules: fills what is required, empties what must be empty, draws anew what
 * contradicts. Keys, counts and the order of dates are as they were.
 *
 * @param rules those of `repairableRules`
 * @returns whether all rules are kept; not after many tries, as where the rules contradict one another
 */
export function syntheticRepair(
  rules: readonly FamilyRule[],
  rowsOf: (table: string) => readonly SyntheticRow[],
  dictionary: Dictionary,
  random: Random,
): boolean {
  for (let pass = 0; pass < 12; pass++) {
    let isKept = true;
    for (const rule of rules)
      for (const row of rowsOf(rule.rowsOf)) {
        const isBroken = () => breaks(rule, row, dictionary);
        if (!isBroken()) continue;
        isKept = false;
        for (const change of changesFor(rule, row, isBroken, random)) {
          change();
          if (!isBroken()) break;
        }
      }
    if (isKept) return true;
  }
  return false;
}

/** As `familyFault`, but without its sentence, which takes longer than all else. */
function breaks(rule: FamilyRule, { family }: SyntheticRow, dictionary: Dictionary): boolean {
  switch (rule.kind) {
    case "required-when":
      return allHold(rule.when, family) && !isRecorded(rule.field, family);
    case "empty-when":
      return allHold(rule.when, family) && isRecorded(rule.field, family);
    case "never":
      return allHold(rule.when, family);
    default:
      return familyFault(rule, family, dictionary) !== undefined;
  }
}

/** What may mend a row, the likeliest first. */
function changesFor(rule: FamilyRule, row: SyntheticRow, isBroken: () => boolean, random: Random): (() => void)[] {
  const empty = (at: FieldReference) => () => void clear(placeOf(at, row));
  switch (rule.kind) {
    case "date-order":
      return [empty(rule.later), empty(rule.earlier)];
    case "age":
      return [empty(rule.at), empty(rule.birth)];
    case "required-when":
      return [() => fill(placeOf(rule.field, row)), ...breaking(rule.when, row, isBroken, random)];
    case "empty-when":
      return [empty(rule.field), ...breaking(rule.when, row, isBroken, random)];
    case "never":
      return breaking(rule.when, row, isBroken, random);
  }
}

/** Conditions on the row itself before those on its parents, whose other rows they concern too; else in any order. */
function breaking(
  when: readonly Condition[],
  row: SyntheticRow,
  isBroken: () => boolean,
  random: Random,
): (() => void)[] {
  const turn = Math.floor(random() * when.length);
  const turned = [...when.slice(turn), ...when.slice(0, turn)];
  const own = (condition: Condition) => (condition.table === row.plan.definition.name ? 0 : 1);
  return turned
    .sort((a, b) => own(a) - own(b))
    .map((condition) => () => {
      const place = placeOf(condition, row);
      if (condition.recorded === false) return fill(place);
      if (place.plan.role === "drawn" && condition.recorded === undefined)
        for (let tries = 0; tries < 30 && isBroken(); tries++) fill(place);
      if (isBroken()) clear(place);
    });
}

interface Place {
  row: SyntheticRow;
  plan: FieldPlan;
}

function placeOf({ table, field }: FieldReference, row: SyntheticRow): Place {
  const owner = row.family.get(table)!;
  return { row: owner, plan: owner.plan.fields.find((plan) => plan.field.name === field)! };
}

function fill({ row, plan }: Place): void {
  const { name } = plan.field;
  if (plan.role === "drawn") row.values[name] = plan.draw();
  else if (plan.role === "dated") row.values[name] ??= dateOfDay(row.days[row.plan.dates.indexOf(name)]);
}

function clear({ row, plan }: Place): void {
  if (plan.optional) row.values[plan.field.name] = null;
}
