import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { cholesky, solve } from "../linear/cholesky.js";
import { unpacked } from "../linear/packed.js";
import { rowOrder } from "../rows/row-order.js";
import { addRiskSet, linearPredictor, type Ties } from "./cox-likelihood.js";
import type { CoxFit } from "./cox-regression.js";
import { eachRiskSet } from "./cox-risk-sets.js";
import { type CoxData, type CoxRows, coxData } from "./cox-rows.js";

export interface ProportionalHazardsTest {
  /** One entry a term (a factor's columns together); a term of redundant columns alone is left out. */
  terms: { name: string; chiSquared: number; degreesOfFreedom: number; p: number }[];
  global: { chiSquared: number; degreesOfFreedom: number; p: number };
}

export type TimeTransform = "km" | "identity" | "rank" | "log";

/**
 * The score test of β(t) = β + θ g(t) against θ = 0 (Grambsch & Therneau 1994, Biometrika 81:515, in the exact form of
 * survival 3): u' I⁻¹ u with u = (0, Σ_t g(t) (x − x̄(t))) and I the information of (β, θ),
 *
 *   Σ_t [ 1  g ; g  g² ] ⊗ V(t),   V(t) the covariance of x over the risk set at t.
 *
 * g: km 1 − S(t-) of the pooled, unweighted Kaplan-Meier (default), identity t, rank the mean rank of t among all rows,
 * log log t; less its mean over the events. Exact ties are treated as Breslow's. Agrees with R's `cox.zph`. The tests are
 * NaN where the fit has no maximum (`infinite`). O(n log n + (n + d) p² + p³ terms).
 *
 * @param fit the fit of these rows
 * @throws RangeError for log with an event at a time of 0 or less, and for a fit of other columns
 */
export function proportionalHazardsTest(
  rows: CoxRows,
  fit: CoxFit,
  { transform = "km" }: { transform?: TimeTransform } = {},
): ProportionalHazardsTest {
  const data = coxData(rows);
  if (fit.columns.join() !== rows.design.columns.join())
    throw new RangeError(`the fit has columns ${fit.columns.join(", ")}, the rows ${rows.design.columns.join(", ")}`);
  const kept = Array.from({ length: data.p }, (_, j) => j).filter((j) => !fit.redundant[j]);
  const { u, information } = scoreAndInformation(data, fit, transformed(rows, data.times, transform));
  const test = (columns: number[]) => {
    const df = columns.length;
    const undefinedHere = fit.infinite.some(Boolean) || df === 0;
    const chiSquared = undefinedHere ? Number.NaN : statistic(u, information, data.p, kept, columns);
    return { chiSquared, degreesOfFreedom: df, p: chiSquaredUpper(chiSquared, df) };
  };
  const terms = rows.design.terms
    .map(({ name, first, count }) => ({ name, columns: kept.filter((j) => j >= first && j < first + count) }))
    .filter(({ columns }) => columns.length > 0)
    .map(({ name, columns }) => ({ name, ...test(columns) }));
  return { terms, global: test(kept) };
}

/** Σ g (x − x̄), and the sums of V, g V and g² V over the event times. */
function scoreAndInformation(data: CoxData, fit: CoxFit, transform: Float64Array) {
  const { p, scale, events } = data;
  const beta = fit.coefficients.map((b, j) => (Number.isFinite(b) ? b * scale[j] : 0));
  const ties: Ties = fit.ties;
  let centre = 0;
  for (let i = 0; i < data.n; i++) if (data.event[i]) centre += transform[data.rank[i]] / events;
  const u = new Float64Array(p);
  const packed = [0, 1, 2].map(() => new Float64Array((p * (p + 1)) / 2));
  const residual = new Float64Array(p);
  const covariance = new Float64Array((p * (p + 1)) / 2);
  eachRiskSet(data, linearPredictor(data, beta), (set) => {
    residual.fill(0);
    covariance.fill(0);
    addRiskSet(set, ties === "efron", residual, covariance);
    const g = transform[set.rank] - centre;
    for (let j = 0; j < p; j++) u[j] += g * residual[j];
    for (let m = 0; m < covariance.length; m++) {
      packed[0][m] += covariance[m];
      packed[1][m] += g * covariance[m];
      packed[2][m] += g * g * covariance[m];
    }
  });
  return { u, information: packed.map((triangle) => unpacked(triangle, p)) };
}

function statistic(u: Float64Array, information: Float64Array[], p: number, kept: number[], columns: number[]): number {
  const places = [...kept.map((j) => ({ j, power: 0 })), ...columns.map((j) => ({ j, power: 1 }))];
  const size = places.length;
  const matrix = new Float64Array(size * size);
  places.forEach((a, k) => {
    places.forEach((b, l) => {
      matrix[k * size + l] = information[a.power + b.power][a.j * p + b.j];
    });
  });
  const score = Float64Array.from(places, ({ j, power }) => (power ? u[j] : 0));
  const thresholds = Float64Array.from({ length: size }, (_, k) => 1e-14 * matrix[k * size + k]);
  const factor = cholesky(matrix, size, thresholds);
  if (factor.rank < size) return Number.NaN;
  return solve(factor, score).reduce((sum, value, k) => sum + value * score[k], 0);
}

/** g at each of the distinct times. */
function transformed({ time, event, entry }: CoxRows, times: Float64Array, transform: TimeTransform): Float64Array {
  const { rank, entryRank } = rowOrder({ time, event, entry });
  switch (transform) {
    case "identity":
      return times;
    case "log":
      for (let i = 0; i < time.length; i++)
        if (event[i] && time[i] <= 0)
          throw new RangeError(`time[${i}] is ${time[i]}, an event; the log transform needs times above 0`);
      return times.map(Math.log);
    case "rank":
      return meanRanks(rank, times.length);
    case "km":
      return failureBefore(rank, entryRank, event, times.length);
    default:
      throw new RangeError(`transform is “${String(transform)}”; allowed are km, identity, rank, log`);
  }
}

function meanRanks(rank: Int32Array, times: number): Float64Array {
  const count = new Float64Array(times);
  for (const place of rank) count[place]++;
  let before = 0;
  return count.map((ties) => {
    before += ties;
    return before - (ties - 1) / 2;
  });
}

/** 1 − S(t-) of all rows as one group, unweighted. */
function failureBefore(
  rank: Int32Array,
  entryRank: Int32Array | undefined,
  event: Uint8Array,
  times: number,
): Float64Array {
  const change = new Float64Array(times + 1);
  const deaths = new Float64Array(times);
  for (let i = 0; i < rank.length; i++) {
    if (entryRank) change[entryRank[i] + 1]++;
    change[rank[i] + 1]--;
    deaths[rank[i]] += event[i];
  }
  let atRisk = entryRank ? 0 : rank.length;
  let survival = 1;
  return deaths.map((d, place) => {
    atRisk += change[place];
    const before = 1 - survival;
    if (d > 0) survival *= 1 - d / atRisk;
    return before;
  });
}
