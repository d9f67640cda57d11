import type { SurvivalRows } from "../rows/survival-rows.js";
import { logRankSums, quadraticTest, type TimeWeights } from "./log-rank-sums.js";

export type LogRankWeights =
  | "log-rank"
  | "gehan"
  | "tarone-ware"
  | "peto-peto"
  | "modified-peto-peto"
  | "fleming-harrington";

export interface WeightedLogRankTest {
  /** By group code; weighted sums, as is `variance`. */
  groups: { n: number; observed: number; expected: number; observedMinusExpected: number }[];
  /** groups × groups, symmetric. */
  variance: Float64Array;
  chiSquared: number;
  degreesOfFreedom: number;
  p: number;
}

/**
 * Weighted log-rank tests, which look rather at early or at late differences (Klein & Moeschberger 2003, Survival
 * Analysis, 2nd ed., ch. 7.3, table 7.3): each event time counts by
 *
 *   log-rank 1 · gehan n · tarone-ware √n · peto-peto S̃(t) · modified-peto-peto S̃(t) n/(n + 1)
 *   fleming-harrington S(t−)ᵖ (1 − S(t−))^q
 *
 * with n at risk, S the Kaplan-Meier estimate and S̃(t) = ∏_{u <= t} (1 − d/(n + 1)), all of the groups together and per
 * stratum. Left truncation and case weights (as repeated rows) are allowed. Degrees of freedom and empty groups as in
 * `logRank`. O(n log n).
 *
 * @param options.p, options.q powers of Fleming-Harrington, finite, >= 0, default 0
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for an unknown weight or a power below 0
 */
export function logRankWeighted(
  rows: SurvivalRows,
  { weights, p = 0, q = 0, groups = 1 }: { weights: LogRankWeights; p?: number; q?: number; groups?: number },
): WeightedLogRankTest {
  const sums = logRankSums(rows, groups, timeWeights(weights, p, q));
  return {
    groups: Array.from(sums.n, (n, j) => ({
      n,
      observed: sums.observed[j],
      expected: sums.expected[j],
      observedMinusExpected: sums.observed[j] - sums.expected[j],
    })),
    variance: sums.variance,
    ...quadraticTest(sums),
  };
}

/** S(t−)ᵖ (1 − S(t−))^q with the Kaplan-Meier estimate of the groups together; 0⁰ = 1. */
export function survivalPowers(p: number, q: number): TimeWeights {
  return (atRisk, events, weights) => {
    let survival = 1;
    for (let j = 0; j < weights.length; j++) {
      weights[j] = survival ** p * (1 - survival) ** q;
      survival *= (atRisk[j] - events[j]) / atRisk[j];
    }
  };
}

function timeWeights(name: LogRankWeights, p: number, q: number): TimeWeights | undefined {
  switch (name) {
    case "log-rank":
      return undefined;
    case "gehan":
      return (atRisk, _, weights) => weights.set(atRisk);
    case "tarone-ware":
      return (atRisk, _, weights) => weights.set(atRisk.map(Math.sqrt));
    case "peto-peto":
      return petoSurvival(() => 1);
    case "modified-peto-peto":
      return petoSurvival((n) => n / (n + 1));
    case "fleming-harrington":
      if (!(p >= 0 && q >= 0 && p + q < Number.POSITIVE_INFINITY))
        throw new RangeError(`fleming-harrington has p ${p} and q ${q}; both must be finite and 0 or more`);
      return survivalPowers(p, q);
    default:
      throw new RangeError(
        `weights is “${String(name)}”; allowed are log-rank, gehan, tarone-ware, peto-peto, modified-peto-peto, fleming-harrington`,
      );
  }
}

function petoSurvival(factor: (n: number) => number): TimeWeights {
  return (atRisk, events, weights) => {
    let survival = 1;
    for (let j = 0; j < weights.length; j++) {
      survival *= 1 - events[j] / (atRisk[j] + 1);
      weights[j] = survival * factor(atRisk[j]);
    }
  };
}
