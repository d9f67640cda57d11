import type { FamilyRule } from "./check-rules.js";
import { dateOfDay } from "./date-of-day.js";
import type { Dictionary, FieldReference, Rule } from "./dictionary.js";
import type { PartialDate } from "./partial-date.js";
import type { Value } from "./record.js";
import { dateOrder } from "./synthetic-date-order.js";
import { syntheticDate, syntheticDates } from "./synthetic-dates.js";
import { spoilRow } from "./synthetic-faults.js";
import { type DayRange, type FieldPlan, type SyntheticRow, syntheticPlan, type TablePlan } from "./synthetic-plan.js";
import { syntheticRepair } from "./synthetic-repair.js";
import type { Random } from "./synthetic-value.js";

/**
 * One patient after the other: the rows of one table without parent, each with all that belong to it.
 *
 * @throws RangeError where the table's key has fewer values than there are patients
 */
export function* syntheticPatients(
  dictionary: Dictionary,
  options: {
    readonly root: string;
    readonly patients: number;
    readonly rowsPerParent: Readonly<Record<string, number>>;
    readonly days: DayRange;
    readonly faults: number;
    readonly random: Random;
    readonly faultRandom: Random;
  },
): Generator<(table: string) => readonly SyntheticRow[]> {
  const { root, patients, rowsPerParent, days, faults, random, faultRandom } = options;
  const plan = syntheticPlan(dictionary, rowsPerParent, days, random).find(
    ({ definition }) => definition.name === root,
  )!;
  if (patients > plan.capacity)
    throw new RangeError(`${patients} patients are wanted, but the key of ${root} has ${plan.capacity} values`);
  const plans = withChildren(plan);
  const order = dateOrder(dictionary, plans);
  const rules = dictionary.rules.filter((rule) => fieldsOf(rule).every((at) => isKnown(at, plans)));
  const familyRules = rules.filter(
    (rule): rule is FamilyRule => rule.kind !== "consecutive-dates" && rule.kind !== "sequence",
  );
  const orderRules = rules.filter((rule) => rule.kind === "date-order");
  for (let number = 0; number < patients; number++) {
    let rowsOf = drawn(plan, number, patients, random);
    for (let tries = 0; tries < 5; tries++) {
      if (tries > 0) rowsOf = drawn(plan, number, patients, random);
      syntheticDates(rowsOf, order, days, random);
      for (const { definition } of plans) for (const row of rowsOf(definition.name)) writeDates(row, random);
      if (syntheticRepair(familyRules, rowsOf, dictionary, random)) break;
    }
    if (faults > 0)
      for (const { definition } of plans)
        for (const row of rowsOf(definition.name)) if (faultRandom() < faults) spoilRow(row, orderRules, faultRandom);
    yield rowsOf;
  }
}

/** A table's plan and those of its children and their children, parents first. */
function withChildren(plan: TablePlan): TablePlan[] {
  return [plan, ...plan.children.flatMap(withChildren)];
}

function fieldsOf(rule: Rule): FieldReference[] {
  switch (rule.kind) {
    case "date-order":
      return [rule.earlier, rule.later];
    case "consecutive-dates":
      return [rule.date, rule.ordinal];
    case "sequence":
      return [rule.ordinal];
    case "required-when":
    case "empty-when":
      return [rule.field, ...rule.when];
    case "never":
      return [...rule.when];
    case "age":
      return [rule.birth, rule.at];
  }
}

/** Whether the rows drawn have the field: not where it is derived, or of another patient's table. */
function isKnown({ table, field }: FieldReference, plans: readonly TablePlan[]): boolean {
  const plan = plans.find(({ definition }) => definition.name === table);
  return plan?.fields.some((one) => one.field.name === field) ?? false;
}

/** A patient's rows by table, without dates. */
function drawn(plan: TablePlan, number: number, patients: number, random: Random) {
  const byTable = new Map<string, SyntheticRow[]>();
  const add = (of: TablePlan, parent: SyntheticRow | undefined, position: number, siblings: number) => {
    const row = rowOf(of, parent, position, siblings, random);
    const rows = byTable.get(of.definition.name);
    if (rows) rows.push(row);
    else byTable.set(of.definition.name, [row]);
    for (const child of of.children) {
      const n = Math.min(rowsDrawn(child.mean, random), child.capacity);
      for (let i = 0; i < n; i++) add(child, row, i, n);
    }
  };
  add(plan, undefined, number, patients);
  return (table: string): readonly SyntheticRow[] => byTable.get(table) ?? [];
}

/** Poisson by Knuth's product of uniform numbers; one at least where the mean allows. */
function rowsDrawn(mean: number, random: Random): number {
  const least = mean >= 1 ? 1 : 0;
  const end = Math.exp(least - mean);
  let n = least;
  for (let product = random(); product > end; product *= random()) n++;
  return n;
}

function rowOf(
  plan: TablePlan,
  parent: SyntheticRow | undefined,
  position: number,
  siblings: number,
  random: Random,
): SyntheticRow {
  const row: SyntheticRow = {
    row: 0,
    values: {},
    unread: {},
    plan,
    family: new Map(parent?.family),
    parent,
    position,
    siblings,
    at: plan.dates.map(() => 0),
    notBefore: plan.dates.map(() => 0),
    days: plan.dates.map(() => 0),
  };
  row.family.set(plan.definition.name, row);
  for (const field of plan.fields)
    row.values[field.field.name] = field.recorded === 1 || random() < field.recorded ? firstValue(field, row) : null;
  return row;
}

/** Stands for a date until its day is known. */
const someDay: PartialDate = { year: 0 };

function firstValue(plan: FieldPlan, row: SyntheticRow): Value {
  const { field, role, list, stride, first, elsewhere } = plan;
  switch (role) {
    case "copied":
      return row.parent!.values[field.name];
    case "counted": {
      const shift = elsewhere && (row.family.get(elsewhere.table)?.values[elsewhere.field] ?? null) !== null ? 1 : 0;
      const number = first + shift + row.position;
      if (field.type === "date") return dateOfDay(number);
      return field.type === "text" ? numbered(row, number) : number;
    }
    case "listed":
      return list[Math.floor(row.position / stride) % list.length];
    case "dated":
      return someDay;
    case "drawn":
      return plan.draw();
  }
}

/** P000001 for a patient, S1 for a child's row. */
function numbered({ parent, plan }: SyntheticRow, number: number): string {
  const letter = /^[A-Za-z]/.exec(plan.definition.one)?.[0].toUpperCase() ?? "P";
  return `${letter}${parent ? number : String(number).padStart(6, "0")}`;
}

function writeDates(row: SyntheticRow, random: Random): void {
  const { plan, values, days } = row;
  plan.dates.forEach((name, i) => {
    const isKey = plan.definition.key.includes(name);
    const { partial } = plan.definition.fields[name];
    if (values[name] === someDay) values[name] = syntheticDate(days[i], partial && !isKey, random);
  });
  for (const name of plan.parentKey) values[name] = row.parent!.values[name];
}
