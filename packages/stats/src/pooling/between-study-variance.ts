/** How τ², the variance of the studies' true effects, is estimated. */
export type BetweenStudyVariance = "DL" | "REML" | "PM";

/**
 * τ², the variance between studies, from their estimates y and variances v, never below 0.
 *
 * - DL: method of moments (DerSimonian & Laird 1986, Control Clin Trials 7:177), (Q − (k − 1)) / (Σw − Σw²/Σw), w = 1/v.
 * - PM: the root of Q(τ²) = k − 1 with weights 1/(v + τ²), 0 where Q(0) is smaller already (Paule & Mandel 1982).
 * - REML: restricted maximum likelihood by Fisher scoring from the Hedges estimate, and 0 where the likelihood at 0 is
 *   higher than where the steps end. NaN where they do not end (R's `rma` stops with an error).
 */
export function betweenStudyVariance(y: Float64Array, v: Float64Array, method: BetweenStudyVariance): number {
  if (y.length < 2) return 0;
  if (method === "DL") return derSimonianLaird(y, v);
  return method === "PM" ? pauleMandel(y, v) : restrictedMaximumLikelihood(y, v);
}

/** With weights 1/(v + τ²): their sum, the weighted mean, and Cochran's Q about it. */
export function weightedMean(y: Float64Array, v: Float64Array, tau2: number) {
  let sum = 0;
  let first = 0;
  for (let i = 0; i < y.length; i++) {
    sum += 1 / (v[i] + tau2);
    first += y[i] / (v[i] + tau2);
  }
  const mean = first / sum;
  return { sum, mean, q: y.reduce((q, value, i) => q + (value - mean) ** 2 / (v[i] + tau2), 0) };
}

function derSimonianLaird(y: Float64Array, v: Float64Array): number {
  const { sum, q } = weightedMean(y, v, 0);
  const squares = v.reduce((total, value) => total + 1 / value ** 2, 0);
  return Math.max(0, (q - (y.length - 1)) / (sum - squares / sum));
}

/** Q falls as τ² grows, and is convex, so Newton's steps from 0 rise to the root without passing it. */
function pauleMandel(y: Float64Array, v: Float64Array): number {
  const wanted = y.length - 1;
  let tau2 = 0;
  for (let step = 0; step < 1000; step++) {
    const { mean, q } = weightedMean(y, v, tau2);
    const slope = y.reduce((sum, value, i) => sum + (value - mean) ** 2 / (v[i] + tau2) ** 2, 0);
    const next = tau2 + (q - wanted) / slope;
    if (!(next > tau2 * (1 + 1e-15))) break;
    tau2 = next;
  }
  return tau2;
}

function restrictedMaximumLikelihood(y: Float64Array, v: Float64Array): number {
  let tau2 = hedges(y, v);
  for (let step = 0; step < 1000; step++) {
    const { score, information } = scoring(y, v, tau2);
    let change = score / information;
    while (tau2 + change < 0) change /= 2;
    tau2 += change;
    if (Math.abs(change) <= 1e-14 * (tau2 + Math.min(...v)))
      return restrictedLikelihood(y, v, 0) >= restrictedLikelihood(y, v, tau2) ? 0 : tau2;
  }
  return Number.NaN;
}

function hedges(y: Float64Array, v: Float64Array): number {
  const k = y.length;
  const mean = y.reduce((sum, value) => sum + value, 0) / k;
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1);
  return Math.max(0, variance - v.reduce((sum, value) => sum + value, 0) / k);
}

/** Twice the derivative of the restricted log likelihood by τ², and twice its expected information. */
function scoring(y: Float64Array, v: Float64Array, tau2: number): { score: number; information: number } {
  const { sum, mean } = weightedMean(y, v, tau2);
  let [residual, second, third] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    const w = 1 / (v[i] + tau2);
    residual += w * w * (y[i] - mean) ** 2;
    second += w * w;
    third += w ** 3;
  }
  // P = W − W11'W/Σw: y'PPy, tr P and tr PP.
  return {
    score: residual - (sum - second / sum),
    information: second - (2 * third) / sum + (second / sum) ** 2,
  };
}

function restrictedLikelihood(y: Float64Array, v: Float64Array, tau2: number): number {
  const { sum, q } = weightedMean(y, v, tau2);
  return -0.5 * (v.reduce((total, value) => total + Math.log(value + tau2), 0) + Math.log(sum) + q);
}
