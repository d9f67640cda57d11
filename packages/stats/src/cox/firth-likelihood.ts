import type { PenalisedLikelihood } from "../likelihood/penalised-profile.js";
import { cholesky, inverse } from "../linear/cholesky.js";
import { linearPredictor, partialLikelihood } from "./cox-likelihood.js";
import { eachRiskSet } from "./cox-risk-sets.js";
import type { CoxData } from "./cox-rows.js";

/**
 * Firth's penalised likelihood of a Cox model, l + ½ log det I, and its score U + ½ tr(I⁻¹ ∂I/∂β). The derivative of I is the
 * third moment of x over each risk set; contracted with I⁻¹ it needs, beside the sums that there are, only those of
 * q = x'I⁻¹x, which is taken along as one more covariate. O((n + d) p²).
 *
 * @param kept 0 for a redundant column, which takes no part in the determinant
 */
export function firthLikelihood(
  data: CoxData,
  beta: Float64Array,
  ties: "efron" | "breslow",
  kept: Uint8Array,
): PenalisedLikelihood {
  const { p } = data;
  const at = partialLikelihood(data, beta, ties);
  const thresholds = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  const decomposition = cholesky(at.information, p, thresholds);
  const wanted = kept.reduce((sum, keep) => sum + keep, 0);
  if (decomposition.rank < wanted || !Number.isFinite(at.logLikelihood))
    return { ...at, value: Number.NEGATIVE_INFINITY };
  let halfLogDeterminant = 0;
  for (let j = 0; j < p; j++) if (kept[j]) halfLogDeterminant += 0.5 * Math.log(decomposition.factor[j * p + j]);
  const score = at.score.slice();
  addPenaltyScore(score, data, beta, ties, inverse(decomposition));
  return { ...at, score, value: at.logLikelihood + halfLogDeterminant };
}

function addPenaltyScore(
  score: Float64Array,
  data: CoxData,
  beta: Float64Array,
  ties: "efron" | "breslow",
  a: Float64Array,
): void {
  const { n, p, x } = data;
  const width = p + 1;
  const wide = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    let q = 0;
    for (let j = 0; j < p; j++) {
      wide[i * width + j] = x[i * p + j];
      let sum = 0;
      for (let k = 0; k < p; k++) sum += a[k * p + j] * x[i * p + k];
      q += sum * x[i * p + j];
    }
    wide[i * width + p] = q;
  }
  const eta = linearPredictor(data, beta);
  const mean = new Float64Array(width);
  const weighted = new Float64Array(p);
  const qRow = (p * (p + 1)) / 2;
  eachRiskSet({ ...data, p: width, x: wide }, eta, (set) => {
    const steps = ties === "efron" ? set.deaths : 1;
    for (let step = 0; step < steps; step++) {
      const part = step / set.deaths;
      const left = set.s0 - (part > 0 ? part * set.e0 : 0);
      const weight = set.eventWeight / steps;
      const first = (j: number) => (set.s1[j] - (part > 0 ? part * set.e1[j] : 0)) / left;
      const second = (m: number) => (set.s2[m] - (part > 0 ? part * set.e2[m] : 0)) / left;
      for (let j = 0; j < width; j++) mean[j] = first(j);
      weighted.fill(0);
      for (let k = 0; k < p; k++) for (let j = 0; j < p; j++) weighted[j] += a[k * p + j] * mean[k];
      for (let j = 0; j < p; j++) {
        // E (x − x̄)'A(x − x̄)(xⱼ − x̄ⱼ) = cov(q, xⱼ) − 2 Σ (A x̄)ₖ cov(xₖ, xⱼ)
        let third = second(qRow + j) - mean[p] * mean[j];
        for (let k = 0; k < p; k++) {
          const m = k >= j ? (k * (k + 1)) / 2 + j : (j * (j + 1)) / 2 + k;
          third -= 2 * weighted[k] * (second(m) - mean[k] * mean[j]);
        }
        score[j] += 0.5 * weight * third;
      }
    }
  });
}
