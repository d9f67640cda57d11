import type { LogLikelihood } from "../likelihood/newton.js";
import { maximise, type NewtonResult, type NewtonState } from "../likelihood/newton.js";
import { type Cholesky, cholesky, inverse, relativeToLargest, solve } from "../linear/cholesky.js";
import { partialLikelihood, type Ties } from "./cox-likelihood.js";
import { type Recession, recession } from "./cox-recession.js";
import type { CoxData } from "./cox-rows.js";

/** The maximum of a partial likelihood, or of its limit, in the scaled covariates. */
export interface CoxEstimate {
  /** The data whose likelihood is at its maximum: with levels where it is a limit. */
  data: CoxData;
  /** 0 for a column left out and for one that runs away. */
  beta: Float64Array;
  /** Inverse information, 0 in the rows and columns that are not determined. */
  covariance: Float64Array;
  /** The coefficient and its variance are determined. */
  estimable: boolean[];
  infinite: boolean[];
  /** ±1 for an infinite coefficient, else 0. */
  sign: Float64Array;
  directions: Float64Array[];
  logLikelihood: number;
  status: "converged" | "monotone likelihood" | "did not converge";
  iterations: number;
}

/**
 * 1 for each column that is no combination of the columns before it, judged by the information at β = 0: its rank is
 * that of any β, and there it is best told from round-off.
 */
export function independentColumns({ p, eventWeight }: CoxData, atZero: LogLikelihood): Uint8Array {
  const tolerance = 2 ** -39;
  const thresholds = new Float64Array(p);
  for (let j = 0; j < p; j++) thresholds[j] = Math.max(tolerance * atZero.information[j * p + j], 1e-13 * eventWeight);
  return cholesky(atZero.information, p, thresholds).dropped.map((dropped) => 1 - dropped);
}

/**
 * Maximises the partial likelihood over the kept columns. While steps stay long although they gain next to nothing, and
 * where the search ends on flat ground, it asks whether the likelihood is monotone (`recession`), and if so maximises its
 * limit.
 */
export function estimateCox(data: CoxData, ties: Ties, kept: Uint8Array, maxIterations: number): CoxEstimate {
  const likelihood = (beta: Float64Array) => partialLikelihood(data, beta, ties);
  const thresholds = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  let limit: Recession | undefined;
  let ask = maxIterations < ENOUGH ? 0 : 1e-2;
  let first: Cholesky | undefined;
  const watch = ({ decrement, step, factor }: NewtonState) => {
    first ??= factor;
    if (!(decrement < ask) || !step.some((change) => Math.abs(change) > LONG_STEP)) return false;
    ask *= 1e-4;
    limit = recession(data, ties, kept);
    return limit !== undefined;
  };
  const newton = maximise(likelihood, new Float64Array(data.p), thresholds, { maxIterations, watch });
  const unsettled = newton.stopped === "iterations" || (first && flattened(first, newton.factor));
  if (!limit && unsettled && maxIterations >= ENOUGH) limit = recession(data, ties, kept);
  if (limit) return limitEstimate(data, ties, kept, limit, newton);
  return {
    data,
    beta: newton.beta,
    covariance: inverse(newton.factor),
    estimable: Array.from(newton.factor.dropped, (dropped) => !dropped),
    infinite: Array.from(kept, () => false),
    sign: new Float64Array(data.p),
    directions: [],
    logLikelihood: newton.logLikelihood,
    status: newton.stopped === "converged" ? "converged" : "did not converge",
    iterations: newton.iterations,
  };
}

/** A step that moves the linear predictor by more than this many standard deviations of a covariate. */
const LONG_STEP = 0.05;
/** A search that was given fewer iterations is not asked why it did not end. */
const ENOUGH = 20;
/** A pivot of the information that has come down to this part of what it was at β = 0 is flat ground. */
const FLAT = 1e-6;
/** Along several directions at once a coefficient runs away when its steps keep this part of the longest. */
const KEEPS_PACE = 1e-3;
/** A coefficient that no information holds is infinite beyond this many standard deviations of its covariate. */
const FAR = 40;

export function flattened(first: Cholesky, last: Cholesky): boolean {
  const { p } = first;
  for (let j = 0; j < p; j++)
    if (!first.dropped[j] && !(last.factor[j * p + j] > FLAT * first.factor[j * p + j])) return true;
  return false;
}

function limitEstimate(
  whole: CoxData,
  ties: Ties,
  kept: Uint8Array,
  { directions, level }: Recession,
  stoppedAt: NewtonResult,
): CoxEstimate {
  const { p } = whole;
  const data: CoxData = { ...whole, level };
  const likelihood = (beta: Float64Array) => partialLikelihood(data, beta, ties);
  const runs = Array.from({ length: p }, (_, j) => directions.some((d) => Math.abs(d[j]) > 1e-7 * largest(d)));
  const lost = undetermined(likelihood(new Float64Array(p)).information, data, kept, runs);
  const thresholds = Float64Array.from(lost.dropped, (dropped) => (dropped ? Number.POSITIVE_INFINITY : 0));
  const newton = maximise(likelihood, new Float64Array(p), thresholds, { maxIterations: 1000 });
  const estimable = Array.from(kept, (keep, j) => keep === 1 && lost.null.every((v) => Math.abs(v[j]) < 1e-7));
  const sign = Float64Array.from({ length: p }, (_, j) =>
    Math.sign(directions.map((d) => (Math.abs(d[j]) > 1e-7 * largest(d) ? d[j] : 0)).find((value) => value !== 0) ?? 0),
  );
  const beta = newton.beta.map((value, j) => (estimable[j] ? value : 0));
  if (lost.null.length > 1) {
    // Several directions at once: which coefficients run away, and where the rest of them end, only the search tells.
    const late = searchOn(whole, ties, kept, stoppedAt);
    const longest = largest(late.step);
    for (let j = 0; j < p; j++) {
      if (estimable[j] || !kept[j]) continue;
      if (Math.abs(late.step[j]) > KEEPS_PACE * longest) sign[j] = Math.sign(late.step[j]);
      else sign[j] = Math.abs(late.beta[j]) > FAR ? Math.sign(late.beta[j]) : 0;
      beta[j] = sign[j] === 0 ? late.beta[j] : 0;
    }
  }
  return {
    data,
    beta,
    covariance: masked(inverse(newton.factor), estimable),
    estimable,
    infinite: Array.from(sign, (value) => value !== 0),
    sign,
    directions,
    logLikelihood: newton.logLikelihood,
    status: "monotone likelihood",
    iterations: stoppedAt.iterations + newton.iterations,
  };
}

/** The columns without information of their own in the limit, those that run away last, and a basis of what is lost. */
function undetermined(information: Float64Array, { p, eventWeight }: CoxData, kept: Uint8Array, runs: boolean[]) {
  const order = Array.from({ length: p }, (_, j) => j).sort((a, b) => Number(runs[a]) - Number(runs[b]) || a - b);
  const sorted = new Float64Array(p * p);
  for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) sorted[a * p + b] = information[order[a] * p + order[b]];
  const thresholds = relativeToLargest(sorted, p, 1e-10).map((t, a) =>
    kept[order[a]] ? Math.max(t, 1e-13 * eventWeight) : Number.POSITIVE_INFINITY,
  );
  const factor = cholesky(sorted, p, thresholds);
  const dropped = new Uint8Array(p);
  const basis: Float64Array[] = [];
  for (let a = 0; a < p; a++) {
    if (!factor.dropped[a]) continue;
    dropped[order[a]] = 1;
    if (kept[order[a]]) basis.push(nullVector(factor, sorted, a, order));
  }
  return { dropped, null: basis };
}

function nullVector(factor: Cholesky, matrix: Float64Array, column: number, order: number[]): Float64Array {
  const { p } = factor;
  const combination = solve(factor, matrix.subarray(column * p, (column + 1) * p));
  const vector = new Float64Array(p);
  for (let a = 0; a < p; a++) vector[order[a]] = a === column ? 1 : -combination[a];
  return vector;
}

function searchOn(data: CoxData, ties: Ties, kept: Uint8Array, from: NewtonResult): NewtonState {
  const thresholds = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
  const likelihood = (beta: Float64Array) => partialLikelihood(data, beta, ties);
  const watch = ({ decrement }: NewtonState) => decrement < 1e-10;
  return maximise(likelihood, from.beta, thresholds, { maxIterations: 60, watch });
}

function masked(covariance: Float64Array, estimable: boolean[]): Float64Array {
  const p = estimable.length;
  return covariance.map((value, at) => (estimable[at % p] && estimable[Math.floor(at / p)] ? value : 0));
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
