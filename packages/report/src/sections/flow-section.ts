import type { AnalysisSummary, CohortSummary, Results } from "@seriatim/study/results";
import { type Bound, bound, enumeration, type Inline, label, ofCohort, paragraph, sentence } from "../document.js";
import { flowFigure } from "../figures/flow.js";
import { findResult, lowerFirst, ownResults } from "../find-analysis.js";
import { formatCount, formatCounted, formatEstimate } from "../format.js";
import type { Draft } from "./draft.js";

/** Who is in each cohort, from when to when, and who was left out and why. */
export async function flowSection(results: Results, analysis: AnalysisSummary): Promise<Draft> {
  const named = new Set(ownResults(results, analysis.id).map((each) => each.cohort));
  const cohorts = results.cohorts.filter(({ id }) => named.has(id));
  return {
    blocks: [paragraph(...cohorts.map((cohort) => cohortSentence(results, analysis, cohort)))],
    figures: [await flowFigure(results, analysis.id)],
  };
}

function cohortSentence(results: Results, { id }: AnalysisSummary, cohort: CohortSummary): Inline[] {
  const rows = ownResults(results, id).filter((each) => each.cohort === cohort.id);
  const excluded = cohort.steps.flatMap((step) => step.excluded);
  return sentence`${label(cohort.label)}: ${countsOf(rows, cohort)}${yearsOf(rows)}${
    excluded.length === 0
      ? []
      : sentence`; left out were ${enumeration(
          excluded.map(({ reason, rows: n }) => [
            ofCohort(cohort.id, formatCount(n)),
            ...sentence` (${label(lowerFirst(reason))})`,
          ]),
        )}`
  }.`;
}

function countsOf(rows: Results["results"], cohort: CohortSummary): Inline[] {
  const patients =
    number(rows, "patients", "patients") ?? ofCohort(cohort.id, formatCounted(cohort.patients, "patients"));
  if (cohort.rowsOf === "patients") return [patients];
  const counted = number(rows, "rows", cohort.rowsOf) ?? ofCohort(cohort.id, formatCounted(cohort.rows, cohort.rowsOf));
  return sentence`${counted} of ${patients}`;
}

function number(rows: Results["results"], name: "rows" | "patients", plural: string): Bound | undefined {
  const result = findResult(rows, { name });
  if (result === undefined || !("value" in result.estimate)) return undefined;
  return bound(result, formatCounted(result.estimate.value, plural));
}

function yearsOf(rows: Results["results"]): Inline[] {
  const first = findResult(rows, { name: "firstYear" });
  const last = findResult(rows, { name: "lastYear" });
  if (first === undefined || last === undefined) return [];
  const from = bound(first, formatEstimate(first.estimate, first.unit));
  const to = bound(last, formatEstimate(last.estimate, last.unit));
  return from.text === to.text ? sentence` in ${from}` : sentence` from ${from} to ${to}`;
}
