import { MoveBuilder, type Moves } from "./moves.js";
import type { MultiStateOptions } from "./multi-state-rows.js";
import type { StateSpells } from "./state-spells.js";

/**
 * One group's passage through its times. Arrays by state are column-major: state s at the j-th of m times is at
 * `s * m + j`.
 */
export interface StateSteps {
  states: number;
  /** Rows of the group. */
  n: number;
  /** The distinct ends, ascending, of rows that do not merely go on. */
  time: Float64Array;
  /** Their places in the order's times. */
  place: Int32Array;
  /** Weight at risk just before the time, by state held; the number of rows. */
  atRisk: Float64Array;
  rowsAtRisk: Float64Array;
  /** Weight of the transitions at the time, by state entered; the number of rows. */
  events: Float64Array;
  eventRows: Float64Array;
  /** Weight of the rows whose subjects go out of sight at the time; the number of rows. */
  censored: Float64Array;
  censoredRows: Float64Array;
  /** Distribution at the start; NaN where nobody with weight is at risk at the first transition. */
  p0: Float64Array;
  /** Where `p0` is estimated: the place in the order's times, and the weight at risk there. */
  start?: { place: number; weight: number };
  probability: Float64Array;
  moves: Moves;
}

/** Counts, transition matrices and probabilities of group g: p(t) = p(t−) H(t). O(n + times · states). */
export function stateSteps(spells: StateSpells, g: number, p0: MultiStateOptions["p0"]): StateSteps {
  const { states, order, from, to, goesOn } = spells;
  const { place, live, ...counts } = countAtRisk(spells, g);
  const m = place.length;
  const column = (count: number) => new Float64Array(count * m);
  const [events, eventRows, probability] = [column(states), column(states), column(states)];
  const [censored, censoredRows] = [column(1), column(1)];
  const estimated = p0 === undefined ? startOf(spells, g) : undefined;
  const start = p0 === undefined ? undefined : knownStart(p0, g, order.groups, states);
  const n = order.first[g + 1] - order.first[g];
  const first = (n > 0 ? (start ?? estimated?.p0) : undefined) ?? new Float64Array(states).fill(Number.NaN);
  const p = first.slice();
  const builder = new MoveBuilder(states);
  let k = order.first[g];
  for (let j = 0; j < m; j++) {
    for (; k < order.first[g + 1] && order.rank[order.byEnd[k]] <= place[j]; k++) {
      const i = order.byEnd[k];
      const w = spells.weights ? spells.weights[i] : 1;
      if (to[i] >= 0 && to[i] !== from[i]) {
        events[to[i] * m + j] += w;
        eventRows[to[i] * m + j]++;
        builder.add(from[i], to[i], w);
      } else if (to[i] < 0 && !goesOn[i]) {
        censored[j] += w;
        censoredRows[j]++;
      }
    }
    builder.close(place[j], (s) => ({ weight: counts.atRisk[s * m + j], rows: live[s * m + j] }), p);
    for (let s = 0; s < states; s++) probability[s * m + j] = p[s];
  }
  return {
    states,
    n,
    time: Float64Array.from(place, (at) => order.times[at]),
    place,
    ...counts,
    events,
    eventRows,
    censored,
    censoredRows,
    p0: first,
    ...(estimated ? { start: { place: estimated.place, weight: estimated.weight } } : {}),
    probability,
    moves: builder.moves(),
  };
}

/** From the last time to the first, so that without entries the weights at risk are sums alone. */
function countAtRisk(spells: StateSpells, g: number) {
  const { states, order, from, to, goesOn, weights } = spells;
  const { rank, entryRank, byEnd, byEntry } = order;
  const start = order.first[g];
  const places = listedPlaces(spells, g);
  const m = places.length;
  const atRisk = new Float64Array(states * m);
  const rowsAtRisk = new Float64Array(states * m);
  const live = new Int32Array(states * m);
  const weight = new Float64Array(states);
  const rows = new Int32Array(states);
  const liveRows = new Int32Array(states);
  const count = (i: number, sign: 1 | -1) => {
    const s = from[i];
    const w = weights ? weights[i] : 1;
    weight[s] += sign * w;
    rows[s] += sign;
    if (w > 0) liveRows[s] += sign;
    if (liveRows[s] === 0) weight[s] = 0;
  };
  let k = order.first[g + 1] - 1;
  let entering = k;
  for (let j = m - 1; j >= 0; j--) {
    for (; k >= start && rank[byEnd[k]] >= places[j]; k--) count(byEnd[k], 1);
    if (entryRank && byEntry)
      for (; entering >= start && entryRank[byEntry[entering]] >= places[j]; entering--) count(byEntry[entering], -1);
    for (let s = 0; s < states; s++) {
      atRisk[s * m + j] = weight[s];
      rowsAtRisk[s * m + j] = rows[s];
      live[s * m + j] = liveRows[s];
    }
  }
  return { place: places, atRisk, rowsAtRisk, live };

  function listedPlaces({ order }: StateSpells, g: number): Int32Array {
    const found: number[] = [];
    for (let q = order.first[g]; q < order.first[g + 1]; q++) {
      const i = byEnd[q];
      if ((to[i] >= 0 || !goesOn[i]) && found[found.length - 1] !== rank[i]) found.push(rank[i]);
    }
    return Int32Array.from(found);
  }
}

/** As R's `survfit`: the states of the rows at risk at the first transition, or at the last time where there is none. */
function startOf(spells: StateSpells, g: number) {
  const { states, order, to } = spells;
  const end = order.first[g + 1];
  let k = order.first[g];
  if (k === end) return undefined;
  while (k < end - 1 && to[order.byEnd[k]] < 0) k++;
  const place = order.rank[order.byEnd[k]];
  const p0 = new Float64Array(states);
  let weight = 0;
  forRowsAt(spells, g, place, (i) => {
    const w = spells.weights ? spells.weights[i] : 1;
    p0[spells.from[i]] += w;
    weight += w;
  });
  return { place, weight, p0: p0.map((w) => w / weight) };
}

/** Each row of group g that is at risk at a place of the order's times. */
export function forRowsAt({ order }: StateSpells, g: number, place: number, visit: (i: number) => void): void {
  for (let k = order.first[g]; k < order.first[g + 1]; k++) {
    const i = order.byEnd[k];
    if (order.rank[i] >= place && !(order.entryRank && order.entryRank[i] >= place)) visit(i);
  }
}

function knownStart(p0: NonNullable<MultiStateOptions["p0"]>, g: number, groups: number, states: number): Float64Array {
  const each = typeof p0[0] !== "number";
  if (each && p0.length < groups) throw new TypeError(`p0 has ${p0.length} distributions; there are ${groups} groups`);
  const name = each ? `p0[${g}]` : "p0";
  const own = Float64Array.from((each ? p0[g] : p0) as ArrayLike<number>);
  if (own.length !== states)
    throw new TypeError(`${name} has ${own.length} values; it must have one for each of the ${states} states`);
  let sum = 0;
  own.forEach((p, s) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}[${s}] is ${p}; a probability is from 0 to 1`);
    sum += p;
  });
  if (Math.abs(sum - 1) > 1.5e-8) throw new RangeError(`${name} sums to ${sum}; it must sum to 1`);
  return own;
}
