import type { RowOrder } from "../rows/row-order.js";

/** Pairs of an event and a row that outlasts it, and each row's derivative of the sums by its weight. */
export interface PairCounts {
  /** Pairs in which the longer time has the greater score, the lesser, the same. */
  greater: number;
  less: number;
  tiedScore: number;
  tiedTime: number;
  tiedBoth: number;
  greaterOf: Float64Array;
  lessOf: Float64Array;
  tiedOf: Float64Array;
}

/**
 * Counts the pairs within each stratum: backwards in time for the events' partners (those still at risk), forwards for
 * the partners' events. O(n log n).
 *
 * @param perTime the time weight, by the place in `order.byEnd` of the first row of its time
 */
export function pairCounts(
  order: RowOrder,
  rows: { event: Uint8Array; weights?: Float64Array },
  score: Float64Array,
  perTime: Float64Array,
): PairCounts {
  const n = score.length;
  const pairs: PairCounts = {
    greater: 0,
    less: 0,
    tiedScore: 0,
    tiedTime: 0,
    tiedBoth: 0,
    greaterOf: new Float64Array(n),
    lessOf: new Float64Array(n),
    tiedOf: new Float64Array(n),
  };
  const weights = rows.weights ?? new Float64Array(n).fill(1);
  const place = new Int32Array(n);
  for (let s = 0; s < order.groups; s++) {
    const [from, end] = [order.first[s], order.first[s + 1]];
    const distinct = rankScores(order.byEnd.subarray(from, end), score, place);
    const stratum: Stratum = { order, event: rows.event, weights, place, distinct, perTime, from, end };
    countPartners(stratum, pairs);
    countEvents(stratum, pairs);
  }
  return pairs;
}

/** Σ over clusters of (Σ of the cluster)². */
export function clusterSumOfSquares(values: Float64Array, cluster: Int32Array | undefined): number {
  let sum = 0;
  if (!cluster) for (const value of values) sum += value * value;
  else {
    const sums = new Map<number, number>();
    for (let i = 0; i < values.length; i++) sums.set(cluster[i], (sums.get(cluster[i]) ?? 0) + values[i]);
    for (const value of sums.values()) sum += value * value;
  }
  return sum;
}

interface Stratum {
  order: RowOrder;
  event: Uint8Array;
  weights: Float64Array;
  /** Each row's score among the stratum's `distinct` scores. */
  place: Int32Array;
  distinct: number;
  perTime: Float64Array;
  from: number;
  end: number;
}

function rankScores(rows: Int32Array, score: Float64Array, place: Int32Array): number {
  const sorted = Float64Array.from(rows, (i) => score[i]).sort();
  let distinct = 0;
  for (let k = 0; k < sorted.length; k++)
    if (k === 0 || sorted[k] !== sorted[distinct - 1]) sorted[distinct++] = sorted[k];
  for (const i of rows) {
    let low = 0;
    let high = distinct - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < score[i]) low = middle + 1;
      else high = middle;
    }
    place[i] = low;
  }
  return distinct;
}

/** Backwards in time: at each event the weight of the rows at risk by score. */
function countPartners(
  { order, event, weights, place, distinct, perTime, from, end }: Stratum,
  pairs: PairCounts,
): void {
  const { byEnd, byEntry, rank, entryRank } = order;
  const atRisk = new ScoreTree(distinct);
  let rowsAtRisk = 0;
  const tied = new Map<number, number>();
  for (let last = end - 1, first = last, leaving = last; last >= from; last = first - 1) {
    first = last;
    while (first > from && rank[byEnd[first - 1]] === rank[byEnd[last]]) first--;
    if (byEntry && entryRank)
      for (; leaving >= from && entryRank[byEntry[leaving]] >= rank[byEnd[last]]; leaving--, rowsAtRisk--)
        atRisk.add(place[byEntry[leaving]], -weights[byEntry[leaving]]);
    for (let k = first; k <= last; k++)
      if (!event[byEnd[k]]) {
        atRisk.add(place[byEnd[k]], weights[byEnd[k]]);
        rowsAtRisk++;
      }
    // Weights added and taken away leave round-off; without rows there is no pair.
    const alone = rowsAtRisk === 0;
    const timeWeight = perTime[first];
    let deaths = 0;
    tied.clear();
    for (let k = first; k <= last; k++) {
      const i = byEnd[k];
      if (!event[i]) continue;
      const below = alone ? 0 : atRisk.below(place[i]);
      const same = alone ? 0 : atRisk.weight[place[i]];
      const above = alone ? 0 : atRisk.total - below - same;
      pairs.greaterOf[i] += timeWeight * above;
      pairs.lessOf[i] += timeWeight * below;
      pairs.tiedOf[i] += timeWeight * same;
      pairs.greater += weights[i] * timeWeight * above;
      pairs.less += weights[i] * timeWeight * below;
      pairs.tiedScore += weights[i] * timeWeight * same;
      const before = tied.get(place[i]) ?? 0;
      pairs.tiedTime += weights[i] * (deaths * (entryRank ? 1 : timeWeight) - before * timeWeight);
      pairs.tiedBoth += weights[i] * before * timeWeight;
      tied.set(place[i], before + weights[i]);
      deaths += weights[i];
    }
    for (let k = first; k <= last; k++)
      if (event[byEnd[k]]) {
        atRisk.add(place[byEnd[k]], weights[byEnd[k]]);
        rowsAtRisk++;
      }
  }
}

/** Forwards in time: at each row's end the events by score since its entry. */
function countEvents({ order, event, weights, place, distinct, perTime, from, end }: Stratum, pairs: PairCounts): void {
  const { byEnd, byEntry, rank, entryRank } = order;
  const events = new ScoreTree(distinct);
  const take = (i: number, sign: 1 | -1) => {
    const below = events.below(place[i]);
    const same = events.weight[place[i]];
    pairs.greaterOf[i] += sign * below;
    pairs.lessOf[i] += sign * (events.total - below - same);
    pairs.tiedOf[i] += sign * same;
  };
  for (let first = from, last = from, entering = from; first < end; first = last) {
    const here = rank[byEnd[first]];
    if (byEntry && entryRank)
      for (; entering < end && entryRank[byEntry[entering]] < here; entering++) take(byEntry[entering], -1);
    for (; last < end && rank[byEnd[last]] === here; last++) if (event[byEnd[last]]) take(byEnd[last], 1);
    for (let k = first; k < last; k++)
      if (event[byEnd[k]]) events.add(place[byEnd[k]], weights[byEnd[k]] * perTime[first]);
    for (let k = first; k < last; k++) if (!event[byEnd[k]]) take(byEnd[k], 1);
  }
}

/** Weights by place with their sums below a place: a binary indexed tree (Fenwick 1994, doi 10.1002/spe.4380240306). */
class ScoreTree {
  readonly weight: Float64Array;
  total = 0;
  private readonly sums: Float64Array;

  constructor(private readonly size: number) {
    this.weight = new Float64Array(size);
    this.sums = new Float64Array(size + 1);
  }

  add(place: number, weight: number): void {
    this.weight[place] += weight;
    this.total += weight;
    for (let k = place + 1; k <= this.size; k += k & -k) this.sums[k] += weight;
  }

  below(place: number): number {
    let sum = 0;
    for (let k = place; k > 0; k -= k & -k) sum += this.sums[k];
    return sum;
  }
}
