import { normalTwoSided } from "../distributions/normal.js";
import { eventTable } from "../rows/event-table.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { twoSidedQuantile } from "./confidence-limits.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { restrictedMean } from "./restricted-mean.js";

export interface RestrictedMeanDifference {
  tau: number;
  confidenceLevel: number;
  /** By group code. */
  groups: { n: number; events: number; estimate: number; standardError: number }[];
  /** Of the second group less the first. */
  difference: { estimate: number; standardError: number; lower: number; upper: number; z: number; p: number };
  /** Of the second group over the first; interval and p on the log scale. NaN where a mean is not above 0. */
  ratio: { estimate: number; lower: number; upper: number; z: number; p: number };
}

/**
 * Two groups' restricted means compared, by normal theory (Royston & Parmar 2013, BMC Med Res Methodol 13:152, doi
 * 10.1186/1471-2288-13-152; the means and errors of R's `summary(survfit, rmean = tau)`): the difference μ₂ − μ₁ with variance v₁ + v₂, and the ratio μ₂/μ₁ with the variance
 * v₁/μ₁² + v₂/μ₂² of its logarithm. O(n log n).
 *
 * Without events by tau in either group the errors are 0 and z is NaN; a group without rows gives NaN throughout.
 *
 * @param rows group codes 0 and 1
 * @param options.tau in the rows' unit, finite
 * @param options.confidenceLevel between 0 and 1, default 0.95
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError where there are more than two groups, or for an option
 *   that cannot be
 */
export function restrictedMeanDifference(
  rows: SurvivalRows,
  { tau, confidenceLevel = 0.95 }: { tau: number; confidenceLevel?: number },
): RestrictedMeanDifference {
  const quantile = twoSidedQuantile(confidenceLevel);
  const table = eventTable(rows, { groups: 2 });
  if (table.groups !== 2) throw new RangeError(`there are ${table.groups} groups; a difference needs two`);
  const groups = kaplanMeier(table).map((curve) => ({
    n: curve.n,
    events: curve.events,
    ...restrictedMean(curve, tau),
  }));
  const [first, second] = groups;
  const estimate = second.estimate - first.estimate;
  const standardError = Math.hypot(first.standardError, second.standardError);
  const difference = {
    estimate,
    standardError,
    lower: estimate - quantile * standardError,
    upper: estimate + quantile * standardError,
    ...normalTest(estimate / standardError),
  };
  const positive = first.estimate > 0 && second.estimate > 0;
  const logRatio = positive ? Math.log(second.estimate / first.estimate) : Number.NaN;
  const logError = Math.hypot(first.standardError / first.estimate, second.standardError / second.estimate);
  const ratio = {
    estimate: Math.exp(logRatio),
    lower: Math.exp(logRatio - quantile * logError),
    upper: Math.exp(logRatio + quantile * logError),
    ...normalTest(logRatio / logError),
  };
  return { tau, confidenceLevel, groups, difference, ratio };
}

function normalTest(z: number): { z: number; p: number } {
  return { z, p: normalTwoSided(z) };
}
