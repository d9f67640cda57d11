import type { AnalysisSummary, CohortSummary, Results } from "@seriatim/study/results";
import { ownResults, upperFirst } from "../find-analysis.js";
import { formatCount, formatCounted } from "../format.js";

/** A box of the flow: one step of a cohort. The last step of a cohort bears the cohort's name. */
export interface FlowNode {
  title: string;
  /** The step in words, under the name of its cohort. */
  subtitle: string | undefined;
  counts: string;
  excluded: { total: string; reasons: string[] } | undefined;
  /** Position of the box it came from, −1 for the first. */
  parent: number;
  /** One deeper than the cohort it was taken from, except along a line without branches from the start. */
  depth: number;
}

/**
 * The cohorts that the analysis counts, and those that they were taken from, as a tree: each before those taken from it,
 * in the order of the results. Where it counts none, all.
 */
export function flowNodes(results: Results, analysis: AnalysisSummary): FlowNode[] {
  const named = ownResults(results, analysis.id).map((each) => each.cohort);
  const cohorts = shownCohorts(results.cohorts, named);
  const nodes: FlowNode[] = [];
  const drawn = new Set<string>();
  const draw = (cohort: CohortSummary, parent: number, depth: number) => {
    if (drawn.has(cohort.id)) return;
    drawn.add(cohort.id);
    let previous = parent;
    const source = cohorts.find((each) => each.id === cohort.from);
    cohort.steps.forEach((step, index) => {
      const isLast = index + 1 === cohort.steps.length;
      if (index === 0 && !isLast && parent >= 0 && isWhole(step, source)) return;
      nodes.push({
        title: isLast ? cohort.label : step.label,
        subtitle: isLast && step.label !== cohort.label ? step.label : undefined,
        counts: countsText(step.rows, step.patients, cohort.rowsOf),
        excluded: excludedText(step.excluded, cohort.rowsOf),
        parent: previous,
        depth,
      });
      previous = nodes.length - 1;
    });
    const children = cohorts.filter((each) => each.from === cohort.id);
    for (const child of children) draw(child, previous, depth + (children.length > 1 || depth > 0 ? 1 : 0));
  };
  for (const cohort of cohorts) {
    if (cohort.from === undefined || !cohorts.some((each) => each.id === cohort.from)) draw(cohort, -1, 0);
  }
  for (const cohort of cohorts) draw(cohort, -1, 0);
  return nodes;
}

/** `23 resections of 20 patients`, `26 patients`, `1 resection of 1 patient`. */
export function countsText(rows: number, patients: number, rowsOf: string): string {
  const people = formatCounted(patients, "patients");
  return rowsOf === "patients" ? people : `${formatCounted(rows, rowsOf)} of ${people}`;
}

/** The first step of a cohort that starts with all of the one it was taken from, which has its box already. */
function isWhole(step: CohortSummary["steps"][number], source: CohortSummary | undefined): boolean {
  return step.excluded.length === 0 && step.rows === source?.rows && step.patients === source.patients;
}

function shownCohorts(cohorts: readonly CohortSummary[], named: readonly string[]): readonly CohortSummary[] {
  if (named.length === 0) return cohorts;
  const shown = new Set<string>();
  for (const name of named) {
    for (let id: string | undefined = name; id !== undefined && !shown.has(id); ) {
      shown.add(id);
      id = cohorts.find((each) => each.id === id)?.from;
    }
  }
  return cohorts.filter((each) => shown.has(each.id));
}

function excludedText(excluded: CohortSummary["steps"][number]["excluded"], rowsOf: string): FlowNode["excluded"] {
  if (excluded.length === 0) return undefined;
  const rows = excluded.reduce((sum, each) => sum + each.rows, 0);
  return {
    total: `Left out: ${formatCounted(rows, rowsOf)}`,
    reasons: excluded.map(({ reason, rows, patients }) => {
      const whose =
        rowsOf === "patients" || patients === rows || patients === 0 ? "" : `; ${formatCounted(patients, "patients")}`;
      return `${upperFirst(reason)} (n\u00a0=\u00a0${formatCount(rows)}${whose})`;
    }),
  };
}
