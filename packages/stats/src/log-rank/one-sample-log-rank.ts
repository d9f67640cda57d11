import { gammaQuantile } from "../distributions/gamma.js";
import { normalTwoSided } from "../distributions/normal.js";
import { checkConfidenceLevel } from "../likelihood/fit-options.js";
import { checkSurvivalRows, type SurvivalRows } from "../rows/survival-rows.js";

/** A known hazard from time 0 on, in the unit of the rows' times. */
export type KnownHazard =
  | { type: "exponential"; rate: number }
  /** H(t) = (t/scale)^shape. */
  | { type: "weibull"; shape: number; scale: number }
  /** `rates[k]` up to `breaks[k]`, the last rate beyond; one rate more than breaks, breaks ascending from above 0. */
  | { type: "piecewise"; breaks: readonly number[]; rates: readonly number[] };

export interface OneSampleLogRankTest {
  observed: number;
  expected: number;
  z: number;
  chiSquared: number;
  p: number;
  /** Observed over expected (the standardised mortality ratio) with its exact Poisson interval. */
  ratio: { estimate: number; lower: number; upper: number };
  confidenceLevel: number;
}

/**
 * The one-sample log-rank test of a series against a known hazard, for instance that of the population (Breslow 1975, Int
 * Stat Rev 43:45, doi 10.2307/1402659).
 *
 *   E = Σ H(time) − H(entry),   z = (O − E)/√E,   ratio O/E, its limits χ²-quantiles of 2O and 2(O + 1) degrees, halved, over E
 *
 * Both limits exist for O = 0 too (the lower is 0). No time at risk, or a hazard of 0, leaves z, p and the ratio NaN.
 * Case weights multiply rows; groups and strata are not looked at. R: `survdiff(Surv(t, d) ~ offset(exp(-H(t))))`,
 * `poisson.test`.
 *
 * @param rows times and entries >= 0
 * @param options.confidenceLevel between 0 and 1, default 0.95
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for a negative time or a hazard that cannot be
 */
export function oneSampleLogRank(
  rows: SurvivalRows,
  { hazard, confidenceLevel = 0.95 }: { hazard: KnownHazard; confidenceLevel?: number },
): OneSampleLogRankTest {
  checkSurvivalRows(rows);
  checkConfidenceLevel(confidenceLevel);
  checkHazard(hazard);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < rows.time.length; i++) {
    const entry = rows.entry ? rows.entry[i] : 0;
    if (rows.time[i] < 0 || entry < 0)
      throw new RangeError(`row ${i} runs from ${entry} to ${rows.time[i]}; a known hazard starts at 0`);
    const weight = rows.weights ? rows.weights[i] : 1;
    observed += weight * rows.event[i];
    expected += weight * (cumulativeHazard(hazard, rows.time[i]) - cumulativeHazard(hazard, entry));
  }
  const z = expected > 0 ? (observed - expected) / Math.sqrt(expected) : Number.NaN;
  return {
    observed,
    expected,
    z,
    chiSquared: z * z,
    p: normalTwoSided(z),
    ratio: poissonRatio(observed, expected, (1 - confidenceLevel) / 2),
    confidenceLevel,
  };
}

function checkHazard(hazard: KnownHazard): void {
  if (!["exponential", "weibull", "piecewise"].includes(hazard.type))
    throw new RangeError(`the hazard is “${String(hazard.type)}”; allowed are exponential, weibull, piecewise`);
  const rates =
    hazard.type === "piecewise" ? hazard.rates : hazard.type === "exponential" ? [hazard.rate] : [hazard.scale];
  for (const rate of rates)
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
      throw new RangeError(`the ${hazard.type} hazard has ${rate}; a rate or scale must be finite and not negative`);
  if (hazard.type === "weibull" && !(hazard.shape > 0 && hazard.shape < Number.POSITIVE_INFINITY && hazard.scale > 0))
    throw new RangeError(
      `the weibull hazard has shape ${hazard.shape}, scale ${hazard.scale}; both must be finite and above 0`,
    );
  if (hazard.type !== "piecewise") return;
  const { breaks } = hazard;
  if (rates.length !== breaks.length + 1)
    throw new RangeError(
      `the piecewise hazard has ${rates.length} rates and ${breaks.length} breaks; one rate more is needed`,
    );
  for (let k = 0; k < breaks.length; k++)
    if (!(breaks[k] > (k > 0 ? breaks[k - 1] : 0) && breaks[k] < Number.POSITIVE_INFINITY))
      throw new RangeError(`the piecewise hazard's breaks[${k}] is ${breaks[k]}; breaks must ascend from above 0`);
}

function cumulativeHazard(hazard: KnownHazard, time: number): number {
  switch (hazard.type) {
    case "exponential":
      return hazard.rate * time;
    case "weibull":
      return (time / hazard.scale) ** hazard.shape;
    case "piecewise": {
      const { breaks, rates } = hazard;
      let sum = 0;
      let from = 0;
      for (let k = 0; k < rates.length && from < time; k++) {
        const to = k < breaks.length ? Math.min(breaks[k], time) : time;
        sum += rates[k] * (to - from);
        from = to;
      }
      return sum;
    }
  }
}

function poissonRatio(observed: number, expected: number, alpha: number): OneSampleLogRankTest["ratio"] {
  if (!(expected > 0)) return { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  return {
    estimate: observed / expected,
    lower: observed > 0 ? gammaQuantile(alpha, observed) / expected : 0,
    upper: gammaQuantile(alpha, observed + 1, { upper: true }) / expected,
  };
}
