import type { LogLikelihood } from "../likelihood/newton.js";
import { unpacked } from "../linear/packed.js";
import { exactLikelihood } from "./cox-exact.js";
import { eachRiskSet, type RiskSet } from "./cox-risk-sets.js";
import type { CoxData } from "./cox-rows.js";

export type Ties = "efron" | "breslow" | "exact";

/**
 * The log partial likelihood at β (of the scaled covariates), its score and information.
 *
 *   Σ_t [ Σ_{deaths} w η − w̄ Σ_{k<d} log( S₀ − (k/d) E₀ ) ]     Efron (1977, JASA 72:557, doi 10.1080/01621459.1977.10480613)
 *
 * with w̄ the deaths' mean weight, S₀ and E₀ the sums of w e^η over the risk set and over the deaths. Breslow (1974)
 * takes k/d = 0; exact is Cox's (1972) discrete likelihood, see cox-exact.ts. No event: 0, 0, 0. O((n + d) p²).
 */
export function partialLikelihood(data: CoxData, beta: Float64Array, ties: Ties): LogLikelihood {
  const eta = linearPredictor(data, beta);
  // Without ties the three agree, and the sums over subsets are not needed.
  if (ties === "exact" && hasTiedEvents(data)) return exactLikelihood(data, eta);
  const { p } = data;
  const score = new Float64Array(p);
  const packed = new Float64Array((p * (p + 1)) / 2);
  let logLikelihood = 0;
  eachRiskSet(data, eta, (set) => {
    logLikelihood += addRiskSet(set, ties === "efron", score, packed);
  });
  return { logLikelihood, score, information: unpacked(packed, p) };
}

/** η = offset + xβ at each position; β of the scaled covariates. */
export function linearPredictor({ n, p, x, offset }: CoxData, beta: Float64Array): Float64Array {
  const eta = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = offset ? offset[i] : 0;
    for (let j = 0; j < p; j++) sum += x[i * p + j] * beta[j];
    eta[i] = sum;
  }
  return eta;
}

/**
 * Adds one event time to the score and the packed information and returns its part of the log likelihood, from the sums
 * alone. O(d + p²): Efron's d steps differ only in how much of the deaths' sums they take away, so Σ over the steps of
 * every entry is a combination of the two sums with five numbers (`tieSums`).
 */
export function addRiskSet(set: RiskSet, efron: boolean, score: Float64Array, packed: Float64Array): number {
  const { s1, s2, e1, e2, eventX, eventWeight, eventPredictor, shift } = set;
  const p = s1.length;
  const { log, a0, a1, b0, b1, b2 } = tieSums(set, efron);
  if (a1 === 0)
    for (let j = 0, m = 0; j < p; j++) {
      score[j] += eventX[j] - a0 * s1[j];
      for (let k = 0; k <= j; k++, m++) packed[m] += a0 * s2[m] - b0 * s1[j] * s1[k];
    }
  else
    for (let j = 0, m = 0; j < p; j++) {
      score[j] += eventX[j] - a0 * s1[j] + a1 * e1[j];
      const u = b0 * s1[j] - b1 * e1[j];
      const v = b2 * e1[j] - b1 * s1[j];
      for (let k = 0; k <= j; k++, m++) packed[m] += a0 * s2[m] - a1 * e2[m] - u * s1[k] - v * e1[k];
    }
  return eventPredictor - log - eventWeight * shift;
}

/**
 * Over the steps k = 0..d-1 of tied deaths, D_k = S₀ − (k/d) E₀ and h_k = (W/d) / D_k: log = (W/d) Σ log D_k,
 * a0 = Σ h_k, a1 = Σ h_k k/d, b0 = Σ h_k / D_k, b1 = Σ h_k (k/d) / D_k, b2 = Σ h_k (k/d)² / D_k.
 */
export function tieSums({ s0, e0, deaths, eventWeight }: RiskSet, efron: boolean) {
  const sums = {
    log: eventWeight * Math.log(s0),
    a0: eventWeight / s0,
    a1: 0,
    b0: eventWeight / s0 / s0,
    b1: 0,
    b2: 0,
  };
  if (!efron || deaths < 2) return sums;
  sums.log = sums.a0 = sums.b0 = 0;
  const mean = eventWeight / deaths;
  for (let k = 0; k < deaths; k++) {
    const part = k / deaths;
    const left = s0 - part * e0;
    const hazard = mean / left;
    sums.log += mean * Math.log(left);
    sums.a0 += hazard;
    sums.a1 += hazard * part;
    sums.b0 += hazard / left;
    sums.b1 += (hazard / left) * part;
    sums.b2 += (hazard / left) * part * part;
  }
  return sums;
}

function hasTiedEvents({ n, event, rank }: CoxData): boolean {
  for (let i = 1, seen = -1; i < n; i++) {
    if (event[i - 1]) seen = rank[i - 1];
    if (event[i] && rank[i] === seen) return true;
    if (rank[i] < rank[i - 1]) seen = -1;
  }
  return false;
}
