import { projectOnCone } from "../linear/cone-projection.js";
import { partialLikelihood, type Ties } from "./cox-likelihood.js";
import type { CoxData } from "./cox-rows.js";

/** A likelihood without maximum: the directions along which it rises for ever, one after the other. */
export interface Recession {
  /** In the scaled covariates; β runs along the first fastest. */
  directions: Float64Array[];
  /** The rows' ranks along the directions; with it the data have the limit's likelihood. */
  level: Int32Array;
}

/** Of δ'x, relative to |δ|. */
export const ROUND_OFF = 1e-8;
/** Pairs handed on from one look; more would only lengthen the list. */
const MOST_AT_ONCE = 50;

/**
 * Whether the partial likelihood is monotone (Bryson & Johnson 1981, Technometrics 23:381): whether there is a direction
 * δ with δ'x of every death at least δ'x of every row at risk with it (exact ties: of every row that survives it), and
 * more for some. Along such a δ the likelihood rises to that of a smaller problem, in which each risk set keeps only the
 * rows whose δ'x equals the death's; that one may be monotone again. Undefined where the likelihood has its maximum.
 *
 * The score at β = 0 is a positive combination of all differences x(death) − x(at risk), so its projection on the cone
 * of the δ is 0 only if the cone holds none. Certain up to round-off; each look for a pair that contradicts δ costs
 * O(n (p + log n)).
 *
 * @param kept 0 for a column to leave out (a combination of others)
 */
export function recession(data: CoxData, ties: Ties, kept: Uint8Array): Recession | undefined {
  const directions: Float64Array[] = [];
  let level = data.level ?? new Int32Array(data.n);
  while (directions.length < data.p) {
    const limit = { ...data, offset: undefined, level };
    const target = partialLikelihood(
      directions.length ? limit : { ...limit, level: data.level },
      new Float64Array(data.p),
      ties,
    ).score.map((u, j) => (kept[j] ? u : 0));
    const direction = projectOnCone(target, (delta, tolerance) =>
      contradictions(limit, delta, tolerance, ties === "exact", kept),
    );
    if (!direction) break;
    directions.push(direction);
    level = refinedRanks(level, along(data, direction), ROUND_OFF * norm(direction));
  }
  return directions.length ? { directions, level } : undefined;
}

/** δ'x of each position. */
export function along({ n, p, x }: CoxData, delta: Float64Array): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) y[i] += x[i * p + j] * delta[j];
  return y;
}

/** For each event time the lowest death against the highest row at risk, where δ'x has them in the wrong order. */
function contradictions(
  data: CoxData & { level: Int32Array },
  delta: Float64Array,
  tolerance: number,
  exact: boolean,
  kept: Uint8Array,
): Float64Array[] {
  const { event, rank, entryRank, first: offsets, level } = data;
  const y = along(data, delta);
  const limit = tolerance * norm(delta);
  const found: { v: Float64Array; by: number }[] = [];
  for (let s = 0; s + 1 < offsets.length; s++) {
    const atRisk = new Heap((a, b) => level[a] > level[b] || (level[a] === level[b] && y[a] > y[b]));
    for (let last = offsets[s + 1] - 1, first = last; last >= offsets[s]; last = first - 1) {
      first = last;
      while (first > offsets[s] && rank[first - 1] === rank[last]) first--;
      let death = -1;
      for (let i = first; i <= last; i++) {
        if (!event[i]) atRisk.push(i);
        else if (death < 0 || level[i] < level[death] || (level[i] === level[death] && y[i] < y[death])) death = i;
      }
      if (death < 0) continue;
      const pushDeaths = () => {
        for (let i = first; i <= last; i++) if (event[i]) atRisk.push(i);
      };
      if (!exact) pushDeaths();
      if (entryRank) while (atRisk.size && entryRank[atRisk.top()] >= rank[last]) atRisk.pop();
      const other = atRisk.size ? atRisk.top() : death;
      if (exact) pushDeaths();
      if (level[other] !== level[death] || !(y[other] > y[death])) continue;
      const v = difference(data, death, other, kept);
      if (v && y[other] - y[death] > limit * v.length) found.push({ v: v.unit, by: (y[other] - y[death]) / v.length });
    }
  }
  return found
    .sort((a, b) => b.by - a.by)
    .slice(0, MOST_AT_ONCE)
    .map(({ v }) => v);
}

function difference({ p, x }: CoxData, death: number, other: number, kept: Uint8Array) {
  const v = new Float64Array(p);
  for (let j = 0; j < p; j++) if (kept[j]) v[j] = x[death * p + j] - x[other * p + j];
  const length = norm(v);
  return length > 1e-10 ? { unit: v.map((value) => value / length), length } : undefined;
}

/** Ranks by the old rank, then by y; neighbours in y no further apart than `roundOff` share one. O(n log n). */
export function refinedRanks(level: Int32Array, y: Float64Array, roundOff: number): Int32Array {
  const order = Int32Array.from(level, (_, i) => i).sort((a, b) => level[a] - level[b] || y[a] - y[b] || a - b);
  const result = new Int32Array(level.length);
  for (let k = 1, rank = 0; k < order.length; k++) {
    const [i, before] = [order[k], order[k - 1]];
    if (level[i] !== level[before] || y[i] - y[before] > roundOff) rank++;
    result[i] = rank;
  }
  return result;
}

function norm(v: Float64Array): number {
  return Math.hypot(...v);
}

/** A binary heap of positions with the one that comes before all others on top. */
class Heap {
  private readonly items: number[] = [];
  constructor(private readonly before: (a: number, b: number) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  top(): number {
    return this.items[0];
  }

  push(item: number): void {
    const { items, before } = this;
    let k = items.length;
    while (k > 0) {
      const parent = (k - 1) >> 1;
      if (!before(item, items[parent])) break;
      items[k] = items[parent];
      k = parent;
    }
    items[k] = item;
  }

  pop(): void {
    const { items, before } = this;
    const item = items.pop() as number;
    if (items.length === 0) return;
    let k = 0;
    for (;;) {
      let child = 2 * k + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1], items[child])) child++;
      if (!before(items[child], item)) break;
      items[k] = items[child];
      k = child;
    }
    items[k] = item;
  }
}
