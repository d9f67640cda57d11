import type { StandardDistribution } from "./standard-distribution.js";

/** Rows of a parametric model on the scale of y, its covariates scaled; row-major, the first column the intercept. */
export interface AftData {
  n: number;
  p: number;
  x: Float64Array;
  /** y in (lower, upper], at lower where they are equal. */
  lower: Float64Array;
  upper: Float64Array;
  weights: Float64Array;
  offset: Float64Array;
  stratum: Int32Array;
  /** Scales that are estimated: as many as strata, or none. */
  scales: number;
}

/** The log likelihood on the scale of y and its derivatives by (β, log σ), length p + scales. */
export interface AftLikelihood {
  logLikelihood: number;
  score: Float64Array;
  /** Minus the second derivative, column-major. */
  information: Float64Array;
}

/** Of one row, by η = x'β and τ = log σ. */
export interface RowTerms {
  value: number;
  eta: number;
  tau: number;
  etaEta: number;
  etaTau: number;
  tauTau: number;
}

/**
 * Σ w log L over the rows: the density of an exact time, the probability of an interval. NaN derivatives do not occur: a
 * row whose probability is 0 makes the likelihood −Infinity.
 *
 * @param theta β, then the log scales
 * @param fixedLogScale where no scale is estimated
 */
export function aftLikelihood(
  data: AftData,
  distribution: StandardDistribution,
  theta: Float64Array,
  fixedLogScale: number,
): AftLikelihood {
  const { n, p, x, scales } = data;
  const size = p + scales;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) {
    const w = data.weights[i];
    const row = rowTerms(data, distribution, theta, fixedLogScale, i);
    logLikelihood += w * row.value;
    if (logLikelihood === Number.NEGATIVE_INFINITY || Number.isNaN(logLikelihood))
      return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
    const at = p + data.stratum[i];
    for (let j = 0; j < p; j++) {
      const xj = w * x[i * p + j];
      score[j] += xj * row.eta;
      for (let k = 0; k <= j; k++) information[k * size + j] -= xj * x[i * p + k] * row.etaEta;
      if (scales) information[j * size + at] -= xj * row.etaTau;
    }
    if (!scales) continue;
    score[at] += w * row.tau;
    information[at * size + at] -= w * row.tauTau;
  }
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) information[j * size + k] = information[k * size + j];
  return { logLikelihood, score, information };
}

/** The row's log likelihood and its derivatives, not weighted. */
export function rowTerms(
  { p, x, lower, upper, offset, stratum, scales }: AftData,
  distribution: StandardDistribution,
  theta: Float64Array,
  fixedLogScale: number,
  i: number,
): RowTerms {
  const tau = scales ? theta[p + stratum[i]] : fixedLogScale;
  const sigma = Math.exp(tau);
  let eta = offset[i];
  for (let j = 0; j < p; j++) eta += x[i * p + j] * theta[j];
  const from = (lower[i] - eta) / sigma;
  const to = (upper[i] - eta) / sigma;
  if (lower[i] === upper[i]) {
    const slope = distribution.slope(from);
    return ofOneEnd(distribution.logDensity(from) - tau, slope, distribution.bend(from), from, sigma, -1);
  }
  if (to === Number.POSITIVE_INFINITY) {
    if (from === Number.NEGATIVE_INFINITY) return { value: 0, eta: 0, tau: 0, etaEta: 0, etaTau: 0, tauTau: 0 };
    const value = distribution.logUpper(from);
    const hazard = Math.exp(distribution.logDensity(from) - value);
    return ofOneEnd(value, -hazard, -hazard * (distribution.slope(from) + hazard), from, sigma);
  }
  if (from === Number.NEGATIVE_INFINITY) {
    const value = distribution.logLower(to);
    const reversed = Math.exp(distribution.logDensity(to) - value);
    return ofOneEnd(value, reversed, reversed * (distribution.slope(to) - reversed), to, sigma);
  }
  return ofInterval(distribution, from, to, sigma);
}

/** A log likelihood L(w) + c·τ of one end w = (y − η)/σ, by L' and L''. */
function ofOneEnd(value: number, first: number, second: number, w: number, sigma: number, c = 0): RowTerms {
  return {
    value,
    eta: -first / sigma,
    tau: c - w * first,
    etaEta: second / (sigma * sigma),
    etaTau: (first + w * second) / sigma,
    tauTau: w * first + w * w * second,
  };
}

function ofInterval(distribution: StandardDistribution, from: number, to: number, sigma: number): RowTerms {
  const value = logProbability(distribution, from, to);
  const [low, high] = [from, to].map((w) => {
    const ratio = Math.exp(distribution.logDensity(w) - value);
    return { w, ratio, slope: distribution.slope(w) * ratio };
  });
  const eta = -(high.ratio - low.ratio) / sigma;
  const tau = -(high.w * high.ratio - low.w * low.ratio);
  const twice = ({ w, ratio, slope }: typeof low) => w * ratio + w * w * slope;
  return {
    value,
    eta,
    tau,
    etaEta: (high.slope - low.slope) / (sigma * sigma) - eta * eta,
    etaTau: (high.ratio + high.w * high.slope - low.ratio - low.w * low.slope) / sigma - eta * tau,
    tauTau: twice(high) - twice(low) - tau * tau,
  };
}

/** log P(from < W <= to), from the tail in which both ends lie so that nothing cancels more than it must. */
function logProbability(distribution: StandardDistribution, from: number, to: number): number {
  const [larger, smaller] =
    from > 0
      ? [distribution.logUpper(from), distribution.logUpper(to)]
      : [distribution.logLower(to), distribution.logLower(from)];
  return larger + Math.log(-Math.expm1(smaller - larger));
}
