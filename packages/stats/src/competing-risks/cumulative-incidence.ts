import { codeCount } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import { type CompetingRows, causeCount, checkCompetingRows } from "./competing-rows.js";

/** One group's cumulative incidence of one cause, at the times of its events of any cause, ascending. */
export interface CumulativeIncidence {
  group: number;
  cause: number;
  /** The group's last time, event or not; −Infinity without rows. */
  lastTime: number;
  time: Float64Array;
  estimate: Float64Array;
  variance: Float64Array;
}

/**
 * The cumulative incidence F(t) = Σ S(u−) d(u)/n(u) of each cause by group, with the variance of R's `cmprsk::cuminc`: the
 * delta method with the hypergeometric variance of the deaths at a time, factor 1 − (d − 1)/(n − 1). `aalenJohansen` gives the
 * same estimates with the infinitesimal jackknife's errors, weights and left truncation; this is for comparing with cmprsk
 * and beside `grayTest`. O(n log n).
 *
 * @throws TypeError, RangeError as `checkCompetingRows`
 */
export function cumulativeIncidence(rows: CompetingRows): CumulativeIncidence[] {
  checkCompetingRows(rows);
  const { event, group } = rows;
  const groups = codeCount(group);
  const causes = causeCount(event);
  const {
    times,
    ranks: [rank],
  } = timeGrid(rows.time);
  const order = Int32Array.from(rank, (_, i) => i).sort((a, b) => rank[a] - rank[b] || a - b);
  return Array.from({ length: groups }, (_, g) => {
    const of = group ? order.filter((i) => group[i] === g) : order;
    return Array.from({ length: causes }, (_, c) => oneCurve(of, rank, times, event, g, c + 1));
  }).flat();
}

/**
 * A curve's estimate and variance at given times; NaN beyond the group's last time. R: `cmprsk::timepoints`.
 */
export function cumulativeIncidenceAt(
  { time, estimate, variance, lastTime }: CumulativeIncidence,
  times: readonly number[],
): { time: number; estimate: number; variance: number }[] {
  return times.map((t) => {
    if (!(t <= lastTime)) return { time: t, estimate: Number.NaN, variance: Number.NaN };
    let k = time.length - 1;
    while (k >= 0 && time[k] > t) k--;
    return k < 0 ? { time: t, estimate: 0, variance: 0 } : { time: t, estimate: estimate[k], variance: variance[k] };
  });
}

function oneCurve(
  order: Int32Array,
  rank: Int32Array,
  times: Float64Array,
  event: Uint8Array,
  group: number,
  cause: number,
): CumulativeIncidence {
  const [time, estimate, variance]: number[][] = [[], [], []];
  let [survival, incidence, v1, v2, v3] = [1, 0, 0, 0, 0];
  for (let from = 0, end = 0; from < order.length; from = end) {
    let [dead, other] = [0, 0];
    for (end = from; end < order.length && rank[order[end]] === rank[order[from]]; end++) {
      if (event[order[end]] === cause) dead++;
      else if (event[order[end]] !== 0) other++;
    }
    if (dead + other === 0) continue;
    const atRisk = order.length - from;
    const before = survival;
    survival = (before * (atRisk - dead - other)) / atRisk;
    incidence += (before * dead) / atRisk;
    const inverse = survival > 0 ? 1 / survival : 0;
    for (const [count, ofCause] of [
      [other, 0],
      [dead, 1],
    ] as const) {
      if (count === 0) continue;
      const ties = count > 1 ? 1 - (count - 1) / (atRisk - 1) : 1;
      const spread = (before * before * ties * count) / (atRisk * atRisk);
      const share = ofCause + incidence * inverse;
      v1 += share * share * spread;
      v2 += inverse * share * spread;
      v3 += inverse * inverse * spread;
    }
    time.push(times[rank[order[from]]]);
    estimate.push(incidence);
    variance.push(v1 + incidence * incidence * v3 - 2 * incidence * v2);
  }
  return {
    group,
    cause,
    lastTime: order.length > 0 ? times[rank[order[order.length - 1]]] : Number.NEGATIVE_INFINITY,
    time: Float64Array.from(time),
    estimate: Float64Array.from(estimate),
    variance: Float64Array.from(variance),
  };
}
