import { logRank, logRankExact } from "@seriatim/stats";
import type { Grouping } from "../grouping.js";
import { type RowContext, resultRow } from "../result-row.js";
import type { Result } from "../results.js";
import type { Sample } from "../sample.js";
import type { SurvivalDefinition } from "../study.js";

/** Rows up to which two groups get the exact test unless the study says otherwise. */
export const exactUpTo = 60;

/** As results carry it. */
export const exactTest = "exact log-rank";

/** Log-rank tests between the groups: of the whole, for trend, and the exact permutation test of two small groups. */
export function survivalTests(
  definition: SurvivalDefinition,
  sample: Sample,
  groups: Grouping,
  strata: Grouping,
): { results: Result[]; notes: string[] } {
  if (groups.groups.length < 2) return { results: [], notes: [`No test: all rows have ${groups.groups[0].label}`] };
  const { time, event, entry, members, events } = sample;
  const context = { analysis: definition.id, cohort: definition.cohort, group: {}, n: members.length, events };
  const isStratified = definition.strata.length > 0;
  const test = logRank(
    { time, event, entry, group: groups.codes, ...(isStratified ? { strata: strata.codes } : {}) },
    { rho: definition.rho, groups: groups.groups.length, ...trendOf(definition, groups) },
  );
  const name = testName(definition);
  const results = testRows(context, name, { ...test, statistic: test.chiSquared });
  if (test.trend)
    results.push(
      ...testRows(context, `${name} for trend`, {
        ...test.trend,
        statistic: test.trend.chiSquared,
        degreesOfFreedom: 1,
      }),
    );
  const exact = exactResult(context, definition, sample, groups);
  return { results: [...results, ...exact.results], notes: exact.notes };
}

/** The test in words, as results carry it. */
export function testName({ rho, strata }: Pick<SurvivalDefinition, "rho" | "strata">): string {
  const name = rho === 0 ? "log-rank" : rho === 1 ? "Peto–Peto" : `Harrington–Fleming (rho = ${rho})`;
  return strata.length === 0 ? name : `stratified ${name}`;
}

/** Scores of the groups for the test of trend: their order, or those given, of the groups that somebody has. */
function trendOf({ trend }: SurvivalDefinition, { groups }: Grouping): { trendScores?: number[] } {
  if (trend === undefined) return {};
  return { trendScores: groups.map(({ place }) => (trend === true ? place : trend[place])) };
}

function testRows(
  context: RowContext,
  test: string,
  made: { statistic: number; degreesOfFreedom: number; p: number },
): Result[] {
  const why = context.events === 0 ? noEvents : "one group only was at risk when the events happened";
  const isDefined = made.degreesOfFreedom > 0 && Number.isFinite(made.p);
  return (["statistic", "degreesOfFreedom", "p"] as const).map((part) =>
    resultRow(context, {
      name: part === "p" ? "pValue" : part,
      test,
      estimate: isDefined ? { value: made[part] } : { notEstimable: why },
    }),
  );
}

const noEvents = "no events to compare";

function exactResult(
  context: RowContext,
  { exact, rho, strata }: SurvivalDefinition,
  { time, event, entry, members }: Sample,
  { groups, codes }: Grouping,
): { results: Result[]; notes: string[] } {
  const refuse = (why: string) => ({ results: [], notes: exact === true ? [`No exact log-rank test: ${why}`] : [] });
  if (exact === false || (exact === undefined && members.length > exactUpTo)) return { results: [], notes: [] };
  if (groups.length !== 2) return refuse("it compares two groups");
  if (entry) return refuse("rows were observed only from after time zero");
  if (rho !== 0 || strata.length > 0) return refuse("it knows neither rho nor strata");
  const test = logRankExact({ time, event, group: codes }, { distribution: "exact" });
  if (test.distribution !== "exact") return refuse("too many rows to count all their relabellings");
  return {
    results: [
      resultRow(context, {
        name: "pValue",
        test: exactTest,
        estimate: context.events > 0 ? { value: test.p } : { notEstimable: noEvents },
      }),
    ],
    notes: [],
  };
}
