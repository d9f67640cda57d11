import { type CohortSummary, type Result, type Results, resultKey } from "@seriatim/study/results";
import { cohortAddress } from "../document.js";

/** Where the numbers of the report lead: every result unrounded, and the rows that each cohort consists of. */
export interface Appendix {
  results: {
    address: string;
    value: string;
    interval: string;
    n: number;
    events: number;
    unit: string;
    notes: string;
    cohort: string;
  }[];
  cohorts: {
    address: string;
    label: string;
    counts: { rows: number; patients: number; rowsOf: string };
    members: string[];
    left: number;
  }[];
}

/** Members listed in the report; of larger cohorts the rest stands in results.json. */
export const mostMembers = 2000;

export function appendixOf(results: Results): Appendix {
  return {
    results: results.results.map((result) => ({
      address: resultKey(result),
      value: unrounded(result),
      interval: intervalText(result),
      n: result.n,
      events: result.events,
      unit: result.unit ?? "",
      notes: result.notes.join("; "),
      cohort: cohortAddress(result.cohort),
    })),
    cohorts: results.cohorts.map(cohortEntry),
  };
}

function unrounded({ estimate }: Result): string {
  if ("value" in estimate) return String(estimate.value);
  if ("notReached" in estimate) return "not reached";
  return "notEstimable" in estimate ? `not estimable: ${estimate.notEstimable}` : `suppressed: ${estimate.suppressed}`;
}

function intervalText({ interval }: Result): string {
  if (interval === undefined) return "";
  const limit = (value: number | null) => (value === null ? "–" : String(value));
  return `${limit(interval.lower)} to ${limit(interval.upper)} (${interval.level * 100} %, ${interval.method})`;
}

function cohortEntry({ id, label, rows, patients, rowsOf, members }: CohortSummary): Appendix["cohorts"][number] {
  return {
    address: cohortAddress(id),
    label,
    counts: { rows, patients, rowsOf },
    members: members.slice(0, mostMembers).map((key) => key.join(" · ")),
    left: Math.max(0, members.length - mostMembers),
  };
}
