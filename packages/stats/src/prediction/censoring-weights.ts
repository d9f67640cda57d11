import { timeGrid } from "../rows/time-grid.js";

/** Rows of a prediction's test: `event` 0 = censored, otherwise the cause's code; length n. */
export interface PredictionRows {
  time: Float64Array;
  event: Uint8Array;
}

/** The inverse-probability-of-censoring weights of one time point, and what their own estimate adds to an influence. */
export interface CensoringWeights {
  /** 1/G(T−) for an event by t, 1/G(t) for a row beyond t, 0 for one censored by then. */
  weights: Float64Array;
  /** 1 for a row with any event by t. */
  eventByThen: Uint8Array;
  /** Whether the time point lies before the last row's end, or that is an event. */
  known: boolean;
  /**
   * For a statistic that is the mean of aᵢwᵢ, the influence of each row through G: the mean of aᵢwᵢ over those still to come
   * at each censoring, as a martingale. O(n).
   */
  influenceOf(contributions: Float64Array): Float64Array;
}

/**
 * G is the Kaplan–Meier estimate of the censoring with events before censorings at ties (R: `prodlim(…, reverse = TRUE)`).
 *
 * @returns a function of the time point, O(n) each after one sort
 */
export function censoringWeights({ time, event }: PredictionRows): (t: number) => CensoringWeights {
  const n = time.length;
  const {
    times,
    ranks: [rank],
  } = timeGrid(time);
  const m = times.length;
  const censored = new Float64Array(m);
  const left = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    left[rank[i]]++;
    if (event[i] === 0) censored[rank[i]]++;
  }
  // At risk of a censoring at times[k]: whoever is left there, but the events of that time, which come first.
  const atRisk = new Float64Array(m);
  const stillThere = new Float64Array(m);
  for (let k = m - 1, later = 0; k >= 0; k--) {
    atRisk[k] = later + censored[k];
    stillThere[k] = later += left[k];
  }
  const before = new Float64Array(m + 1).fill(1);
  for (let k = 0; k < m; k++) before[k + 1] = censored[k] > 0 ? before[k] * (1 - censored[k] / atRisk[k]) : before[k];

  return (t) => {
    let reached = 0;
    while (reached < m && times[reached] <= t) reached++;
    const weights = new Float64Array(n);
    const eventByThen = new Uint8Array(n);
    const beyond = new Uint8Array(n);
    for (let i = 0; i < n; i++) {
      if (rank[i] >= reached) {
        beyond[i] = 1;
        weights[i] = 1 / before[reached];
      } else if (event[i] !== 0) {
        eventByThen[i] = 1;
        weights[i] = 1 / before[rank[i]];
      }
    }
    const influenceOf = (contributions: Float64Array) => {
      // a[k]: the mean of what stands at or after the k-th time's censorings.
      const coming = new Float64Array(m + 1);
      for (let i = 0; i < n; i++) coming[beyond[i] ? m : rank[i]] += (contributions[i] * weights[i]) / n;
      for (let k = m - 1; k >= 0; k--) coming[k] += coming[k + 1];
      // The compensator of each time's censorings, for all who are left then: as in riskRegression the events of that time too.
      const compensator = new Float64Array(m);
      const own = new Float64Array(m);
      for (let k = 0, sum = 0; k < m; compensator[k++] = sum) {
        if (k >= reached || censored[k] === 0) continue;
        own[k] = coming[k + 1] / (stillThere[k] / n);
        sum += (own[k] * censored[k]) / stillThere[k];
      }
      return Float64Array.from(rank, (k, i) => (event[i] === 0 ? own[k] : 0) - compensator[k]);
    };
    const known = m > 0 && (t <= times[m - 1] || censored[m - 1] === 0);
    return { weights, eventByThen, known, influenceOf };
  };
}

/**
 * @throws TypeError where the lengths differ; RangeError where a time is not finite or a prediction outside 0 to 1
 */
export function checkPredictions(
  { time, event }: PredictionRows,
  predictions: Float64Array[],
  times: readonly number[],
): void {
  const n = time.length;
  if (event.length !== n)
    throw new TypeError(`event has ${event.length} rows, time has ${n}; they must have the same length`);
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(time[i])) throw new RangeError(`time[${i}] is ${time[i]}; it must be a finite number`);
  if (predictions.length !== times.length)
    throw new TypeError(
      `predictions has ${predictions.length} columns, times has ${times.length} values; each time needs one`,
    );
  times.forEach((t, k) => {
    if (!Number.isFinite(t)) throw new RangeError(`times[${k}] is ${t}; it must be a finite number`);
  });
  predictions.forEach((column, k) => {
    if (column.length !== n)
      throw new TypeError(`predictions[${k}] has ${column.length} rows, time has ${n}; they must have the same length`);
    for (let i = 0; i < n; i++)
      if (!(column[i] >= 0 && column[i] <= 1))
        throw new RangeError(`predictions[${k}][${i}] is ${column[i]}; a probability lies between 0 and 1`);
  });
}

/** √(variance / n), divisor n − 1. */
export function errorOfMean(influence: Float64Array): number {
  const n = influence.length;
  const mean = influence.reduce((sum, value) => sum + value, 0) / n;
  return Math.sqrt(influence.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n);
}
