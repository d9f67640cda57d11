import type { LogLikelihood } from "../likelihood/newton.js";
import type { PenalisedLikelihood } from "../likelihood/penalised-profile.js";
import { cholesky, solve } from "../linear/cholesky.js";
import { expit, type LogisticData } from "./logistic-rows.js";

/** Σ w [y η − log(1 + e^η)] and its derivatives at one β. O(n p²). */
export function logisticLikelihood(data: LogisticData, beta: Float64Array): LogLikelihood {
  const { n, p, x, outcome, weights } = data;
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  const eta = linearPredictorOf(data, beta);
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) {
    const mean = expit(eta[i]);
    logLikelihood += weights[i] * (outcome[i] ? logExpit(eta[i]) : logExpit(-eta[i]));
    const residual = weights[i] * (outcome[i] ? expit(-eta[i]) : -mean);
    const variance = weights[i] * mean * expit(-eta[i]);
    for (let j = 0; j < p; j++) {
      score[j] += residual * x[i * p + j];
      for (let k = 0; k <= j; k++) information[k * p + j] += variance * x[i * p + j] * x[i * p + k];
    }
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) information[j * p + k] = information[k * p + j];
  return { logLikelihood, score, information };
}

/**
 * With Firth's penalty (1993, Biometrika 80:27), l + ½ log det I. Its score has residuals w (y − π) + h (½ − π), h the leverage of the
 * row in the weighted regression (Heinze & Schemper 2002, Stat Med 21:2409).
 */
export function logisticFirthLikelihood(
  data: LogisticData,
  beta: Float64Array,
  kept: Uint8Array,
): PenalisedLikelihood & { logLikelihood: number } {
  const { n, p, x, weights } = data;
  const at = logisticLikelihood(data, beta);
  const thresholds = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  const decomposition = cholesky(at.information, p, thresholds);
  const wanted = kept.reduce((sum, keep) => sum + keep, 0);
  if (decomposition.rank < wanted) return { ...at, value: Number.NEGATIVE_INFINITY };
  let value = at.logLikelihood;
  for (let j = 0; j < p; j++) if (kept[j]) value += 0.5 * Math.log(decomposition.factor[j * p + j]);
  const score = at.score.slice();
  const eta = linearPredictorOf(data, beta);
  for (let i = 0; i < n; i++) {
    const row = x.subarray(i * p, (i + 1) * p);
    const mean = expit(eta[i]);
    const solved = solve(decomposition, row);
    let leverage = 0;
    for (let j = 0; j < p; j++) leverage += row[j] * solved[j];
    leverage *= weights[i] * mean * expit(-eta[i]);
    for (let j = 0; j < p; j++) if (kept[j]) score[j] += leverage * (0.5 - mean) * row[j];
  }
  return { ...at, score, value };
}

/** x'β + offset of each row that has weight. */
export function linearPredictorOf({ n, p, x, offset }: LogisticData, beta: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let eta = offset[i];
    for (let j = 0; j < p; j++) eta += x[i * p + j] * beta[j];
    return eta;
  });
}

function logExpit(eta: number): number {
  return eta >= 0 ? -Math.log1p(Math.exp(-eta)) : eta - Math.log1p(Math.exp(eta));
}
