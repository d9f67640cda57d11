import { allHold } from "./all-hold.js";
import { checkConsecutiveDates, checkSequence } from "./check-ordinals.js";
import { type Dictionary, type FieldReference, isPartialDate, lineage, type Rule } from "./dictionary.js";
import { type Family, isRecorded, type RuleFault, valueAt, worded } from "./family.js";
import type { Finding, FindingKind } from "./finding.js";
import { type Kinship, patientOf } from "./kinship.js";
import { completeDate, isSurelyBefore, type PartialDate, yearsBetween } from "./partial-date.js";
import { valueText } from "./read-value.js";
import type { RecordRow, Records } from "./record.js";

/** Findings of the dictionary's rules. Unsorted. O(rules × rows). */
export function checkRules(dictionary: Dictionary, records: Records, kin: Kinship): Finding[] {
  const made = new Map<string, Family[]>();
  const familiesOf = (table: string): Family[] => {
    const families = made.get(table) ?? familiesIn(table, dictionary, records, kin);
    made.set(table, families);
    return families;
  };
  return dictionary.rules.flatMap((rule) =>
    oncePerRow(faultsOf(rule, familiesOf(rule.rowsOf), dictionary)).map(
      ({ kind, at, row, why }): Finding => ({
        kind,
        patient: patientOf(dictionary, at.table, row),
        table: at.table,
        field: at.field,
        row: row.row,
        why,
      }),
    ),
  );
}

function familiesIn(table: string, dictionary: Dictionary, records: Records, kin: Kinship): Family[] {
  const line = lineage(dictionary, table);
  return (records[table]?.rows ?? []).map((row) => {
    const family = new Map<string, RecordRow>();
    for (const name of line) {
      const relative = kin.ancestor(table, row, name);
      if (relative) family.set(name, relative);
    }
    return family;
  });
}

function faultsOf(rule: Rule, families: readonly Family[], dictionary: Dictionary): RuleFault[] {
  if (rule.kind === "consecutive-dates") return checkConsecutiveDates(rule, families, dictionary);
  if (rule.kind === "sequence") return checkSequence(rule, families, dictionary);
  return families.flatMap((family) => {
    const fault = familyFault(rule, family, dictionary);
    return fault ? [fault] : [];
  });
}

type FamilyRule = Exclude<Rule, { kind: "consecutive-dates" | "sequence" }>;

function familyFault(rule: FamilyRule, family: Family, dictionary: Dictionary): RuleFault | undefined {
  const fault = (kind: FindingKind, at: FieldReference, otherwise: string, weight = 0): RuleFault | undefined => {
    const row = family.get(at.table);
    return (
      row && {
        kind,
        at,
        row,
        why: rule.says === undefined ? otherwise : worded(rule.says, rule.rowsOf, family, dictionary),
        weight,
      }
    );
  };
  const text = (at: FieldReference) => fieldText(at, family, dictionary);
  switch (rule.kind) {
    case "date-order": {
      const [earlier, later] = [dateAt(rule.earlier, family), dateAt(rule.later, family)];
      if (!earlier || !later || !isSurelyBefore(later, earlier)) return undefined;
      // Of several operations after the last contact the latest is named, being furthest off.
      return fault(
        "date-order",
        rule.blame,
        `${text(rule.later)} is before ${text(rule.earlier)}`,
        yearsBetween(completeDate(later, "first"), completeDate(earlier, "first")),
      );
    }
    case "required-when":
      if (!allHold(rule.when, family) || !family.has(rule.field.table) || isRecorded(rule.field, family))
        return undefined;
      return fault(
        "missing-conditional",
        rule.field,
        `${labelOf(rule.field, dictionary)} is missing; it is required when ${rule.when.map(text).join(" and ")}`,
      );
    case "empty-when":
      if (!allHold(rule.when, family) || !isRecorded(rule.field, family)) return undefined;
      return fault(
        "contradiction",
        rule.blame,
        `${labelOf(rule.field, dictionary)} is given; it must be empty when ${rule.when.map(text).join(" and ")}`,
      );
    case "never":
      if (!allHold(rule.when, family)) return undefined;
      return fault("contradiction", rule.blame, `${rule.when.map(text).join(" and ")} contradict each other`);
    case "age": {
      const [birth, at] = [dateAt(rule.birth, family), dateAt(rule.at, family)];
      if (!birth || !at) return undefined;
      const [youngest, oldest] = rule.plausible;
      const atLeast = yearsBetween(completeDate(birth, "last"), completeDate(at, "first"));
      const atMost = yearsBetween(completeDate(birth, "first"), completeDate(at, "last"));
      if (atLeast > oldest)
        return fault("implausible-value", rule.birth, `older than ${years(oldest)} at ${rule.event}`);
      // Before birth is a question of order, and of the rule that says so.
      if (atMost >= 0 && atMost < youngest)
        return fault("implausible-value", rule.birth, `younger than ${years(youngest)} at ${rule.event}`);
      return undefined;
    }
  }
}

function years(n: number): string {
  return `${n} year${n === 1 ? "" : "s"}`;
}

function dateAt(at: FieldReference, family: Family): PartialDate | undefined {
  const value = valueAt(at, family);
  return isPartialDate(value) ? value : undefined;
}

function fieldText(at: FieldReference, family: Family, dictionary: Dictionary): string {
  const field = dictionary.tables[at.table].fields[at.field];
  if (field.identifying) return field.label;
  const value = valueAt(at, family);
  return isPartialDate(value)
    ? `${field.label} ${valueText(field, value)}`
    : `${field.label} is ${valueText(field, value)}`;
}

function labelOf(at: FieldReference, dictionary: Dictionary): string {
  return dictionary.tables[at.table].fields[at.field].label;
}

/** Of several faults on one row the heaviest, of equal ones the first by its words: whatever the order of the rows. */
function oncePerRow(faults: readonly RuleFault[]): RuleFault[] {
  const told = new Map<RecordRow, RuleFault>();
  for (const fault of faults) {
    const other = told.get(fault.row);
    const more = (fault.weight ?? 0) - (other?.weight ?? 0);
    if (!other || more > 0 || (more === 0 && fault.why < other.why)) told.set(fault.row, fault);
  }
  return [...told.values()];
}
