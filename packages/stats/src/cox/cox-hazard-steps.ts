import { tieSums } from "./cox-likelihood.js";
import { eachRiskSet } from "./cox-risk-sets.js";
import type { CoxData } from "./cox-rows.js";

/** For each event time, in the order of the risk sets: Σ h over the steps of the tied deaths, and the mean over them of x̄. */
export interface HazardSteps {
  count: number;
  /** η is taken relative to this. */
  reference: number;
  stratum: Int32Array;
  rank: Int32Array;
  level: Int32Array;
  hazard: Float64Array;
  mean: Float64Array;
  /** Σ h / D, the variance of the step. */
  variance: Float64Array;
  /** Weight of the deaths, and Σ w e^η of the rows at risk, relative to the reference. */
  eventWeight: Float64Array;
  atRisk: Float64Array;
  /** Where deaths are tied: Σ h x̄, and both sums with the part (1 − k/d) that a death has of the steps. */
  tied: Map<number, { moment: Float64Array; ownHazard: number; ownMoment: Float64Array }>;
}

/**
 * The steps of the baseline hazard at η: Breslow's W/S₀ at each event time, or Efron's Σ (W/d) / (S₀ − (k/d) E₀) with what
 * a tied death has of it. The last time of the first stratum comes first. O((n + d) p²).
 */
export function hazardSteps(data: CoxData, eta: Float64Array, efron: boolean): HazardSteps {
  const { p, events } = data;
  const codes = { stratum: new Int32Array(events), rank: new Int32Array(events), level: new Int32Array(events) };
  const result: HazardSteps = {
    count: 0,
    reference: eta.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY),
    ...codes,
    hazard: new Float64Array(events),
    mean: new Float64Array(events * p),
    variance: new Float64Array(events),
    eventWeight: new Float64Array(events),
    atRisk: new Float64Array(events),
    tied: new Map(),
  };
  eachRiskSet(data, eta, (set) => {
    const { s1, e1 } = set;
    const { a0, a1, b0, b1, b2 } = tieSums(set, efron);
    const scale = Math.exp(result.reference - set.shift);
    const k = result.count++;
    codes.stratum[k] = set.stratum;
    codes.rank[k] = set.rank;
    codes.level[k] = Math.max(set.level, 0);
    result.hazard[k] = scale * a0;
    result.variance[k] = scale * scale * b0;
    result.eventWeight[k] = set.eventWeight;
    result.atRisk[k] = set.s0 / scale;
    for (let j = 0; j < p; j++) result.mean[k * p + j] = (a0 * s1[j] - a1 * e1[j]) / set.eventWeight;
    if (a1 > 0)
      result.tied.set(k, {
        moment: s1.map((s, j) => scale * (b0 * s - b1 * e1[j])),
        ownHazard: scale * (a0 - a1),
        ownMoment: s1.map((s, j) => scale * ((b0 - b1) * s - (b1 - b2) * e1[j])),
      });
  });
  return result;
}
