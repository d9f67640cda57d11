import { type Moves, pullOf } from "./moves.js";
import type { StateSpells } from "./state-spells.js";
import { forRowsAt, type StateSteps } from "./state-steps.js";

/** The probabilities at a time, or the time spent in each state from `start` to it. */
export interface Horizon {
  time: number;
  of: "probability" | "sojourn";
  start: number;
}

/**
 * The estimate of group g at the horizon, and its derivative by the weight of each of the group's rows. A row in state s
 * adds (p_s/n_s)(e_s − H_s) to p at each step while it is at risk, (p_s/n_s)(e_k − e_s) where it moves to k, and B, the
 * matrix that carries a change of p on to the horizon, is made from the last step to the first: B ← H B for the
 * probabilities, B ← H B + Δt I for the time in state. O(n states + steps states²).
 *
 * @param influence gets the derivatives, column-major: row i of state k at `k * n + i`, n all rows
 */
export function rowInfluence(
  spells: StateSpells,
  g: number,
  steps: StateSteps,
  horizon: Horizon,
  influence: Float64Array,
): Float64Array {
  const { order, from, to } = spells;
  const { rank, entryRank, byEnd, byEntry, times } = order;
  const { moves, states, start, p0 } = steps;
  const n = spells.time.length;
  const area = horizon.of === "sojourn";
  const begin = order.first[g];
  let leaving = order.first[g + 1] - 1;
  let entering = leaving;
  const carry = new Float64Array(states * states);
  const ahead = new Float64Array(states * states);
  const add = (i: number, sign: number) => {
    for (let k = 0; k < states; k++) influence[k * n + i] += sign * ahead[from[i] * states + k];
  };
  const passTo = (place: number, e: number) => {
    for (; leaving >= begin && rank[byEnd[leaving]] >= place; leaving--) {
      const i = byEnd[leaving];
      add(i, -1);
      if (e < 0 || rank[i] !== place || to[i] < 0 || to[i] === from[i]) continue;
      const pull = pullOf(moves, e, from[i]);
      for (let k = 0; k < states; k++)
        influence[k * n + i] += pull * (carry[to[i] * states + k] - carry[from[i] * states + k]);
    }
    for (; entering >= begin; entering--) {
      const i = byEntry ? byEntry[entering] : byEnd[entering];
      if (entryRank ? entryRank[i] < place : e >= 0) break;
      add(i, 1);
    }
  };
  let e = moves.count - 1;
  while (e >= 0 && times[moves.place[e]] > horizon.time) e--;
  const last = e >= 0 ? times[moves.place[e]] : horizon.start;
  for (let s = 0; s < states; s++) carry[s * states + s] = area ? horizon.time - last : 1;
  for (; e >= 0; e--) {
    passTo(moves.place[e], e);
    lookAhead(moves, e, carry, ahead);
    carryBack(moves, e, carry);
    if (!area) continue;
    const since = e > 0 ? times[moves.place[e - 1]] : horizon.start;
    for (let s = 0; s < states; s++) carry[s * states + s] += times[moves.place[e]] - since;
  }
  passTo(Number.NEGATIVE_INFINITY, -1);
  if (start)
    forRowsAt(spells, g, start.place, (i) => {
      for (let s = 0; s < states; s++) {
        const change = ((s === from[i] ? 1 : 0) - p0[s]) / start.weight;
        if (change !== 0) for (let k = 0; k < states; k++) influence[k * n + i] += change * carry[s * states + k];
      }
    });
  return Float64Array.from(p0, (_, k) => p0.reduce((sum, p, s) => sum + p * carry[s * states + k], 0));
}

/** Row s of `ahead` gains c_s B. */
function lookAhead(
  { states, first, from, to, value, pull }: Moves,
  e: number,
  carry: Float64Array,
  ahead: Float64Array,
) {
  for (let q = first[e]; q < first[e + 1]; q++) {
    const c = pull[q] * ((from[q] === to[q] ? 1 : 0) - value[q]);
    for (let k = 0; k < states; k++) ahead[from[q] * states + k] += c * carry[to[q] * states + k];
  }
}

/** B ← H B of step e. */
function carryBack({ states, first, from, to, value }: Moves, e: number, carry: Float64Array): void {
  const before = carry.slice();
  for (let q = first[e]; q < first[e + 1]; q++) carry.fill(0, from[q] * states, (from[q] + 1) * states);
  for (let q = first[e]; q < first[e + 1]; q++)
    for (let k = 0; k < states; k++) carry[from[q] * states + k] += value[q] * before[to[q] * states + k];
}
