import { eventTable } from "../rows/event-table.js";
import { type HazardSteps, hazardSteps } from "./cox-hazard-steps.js";
import { linearPredictor } from "./cox-likelihood.js";
import type { CoxFit } from "./cox-regression.js";
import { type CoxData, type CoxRows, coxData } from "./cox-rows.js";
import { sampleMeans, weightedMean } from "./sample-means.js";

/** How a Cox model's hazard and survival are estimated; R's `stype` and `ctype`. */
export interface BaselineTypes {
  /** 2 (default): exp(−H). 1: the product limit of Kalbfleisch & Prentice, H then being Breslow's. */
  survivalType?: 1 | 2;
  /** 1: Breslow's hazard; 2: Efron's. Default as the fit's ties. */
  hazardType?: 1 | 2;
}

/** One stratum's baseline, at its distinct times (events and censorings), for a patient at the stratum's centre. */
export interface StratumBaseline {
  stratum: number;
  n: number;
  time: Float64Array;
  atRisk: Float64Array;
  eventCount: Float64Array;
  censored: Float64Array;
  /** Log of what the sums below are relative to: e^η is divided by e^reference. */
  reference: number;
  /** The covariates to which the sums below belong. */
  centre: Float64Array;
  hazard: Float64Array;
  /** Of the step of the hazard. */
  variance: Float64Array;
  /** Per time p values: h x̄, in the given covariates less the centre. */
  moment: Float64Array;
  /** Only with survival type 1: the step of log S. */
  logSurvival?: Float64Array;
}

/**
 * The baseline of each stratum from one pass over the risk sets, O((n + d) p²): for a patient with covariates x it gives
 * the hazard e^{(x − centre)'β + offset} h(t), and with h x̄ its variance.
 *
 * @throws RangeError where the fit's columns are not the rows', or a type is neither 1 nor 2
 */
export function coxBaseline(rows: CoxRows, fit: CoxFit, types: BaselineTypes): StratumBaseline[] {
  const { survivalType = 2, hazardType = fit.ties === "efron" ? 2 : 1 } = types;
  for (const [name, type] of Object.entries({ survivalType, hazardType }))
    if (type !== 1 && type !== 2) throw new RangeError(`${name} is ${String(type)}; allowed are 1 and 2`);
  const data = coxData(rows);
  checkSameColumns(rows, fit);
  const { p, scale } = data;
  const beta = fit.coefficients.map((b, j) => (Number.isFinite(b) ? b * scale[j] : 0));
  const eta = linearPredictor(data, beta);
  const product = survivalType === 1;
  const steps = hazardSteps(data, eta, hazardType === 2 && !product);
  const { time, event, entry, weights, strata } = rows;
  const table = eventTable({ time, event, entry, weights, group: strata });
  return Array.from({ length: table.groups }, (_, s) => {
    const of = (column: Float64Array) => column.slice(table.first[s], table.first[s + 1]);
    const times = of(table.time);
    const m = times.length;
    const baseline: StratumBaseline = {
      stratum: s,
      n: table.n[s],
      time: times,
      atRisk: of(table.atRisk),
      eventCount: of(table.events),
      censored: of(table.censored),
      reference: steps.reference,
      centre: centreOf(data, rows, s),
      hazard: new Float64Array(m),
      variance: new Float64Array(m),
      moment: new Float64Array(m * p),
      ...(product && { logSurvival: new Float64Array(m) }),
    };
    const unit = product
      ? unitOf(
          rows,
          beta.map((b, j) => (b === 0 ? 0 : b / scale[j])),
          baseline.centre,
          steps.reference,
        )
      : 1;
    for (let k = steps.count - 1, j = 0; k >= 0; k--) {
      if (steps.stratum[k] !== s) continue;
      while (times[j] !== data.times[steps.rank[k]]) j++;
      const { hazard } = steps;
      baseline.hazard[j] = hazard[k];
      baseline.variance[j] = product ? greenwood(steps, k, unit) : steps.variance[k];
      const moment = steps.tied.get(k)?.moment;
      for (let c = 0; c < p; c++)
        baseline.moment[j * p + c] = (moment ? moment[c] : steps.mean[k * p + c] * hazard[k]) * scale[c];
      if (baseline.logSurvival) baseline.logSurvival[j] = productStep(data, eta, steps, k);
    }
    return baseline;
  });
}

/** @throws RangeError where the fit's columns are not the rows' */
export function checkSameColumns({ design }: CoxRows, fit: CoxFit): void {
  if (fit.columns.join() !== design.columns.join())
    throw new RangeError(`the fit has columns ${fit.columns.join(", ")}, the rows ${design.columns.join(", ")}`);
}

/** What `coxData` took off the stratum's columns; 0 in a stratum that no event finds at risk. */
function centreOf({ p, x, scale, first, source }: CoxData, { design }: CoxRows, stratum: number): Float64Array {
  const at = first[stratum];
  if (!(first[stratum + 1] > at)) return new Float64Array(p);
  const row = source[at];
  return Float64Array.from({ length: p }, (_, j) => design.x[j * design.n + row] - x[at * p + j] * (scale[j] || 1));
}

/**
 * W / (S₀ (S₀ − W)), and W / S₀² where S₀ is no larger. As in R, S₀ counts e^{x'β} against the centre of the series: the sum
 * has no unit in which it would be W's, so that this error depends on that choice.
 */
function greenwood({ eventWeight, atRisk }: HazardSteps, k: number, unit: number): number {
  const d = eventWeight[k];
  const risk = unit * atRisk[k];
  return (unit * unit * d) / (risk * (d >= risk ? risk : risk - d));
}

/** e^η of the stratum's reference over e^η of the centre of the series. */
function unitOf(rows: CoxRows, beta: Float64Array, centre: Float64Array, reference: number): number {
  const means = sampleMeans(rows);
  const log = centre.reduce((sum, value, j) => sum + (beta[j] === 0 ? 0 : (value - means[j]) * beta[j]), reference);
  return Math.exp(log - (rows.offset ? weightedMean(rows.offset, rows.weights) : 0));
}

/**
 * log α of Kalbfleisch & Prentice (1973, Biometrika 60:267): Σ over the deaths of w r / (1 − α^r) = S₀, r = e^η. Solved in
 * λ = −log α, the left side falling in λ: in closed form for one death, else by Newton's steps from below.
 */
function productStep(data: CoxData, eta: Float64Array, steps: HazardSteps, k: number): number {
  const { weights } = data;
  const deaths: { w: number; r: number }[] = [];
  const [from, end] = [data.first[steps.stratum[k]], data.first[steps.stratum[k] + 1]];
  for (let i = firstOfRank(data, from, end, steps.rank[k]); i < end && data.rank[i] === steps.rank[k]; i++)
    if (data.event[i]) deaths.push({ w: weights[i], r: Math.exp(eta[i] - steps.reference) });
  const total = steps.atRisk[k];
  const rest = total - deaths.reduce((sum, { w, r }) => sum + w * r, 0);
  if (!(rest > 1e-12 * total)) return Number.NEGATIVE_INFINITY;
  if (deaths.length === 1) return Math.log1p((-deaths[0].w * deaths[0].r) / total) / deaths[0].r;
  // Breslow's step lies below the root.
  let lambda = steps.hazard[k];
  for (let step = 0; step < 200; step++) {
    let [value, slope] = [-total, 0];
    for (const { w, r } of deaths) {
      const lost = -Math.expm1(-lambda * r);
      value += (w * r) / lost;
      slope -= (w * r * r * (1 - lost)) / (lost * lost);
    }
    const next = lambda - value / slope;
    if (!(Math.abs(next - lambda) > 1e-15 * lambda)) break;
    lambda = next > 0 ? next : lambda / 2;
  }
  return -lambda;
}

/** The first position of those from..end−1 of a stratum that ends at the time of rank `wanted`. */
export function firstOfRank({ rank }: CoxData, from: number, end: number, wanted: number): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rank[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
