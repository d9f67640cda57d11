import { type Dictionary, lineage, type TableDefinition, unknownName } from "@seriatim/records";
import { bindCondition, type Condition } from "./condition.js";
import { type Exclusion, sift } from "./exclusion.js";
import { type Member, patientCount } from "./member.js";
import type { CohortSummary } from "./results.js";
import type { CohortDefinition, Study } from "./study.js";
import { studyError } from "./study-error.js";
import { listed } from "./wording.js";

/** A cohort whose names are known to exist, and which those are that it is taken from. */
export interface CohortPlan {
  readonly definition: CohortDefinition;
  /** Of which each row of the cohort is one row. */
  readonly table: TableDefinition;
  readonly from?: CohortPlan;
  /** Where the rows are children of those of `from`; else they are the same rows or the parents. */
  readonly ofChildren: boolean;
  readonly steps: readonly {
    readonly label: string;
    readonly conditions: readonly Condition[];
    readonly otherwise?: string;
  }[];
}

/** Who is in the cohort, and how it came about. */
export interface Cohort {
  readonly plan: CohortPlan;
  readonly members: readonly Member[];
  readonly steps: CohortSummary["steps"];
}

/**
 * Binds the cohorts to the dictionary's tables.
 *
 * @returns in the file's order
 * @throws StudyError where a table, cohort, field or value is unknown, or a cohort is taken from itself
 */
export function planCohorts(study: Study, dictionary: Dictionary): CohortPlan[] {
  const plans = new Map<string, CohortPlan>();
  const plan = (definition: CohortDefinition, below: readonly string[]): CohortPlan => {
    const made = plans.get(definition.id);
    if (made) return made;
    const from = parent(definition, [...below, definition.id]);
    const table = tableOf(definition, from, study, dictionary);
    const scope = { study, dictionary, table };
    const steps = definition.steps.map(({ conditions, otherwise }) => {
      const bound = conditions.map((condition) => bindCondition(condition, scope));
      return {
        label: listed(bound.map(({ label }) => label)),
        conditions: bound,
        ...(otherwise === undefined ? {} : { otherwise }),
      };
    });
    const ofChildren =
      from !== undefined && from.table !== table && lineage(dictionary, table.name).includes(from.table.name);
    const planned = { definition, table, ...(from ? { from } : {}), ofChildren, steps };
    plans.set(definition.id, planned);
    return planned;
  };
  const parent = ({ from, path }: CohortDefinition, line: readonly string[]): CohortPlan | undefined => {
    if (from === undefined) return undefined;
    if (line.includes(from))
      throw studyError(
        study,
        `${path}.from`,
        `${[...line, from].join(" is taken from ")}; a cohort cannot be taken from itself`,
      );
    const definition = study.cohorts.find(({ id }) => id === from);
    if (definition) return plan(definition, line);
    const others = study.cohorts.map(({ id }) => id).filter((id) => !line.includes(id));
    const isTable = Object.hasOwn(dictionary.tables, from)
      ? "; for all rows of that table write `rows` instead of `from`"
      : "";
    throw studyError(study, `${path}.from`, `${unknownName(from, "cohort", others)}${isTable}`);
  };
  return study.cohorts.map((definition) => plan(definition, []));
}

function tableOf(
  { rows, path }: CohortDefinition,
  from: CohortPlan | undefined,
  study: Study,
  dictionary: Dictionary,
): TableDefinition {
  if (rows === undefined) return from!.table;
  if (!Object.hasOwn(dictionary.tables, rows))
    throw studyError(
      study,
      `${path}.rows`,
      unknownName(rows, "table of the dictionary", Object.keys(dictionary.tables)),
    );
  if (
    from &&
    !lineage(dictionary, rows).includes(from.table.name) &&
    !lineage(dictionary, from.table.name).includes(rows)
  )
    throw studyError(
      study,
      `${path}.rows`,
      `rows of ${rows} cannot be taken from a cohort of ${from.table.name}; one must belong to the other`,
    );
  return dictionary.tables[rows];
}

/**
 * Selects the cohorts: the rows of a table, or those of another cohort (its children or parents where `rows` names
 * their table), sifted step by step. What a step leaves out is counted by reason: its own (`otherwise`), or the first
 * condition that the row does not meet. Rows without the value that a condition asks for are left out by a reason of their own.
 *
 * @param membersOf all rows of a table
 */
export function selectCohorts(
  plans: readonly CohortPlan[],
  membersOf: (table: string) => readonly Member[],
): Map<string, Cohort> {
  const cohorts = new Map<string, Cohort>();
  const select = (plan: CohortPlan): Cohort => {
    const { id } = plan.definition;
    const made = cohorts.get(id);
    if (made) return made;
    let members = plan.from ? takenFrom(select(plan.from), plan, membersOf) : membersOf(plan.table.name);
    const steps = [step(startLabel(plan), members, [])];
    for (const { label, conditions, otherwise } of plan.steps) {
      const { kept, excluded } = sift(members, (member) => reasonAgainst(member, conditions, otherwise));
      members = kept;
      steps.push(step(label, kept, excluded));
    }
    const cohort = { plan, members, steps };
    cohorts.set(id, cohort);
    return cohort;
  };
  for (const plan of plans) select(plan);
  return cohorts;
}

/** What stands in the results of a cohort. */
export function cohortSummary({ plan, members, steps }: Cohort): CohortSummary {
  const { id, label } = plan.definition;
  return {
    id,
    label,
    rowsOf: plan.table.name,
    ...(plan.from ? { from: plan.from.definition.id } : {}),
    rows: members.length,
    patients: patientCount(members),
    steps,
    members: members.map(({ key }) => [...key]),
  };
}

function startLabel({ from, table }: CohortPlan): string {
  if (!from) return table.label;
  const { label } = from.definition;
  return from.table === table ? label : `${label}: ${table.label}`;
}

function takenFrom(
  cohort: Cohort,
  { table, ofChildren }: CohortPlan,
  membersOf: (table: string) => readonly Member[],
): readonly Member[] {
  const source = cohort.plan.table.name;
  if (source === table.name) return cohort.members;
  if (ofChildren) return childrenOf(cohort, membersOf(table.name));
  const rows = new Set(cohort.members.map(({ family }) => family.get(table.name)));
  return membersOf(table.name).filter(({ row }) => rows.has(row));
}

/** Of the rows of a table below the cohort's, those that belong to it. */
export function childrenOf({ plan, members }: Cohort, all: readonly Member[]): Member[] {
  const rows = new Set(members.map(({ row }) => row));
  return all.filter(({ family }) => {
    const parent = family.get(plan.table.name);
    return parent !== undefined && rows.has(parent);
  });
}

function step(label: string, members: readonly Member[], excluded: Exclusion[]): CohortSummary["steps"][number] {
  return { label, rows: members.length, patients: patientCount(members), excluded };
}

function reasonAgainst(
  member: Member,
  conditions: readonly Condition[],
  otherwise: string | undefined,
): string | undefined {
  for (const condition of conditions) {
    const verdict = condition.judge(member);
    if (verdict === "holds") continue;
    return "unknown" in verdict ? verdict.unknown : (otherwise ?? verdict.fails);
  }
  return undefined;
}
