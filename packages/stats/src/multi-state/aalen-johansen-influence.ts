import { InfluenceFlow } from "./influence-flow.js";
import { pullOf } from "./moves.js";
import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { type StateSpells, stateSpells } from "./state-spells.js";
import { type StateSteps, stateSteps } from "./state-steps.js";

/** How one group's probabilities move with the weight of each of its rows. */
export interface StateInfluence {
  states: number;
  /** The group's rows, ascending. */
  rows: Int32Array;
  /** The curve's distinct times. */
  time: Float64Array;
  /** rows × states, column-major: the derivative of `p0`. */
  start: Float64Array;
  /** rows × times × states: `values[(s * time.length + j) * rows.length + k]` is that of state s at `time[j]`. */
  values: Float64Array;
}

/**
 * The derivative of the probabilities in state by each row's weight (not multiplied with the weight, not summed by
 * subject):
 *
 *   ∂p(t) = ∂p(t−) H + (p_s/n_s)(e_k − H_s)   for a row at risk in state s that moves to k (k = s: that does not),
 *
 * from ∂p0 = (e_s − p0) / n for the rows at risk at the first transition, 0 where p0 is given. NaN where that n is 0. Agrees with R's
 * `survfit(influence = TRUE)`, whose rows are subjects, where the weights are 1. O(rows × times × states), in memory too.
 *
 * @throws TypeError, RangeError as `aalenJohansen`
 */
export function aalenJohansenInfluence(rows: MultiStateRows, options: MultiStateOptions = {}): StateInfluence[] {
  const spells = stateSpells(rows, options);
  return Array.from({ length: spells.order.groups }, (_, g) =>
    groupInfluence(spells, g, stateSteps(spells, g, options.p0)),
  );
}

function groupInfluence(spells: StateSpells, g: number, steps: StateSteps): StateInfluence {
  const { states, order, from, to } = spells;
  const { moves, place, p0 } = steps;
  const members = order.byEnd.slice(order.first[g], order.first[g + 1]).sort();
  const [n, m] = [members.length, place.length];
  const start = new Float64Array(n * states);
  const values = new Float64Array(n * m * states);
  if (steps.start?.weight === 0) {
    start.fill(Number.NaN);
    values.fill(Number.NaN);
    return Object.freeze({ states, rows: members, time: steps.time, start, values });
  }
  const flow = new InfluenceFlow(moves);
  const u = new Float64Array(states);
  const weight = new Float64Array(states);
  members.forEach((i, k) => {
    const after = (at: number) => (order.entryRank ? order.entryRank[i] < at : true) && at <= order.rank[i];
    u.fill(0);
    if (steps.start && after(steps.start.place))
      for (let s = 0; s < states; s++) u[s] = ((s === from[i] ? 1 : 0) - p0[s]) / steps.start.weight;
    for (let s = 0; s < states; s++) start[s * n + k] = u[s];
    let e = 0;
    for (let j = 0; j < m; j++) {
      if (e < moves.count && moves.place[e] === place[j]) {
        weight[from[i]] = after(place[j]) ? 1 : 0;
        flow.step(e, u, weight, 0);
        if (place[j] === order.rank[i] && to[i] >= 0 && to[i] !== from[i]) {
          const pull = pullOf(moves, e, from[i]);
          u[to[i]] += pull;
          u[from[i]] -= pull;
        }
        weight[from[i]] = 0;
        e++;
      }
      for (let s = 0; s < states; s++) values[(s * m + j) * n + k] = u[s];
    }
  });
  return Object.freeze({ states, rows: members, time: steps.time, start, values });
}
