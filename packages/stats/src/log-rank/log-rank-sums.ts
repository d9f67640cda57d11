import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { type RowOrder, rowOrder } from "../rows/row-order.js";
import { checkSurvivalRows, codeCount, type SurvivalRows } from "../rows/survival-rows.js";

/** What every test of the log-rank family is made of, summed over the strata. */
export interface LogRankSums {
  /** Rows of each group, not weighted. */
  n: Int32Array;
  /** Σ w(t) dⱼ(t), for each group j. */
  observed: Float64Array;
  /** Σ w(t) d(t) nⱼ(t) / n(t), for each group j. */
  expected: Float64Array;
  /** groups × groups, symmetric: the hypergeometric covariance of observed − expected. */
  variance: Float64Array;
}

/**
 * The weight w(t) of each event time of one stratum, from the numbers at risk and the events in the groups together;
 * all three arrays ascending by time.
 */
export type TimeWeights = (atRisk: Float64Array, events: Float64Array, weights: Float64Array) => void;

/**
 * Observed and expected events and their covariance, in one pass over each stratum from its last time to its first, two
 * where the times are weighted:
 *
 *   V_jk = Σ w² d (n − d) / (n² (n − 1)) · nⱼ (δ_jk n − n_k)
 *
 * A row is at risk for entry < t <= time. Case weights count as repeated rows do; a time with n <= 1 adds no variance. O(n log n) for the order of the times;
 * after that O(n + event times · groups²).
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`
 */
export function logRankSums(rows: SurvivalRows, groups: number, timeWeights?: TimeWeights): LogRankSums {
  checkSurvivalRows(rows);
  const count = codeCount(rows.group, groups);
  const order = rowOrder({ ...rows, group: rows.strata });
  const sums = emptySums(count);
  for (let i = 0; i < rows.time.length; i++) sums.n[rows.group ? rows.group[i] : 0]++;
  for (let stratum = 0; stratum < order.groups; stratum++) addStratum(sums, rows, order, stratum, count, timeWeights);
  for (let j = 0; j < count; j++)
    for (let k = 0; k < j; k++) sums.variance[j * count + k] = sums.variance[k * count + j];
  return sums;
}

/**
 * The quadratic form (O − E)ᵀ V⁻ (O − E) and its upper chi-square tail, over the groups with expected > 0.
 *
 * Degrees of freedom are their number less one (−1 without any event), or the rank of V where groups were never at risk
 * together. One such group gives chi-square 0 and p 1, no event NaN, as `survdiff`; a V of rank 0 gives NaN.
 */
export function quadraticTest({ observed, expected, variance }: LogRankSums): {
  chiSquared: number;
  degreesOfFreedom: number;
  p: number;
} {
  const groups = observed.length;
  const used = Array.from(expected.keys()).filter((j) => expected[j] > 0);
  if (used.length < 2) return { chiSquared: 0, degreesOfFreedom: used.length - 1, p: used.length ? 1 : Number.NaN };
  const rest = used.slice(1);
  const form = quadraticForm(
    rest.map((j) => observed[j] - expected[j]),
    rest.map((j) => rest.map((k) => variance[j * groups + k])),
  );
  if (form.rank === 0) return { chiSquared: Number.NaN, degreesOfFreedom: rest.length, p: Number.NaN };
  return {
    chiSquared: form.value,
    degreesOfFreedom: form.rank,
    p: chiSquaredUpper(form.value, form.rank),
  };
}

function emptySums(groups: number): LogRankSums {
  return {
    n: new Int32Array(groups),
    observed: new Float64Array(groups),
    expected: new Float64Array(groups),
    variance: new Float64Array(groups * groups),
  };
}

function addStratum(
  sums: LogRankSums,
  rows: SurvivalRows,
  order: RowOrder,
  stratum: number,
  groups: number,
  timeWeights: TimeWeights | undefined,
): void {
  if (!timeWeights) {
    sweep(rows, order, stratum, groups, (n, d, atRisk, events) => addTime(sums, 1, n, d, atRisk, events));
    return;
  }
  const pooled: { n: number[]; d: number[] } = { n: [], d: [] };
  sweep(rows, order, stratum, groups, (n, d) => {
    pooled.n.push(n);
    pooled.d.push(d);
  });
  const weights = new Float64Array(pooled.n.length);
  timeWeights(Float64Array.from(pooled.n).reverse(), Float64Array.from(pooled.d).reverse(), weights);
  let place = weights.length;
  sweep(rows, order, stratum, groups, (n, d, atRisk, events) => addTime(sums, weights[--place], n, d, atRisk, events));
}

type Visit = (n: number, d: number, atRisk: Float64Array, events: Float64Array) => void;

/** Calls `visit` for each time of the stratum that has events, from the last to the first. */
function sweep(rows: SurvivalRows, order: RowOrder, stratum: number, groups: number, visit: Visit): void {
  const { event, weights, group } = rows;
  const { rank, entryRank, byEnd, byEntry, first } = order;
  const atRisk = new Float64Array(groups);
  const events = new Float64Array(groups);
  // Counted beside the weights, because sums and differences of fractional weights do not come back to exactly 0.
  const live = new Int32Array(groups);
  const start = first[stratum];
  let k = first[stratum + 1] - 1;
  let entering = k;
  while (k >= start) {
    const place = rank[byEnd[k]];
    let any = false;
    for (; k >= start && rank[byEnd[k]] === place; k--) {
      const i = byEnd[k];
      const w = weights ? weights[i] : 1;
      if (w === 0) continue;
      const g = group ? group[i] : 0;
      atRisk[g] += w;
      live[g]++;
      if (event[i]) {
        events[g] += w;
        any = true;
      }
    }
    if (!any) continue;
    if (entryRank && byEntry)
      for (; entering >= start && entryRank[byEntry[entering]] >= place; entering--) {
        const i = byEntry[entering];
        const w = weights ? weights[i] : 1;
        const g = group ? group[i] : 0;
        if (w > 0) atRisk[g] = --live[g] > 0 ? atRisk[g] - w : 0;
      }
    let n = 0;
    let d = 0;
    for (let g = 0; g < groups; g++) {
      n += atRisk[g];
      d += events[g];
    }
    visit(n, d, atRisk, events);
    events.fill(0);
  }
}

function addTime(sums: LogRankSums, w: number, n: number, d: number, atRisk: Float64Array, events: Float64Array): void {
  const { observed, expected, variance } = sums;
  const groups = atRisk.length;
  const spread = n > 1 && n > d ? (w * w * d * (n - d)) / (n * n * (n - 1)) : 0;
  for (let j = 0; j < groups; j++) {
    if (atRisk[j] === 0) continue;
    observed[j] += w * events[j];
    expected[j] += (w * d * atRisk[j]) / n;
    if (spread === 0) continue;
    const scaled = spread * atRisk[j];
    variance[j * groups + j] += scaled * (n - atRisk[j]);
    for (let k = j + 1; k < groups; k++) variance[j * groups + k] -= scaled * atRisk[k];
  }
}

/** xᵀ V⁻ x by elimination without pivoting; a pivot that has lost 10 digits of its diagonal counts as 0. */
function quadraticForm(x: number[], v: number[][]): { value: number; rank: number } {
  const diagonal = v.map((row, j) => row[j]);
  let value = 0;
  let rank = 0;
  for (let j = 0; j < x.length; j++) {
    const pivot = v[j][j];
    if (!(pivot > 1e-10 * diagonal[j])) continue;
    value += (x[j] * x[j]) / pivot;
    rank++;
    for (let i = j + 1; i < x.length; i++) {
      const factor = v[i][j] / pivot;
      x[i] -= factor * x[j];
      for (let k = j + 1; k < x.length; k++) v[i][k] -= factor * v[j][k];
    }
  }
  return { value, rank };
}
