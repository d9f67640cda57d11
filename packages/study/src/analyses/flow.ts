import { isPartialDate } from "@seriatim/records";
import type { Cohort } from "../cohort.js";
import { type Member, patientCount, recordedValue } from "../member.js";
import { resultRow } from "../result-row.js";
import type { Result } from "../results.js";
import { findField } from "../scope.js";
import type { FlowDefinition } from "../study.js";
import { type Outcome, type StudyRun, scopeOf } from "../study-run.js";

/**
 * Who is in each cohort: its rows and patients, and where a time zero of the study's endpoints is a date of the cohort's
 * own table the first and last year of it.
 */
export function flow({ id, cohorts }: FlowDefinition, run: StudyRun): Outcome {
  return {
    results: cohorts.flatMap((name) => flowOf(id, run.cohorts.get(name)!, run)),
    conventions: ["A row that a step leaves out counts once, under the first reason that applies."],
    groups: [],
    excluded: [],
    notes: [],
  };
}

function flowOf(analysis: string, cohort: Cohort, run: StudyRun): Result[] {
  const { members, plan } = cohort;
  const context = { analysis, cohort: plan.definition.id, group: {}, n: members.length, events: 0 };
  const { years, unknown } = yearsOf(members, cohort, run);
  const notes = unknown === 0 ? [] : [`${unknown} without the date of time zero`];
  return [
    resultRow(context, { name: "rows", estimate: { value: members.length }, unit: "rows" }),
    resultRow(context, { name: "patients", estimate: { value: patientCount(members) }, unit: "patients" }),
    ...(years.length === 0
      ? []
      : [
          resultRow(context, { name: "firstYear", estimate: { value: years[0] }, unit: "calendar year", notes }),
          resultRow(context, { name: "lastYear", estimate: { value: years.at(-1)! }, unit: "calendar year", notes }),
        ]),
  ];
}

/** Ascending; years of the first endpoint whose time zero is a date of the cohort's own table. */
function yearsOf(members: readonly Member[], cohort: Cohort, run: StudyRun): { years: number[]; unknown: number } {
  const scope = scopeOf(run, cohort);
  for (const { clock } of run.study.endpoints) {
    const field = "from" in clock ? findField(scope, clock.from) : undefined;
    if (field?.type !== "date" || field.table !== cohort.plan.table.name) continue;
    const years = members
      .map((member) => recordedValue(member, field))
      .filter(isPartialDate)
      .map(({ year }) => year);
    return { years: years.sort((a, b) => a - b), unknown: members.length - years.length };
  }
  return { years: [], unknown: 0 };
}
