import type { StateSpells } from "./state-spells.js";
import type { StateSteps } from "./state-steps.js";

/** A transition between two different states. */
export interface Transition {
  from: number;
  to: number;
}

/**
 * The cumulative hazard of a transition at a time in group g, H = Σ d/n, and its derivative by the weight of each of the
 * group's rows: −d/n² at each step while the row is at risk in the state, 1/n where it makes the transition.
 * O((n + steps) log(steps)).
 *
 * @param influence gets the derivatives by row
 */
export function transitionInfluence(
  { order, from, to }: StateSpells,
  g: number,
  { moves }: StateSteps,
  transition: Transition,
  time: number,
  influence: Float64Array,
): number {
  const drift = new Float64Array(moves.count + 1);
  const jump = new Float64Array(moves.count);
  let hazard = 0;
  let count = 0;
  for (; count < moves.count && order.times[moves.place[count]] <= time; count++) {
    drift[count + 1] = drift[count];
    for (let q = moves.first[count]; q < moves.first[count + 1]; q++) {
      if (moves.from[q] !== transition.from || moves.to[q] !== transition.to) continue;
      hazard += moves.value[q];
      drift[count + 1] -= moves.value[q] / moves.atRisk[q];
      jump[count] = 1 / moves.atRisk[q];
    }
  }
  const stepsTo = (place: number) => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (moves.place[middle] <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (let k = order.first[g]; k < order.first[g + 1]; k++) {
    const i = order.byEnd[k];
    if (from[i] !== transition.from) continue;
    const end = stepsTo(order.rank[i]);
    influence[i] += drift[end] - (order.entryRank ? drift[stepsTo(order.entryRank[i])] : 0);
    if (to[i] === transition.to && end > 0 && moves.place[end - 1] === order.rank[i]) influence[i] += jump[end - 1];
  }
  return hazard;
}

/** The transitions that any row makes, by the state left and the state entered. */
export function observedTransitions({ states, order, from, to }: StateSpells): Transition[] {
  const seen = new Set<number>();
  for (const i of order.byEnd) if (to[i] >= 0 && to[i] !== from[i]) seen.add(from[i] * states + to[i]);
  return [...seen].sort((a, b) => a - b).map((code) => ({ from: Math.floor(code / states), to: code % states }));
}
