import { type AnalysisSummary, type Result, type Results, resultKey } from "@seriatim/study/results";
import { cohortAddress } from "../document.js";
import { cohortOf, groupLabel, lowerFirst } from "../find-analysis.js";
import { formatEstimate, formatLevel } from "../format.js";

/** Where the numbers of the report lead: every result unrounded, and the rows that it was computed from. */
export interface Appendix {
  results: UnroundedResult[];
  lists: MemberList[];
}

export interface UnroundedResult {
  address: string;
  value: string;
  unit: string;
  interval: string;
  n: number;
  events: number;
  notes: string;
  /** Address of the list of its rows. */
  rows: string;
}

/** The members of a cohort, or of a group of an analysis, by study number. */
export interface MemberList {
  address: string;
  label: string;
  rowsOf: string;
  rows: number;
  /** At most `mostMembers`. */
  members: string[];
}

/** Members listed in the report; of larger cohorts the rest stands in results.json. */
export const mostMembers = 2000;

export function appendixOf(results: Results): Appendix {
  const lists = [
    ...results.cohorts.map(({ id, label, rowsOf, members }) => listOf(cohortAddress(id), label, rowsOf, members)),
    ...results.analyses.flatMap((analysis) => groupLists(results, analysis)),
  ];
  const known = new Set(lists.map(({ address }) => address));
  return {
    results: results.results.map((result) => {
      const { analysis, group, cohort, n, events, unit, notes } = result;
      const own = groupAddress(analysis, group);
      return {
        address: resultKey(result),
        value: unrounded(result),
        unit: unit ?? "",
        interval: intervalText(result),
        n,
        events,
        notes: notes.join("; "),
        rows: known.has(own) ? own : cohortAddress(cohort),
      };
    }),
    lists,
  };
}

function groupLists(results: Results, analysis: AnalysisSummary): MemberList[] {
  const cohort = cohortOf(results, analysis);
  if (cohort === undefined) return [];
  return analysis.groups.map(({ group, members }) =>
    listOf(
      groupAddress(analysis.id, group),
      `${analysis.label}: ${lowerFirst(groupLabel(results, group, analysis.by))}`,
      cohort.rowsOf,
      members.map((place) => cohort.members[place]),
    ),
  );
}

function groupAddress(analysis: string, group: Record<string, string>): string {
  return `group:${JSON.stringify([analysis, group])}`;
}

function listOf(
  address: string,
  label: string,
  rowsOf: string,
  members: readonly (readonly (string | number)[])[],
): MemberList {
  return {
    address,
    label,
    rowsOf,
    rows: members.length,
    members: members.slice(0, mostMembers).map((key) => key.join(" · ")),
  };
}

function unrounded({ estimate }: Result): string {
  return "value" in estimate ? String(estimate.value) : formatEstimate(estimate);
}

function intervalText({ interval }: Result): string {
  if (interval === undefined) return "";
  const limit = (value: number | null) => (value === null ? "–" : String(value));
  return `${limit(interval.lower)} to ${limit(interval.upper)} (${formatLevel(interval.level)}, ${interval.method})`;
}
