import { normalTwoSided } from "../distributions/normal.js";
import { bracketedRoot } from "../likelihood/bracketed-root.js";
import { codeCount } from "../rows/survival-rows.js";
import type { Ties } from "./cox-likelihood.js";
import { checkPenalisedTies, checkPenalty } from "./cox-ridge.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { type FrailtyEstimate, FrailtyModel } from "./frailty-model.js";

/** Rows of a frailty model: `group[i]` is the code of what row i shares with others, a patient or a hospital. */
export interface CoxFrailtyRows extends Omit<CoxRows, "cluster"> {
  group: Int32Array;
}

export interface CoxFrailtyOptions {
  /** Fixes the frailties' variance (>= 0); default: the maximum of the marginal likelihood. */
  theta?: number;
  /** Default efron. */
  ties?: Exclude<Ties, "exact">;
  maxIterations?: number;
}

/** Arrays of length p in the order of `columns`. */
export interface CoxFrailtyFit {
  n: number;
  events: number;
  columns: string[];
  coefficients: Float64Array;
  /** From the inverse of the whole penalised information, θ taken as known. */
  standardErrors: Float64Array;
  z: Float64Array;
  p: Float64Array;
  hazardRatio: Float64Array;
  covariance: Float64Array;
  /** Variance of the frailties. */
  theta: number;
  thetaFixed: boolean;
  /** By group code: the logarithm of its frailty; their mean on the scale of the hazard is 1. */
  logFrailty: Float64Array;
  /**
   * The partial likelihood with β and frailties 0 (`null`) and at the fit; that less the penalty −Σb/θ (`penalized`); and with
   * the frailties integrated out (`marginal`).
   */
  logLikelihood: { null: number; fitted: number; penalized: number; marginal: number };
  /** 2 (marginal − that of the model without frailty): half of a chi-squared with 1 degree of freedom where θ = 0. */
  frailtyTest: { statistic: number; p: number };
  status: "converged" | "did not converge";
}

/**
 * The shared gamma frailty model λ(t) = λ₀(t) e^{x'β} z_g, z_g gamma with mean 1 and variance θ (Clayton 1978; Therneau,
 * Grambsch & Pankratz 2003, J Comput Graph Stat 12:156, doi 10.1198/1061860031365). For a given θ the EM solution maximises
 *
 *   l(β, b) − Σ (e^b − b)/θ,   z = e^b
 *
 * and θ maximises the marginal (I-)likelihood, l + Σb/θ + Σ_g [d + ν log(ν/(ν + d)) + Σ_{k<=d} log((ν + k − 1)/(ν + d))] with
 * ν = 1/θ and d the group's events; its derivative by θ has one root, found by bracketing. 0 where the likelihood falls from
 * there: the ordinary model. Agrees with R's `coxph(~ frailty(g, distribution = "gamma", sparse = FALSE))`.
 *
 * A group without events has a log frailty below 0; one whose rows no event finds at risk has 0. O(n log n) once, then
 * O((n + d) (p² + some tens)) a step, some hundred steps where θ is looked for.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for a theta that is negative or not finite, or exact ties
 */
export function coxFrailty(rows: CoxFrailtyRows, options: CoxFrailtyOptions = {}): CoxFrailtyFit {
  const { ties = "efron", maxIterations = 200 } = options;
  checkPenalisedTies(ties);
  if (options.theta !== undefined) checkPenalty("theta", options.theta);
  checkGroup(rows);
  const model = frailtyModel(rows, ties, maxIterations);
  const theta = options.theta ?? mostLikelyTheta(model);
  const fit = model.at(theta);
  const { p } = rows.design;
  const { scale, kept } = model;
  const covariance = fit.covariance.map((value, at) => {
    const [j, k] = [at % p, Math.floor(at / p)];
    return kept[j] && kept[k] ? value / scale[j] / scale[k] : Number.NaN;
  });
  const coefficients = fit.beta.map((value, j) => (kept[j] ? value / scale[j] : Number.NaN));
  const standardErrors = coefficients.map((_, j) => Math.sqrt(covariance[j * p + j]));
  const z = coefficients.map((b, j) => b / standardErrors[j]);
  const statistic = Math.max(0, 2 * (fit.marginal - model.at(0).marginal));
  return {
    n: rows.time.length,
    events: rows.event.reduce((sum, value) => sum + value, 0),
    columns: [...rows.design.columns],
    coefficients,
    standardErrors,
    z,
    p: z.map(normalTwoSided),
    hazardRatio: coefficients.map(Math.exp),
    covariance,
    theta,
    thetaFixed: options.theta !== undefined,
    logFrailty: fit.frailty,
    logLikelihood: { null: model.null, fitted: fit.logLikelihood, penalized: fit.penalized, marginal: fit.marginal },
    frailtyTest: { statistic, p: statistic === 0 ? 1 : normalTwoSided(Math.sqrt(statistic)) / 2 },
    status: fit.converged ? "converged" : "did not converge",
  };
}

interface FrailtyFit extends FrailtyEstimate {
  penalized: number;
  marginal: number;
  /** Whether the marginal likelihood rises with θ: the sign of its derivative, times θ². */
  rise: number;
}

function frailtyModel(rows: CoxFrailtyRows, ties: "efron" | "breslow", maxIterations: number) {
  const { group, event } = rows;
  const groups = codeCount(group, 0);
  const deaths = new Float64Array(groups);
  for (let i = 0; i < group.length; i++) deaths[group[i]] += event[i];
  const data = coxData({ ...rows, cluster: undefined });
  const model = new FrailtyModel(
    data,
    Int32Array.from(data.source, (i) => group[i]),
    groups,
    ties,
    maxIterations,
  );
  let start: FrailtyEstimate | undefined;
  const known = new Map<number, FrailtyFit>();
  const at = (theta: number): FrailtyFit => {
    const before = known.get(theta);
    if (before) return before;
    const estimate = model.at(theta, start);
    if (theta > 0 && estimate.converged) start = estimate;
    const sum = theta === 0 ? 0 : estimate.frailty.reduce((total, b) => total + b, 0);
    const { value, slope } = integrated(deaths, theta);
    const penalized = theta === 0 ? estimate.logLikelihood : estimate.logLikelihood + sum / theta;
    const fit = { ...estimate, penalized, marginal: penalized + value, rise: -(sum + slope) };
    known.set(theta, fit);
    return fit;
  };
  return { kept: model.kept, scale: data.scale, null: model.null, at };
}

/** What integrating the frailties out adds to the penalised likelihood, and its derivative by ν = 1/θ. */
function integrated(deaths: Float64Array, theta: number): { value: number; slope: number } {
  if (theta === 0) return { value: 0, slope: 0 };
  const nu = 1 / theta;
  let [value, slope] = [0, 0];
  for (const d of deaths) {
    value += d - nu * Math.log1p(d / nu);
    slope += d / (nu + d) - Math.log1p(d / nu);
    for (let k = 0; k < d; k++) {
      value += Math.log((nu + k) / (nu + d));
      slope += 1 / (nu + k) - 1 / (nu + d);
    }
  }
  return { value, slope };
}

/** The θ at which the marginal likelihood is highest: the best of a grid, then the root of the derivative beside it. */
function mostLikelyTheta({ at }: ReturnType<typeof frailtyModel>): number {
  const grid = Array.from({ length: 25 }, (_, k) => 2 ** (k - 16));
  let best = 0;
  for (let k = 0; k < grid.length; k++) if (at(grid[k]).marginal > at(best).marginal) best = grid[k];
  if (best === 0) return 0;
  const [low, high] = at(best).rise > 0 ? [best, best * 2] : [best / 2, best];
  const [below, above] = [at(low).rise, at(high).rise];
  if (!(below > 0)) return low <= grid[0] ? 0 : best;
  if (!(above < 0)) return best;
  return bracketedRoot(
    (theta) => at(theta).rise,
    { x: low, value: below },
    { x: high, value: above },
    { tolerance: 1e-12, absolute: false },
  );
}

function checkGroup({ time, group }: CoxFrailtyRows): void {
  if (group.length !== time.length)
    throw new TypeError(`group has ${group.length} rows, time has ${time.length}; they must have the same length`);
  for (let i = 0; i < group.length; i++)
    if (group[i] < 0) throw new RangeError(`group[${i}] is ${group[i]}; codes are whole numbers from 0`);
}
