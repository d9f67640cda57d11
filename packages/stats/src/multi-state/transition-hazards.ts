import { nelsonAalen } from "../curves/nelson-aalen.js";
import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { type StateSpells, stateSpells } from "./state-spells.js";
import { stateSteps } from "./state-steps.js";
import { observedTransitions, type Transition } from "./transition-influence.js";

/** One group's cumulative hazards. Transition q at `time[j]` of m is at `q * m + j`. */
export interface TransitionHazards {
  transitions: readonly Transition[];
  /** The times of `aalenJohansen`'s curve. */
  time: Float64Array;
  cumulativeHazard: Float64Array;
  standardError: Float64Array;
}

/**
 * The cumulative hazard of each transition that any row makes, one set for each group: Nelson–Aalen's
 *
 *   H_sk(t) = Σ_{tⱼ ≤ t} d_sk / n_s
 *
 * with n_s the weight at risk in state s and d_sk that of those who move from it to k at tⱼ. Standard errors by the
 * infinitesimal jackknife, added up by `cluster`, `id` or row. H agrees with R's `survfit(…)$cumhaz`; R 3.5-3 has no
 * error of it. O((n log n + times) · transitions).
 *
 * @throws TypeError, RangeError as `aalenJohansen`
 */
export function transitionHazards(
  rows: MultiStateRows,
  options: Omit<MultiStateOptions, "p0"> = {},
): TransitionHazards[] {
  const spells = stateSpells(rows, options);
  const transitions = observedTransitions(spells);
  const times = Array.from({ length: spells.order.groups }, (_, g) => stateSteps(spells, g, undefined).time);
  const hazards = times.map((time) => ({
    transitions,
    time,
    cumulativeHazard: new Float64Array(time.length * transitions.length),
    standardError: new Float64Array(time.length * transitions.length),
  }));
  transitions.forEach((transition, q) => {
    const curves = nelsonAalen(rowsOf(spells, rows.group, transition), { groups: hazards.length, robust: true });
    hazards.forEach(({ time, cumulativeHazard, standardError }, g) => {
      const curve = curves[g];
      let k = -1;
      for (let j = 0; j < time.length; j++) {
        while (k + 1 < curve.time.length && curve.time[k + 1] <= time[j]) k++;
        if (k < 0) continue;
        cumulativeHazard[q * time.length + j] = curve.cumulativeHazard[k];
        standardError[q * time.length + j] = curve.cumulativeHazardStandardError[k];
      }
    });
  });
  return hazards.map((hazard) => Object.freeze(hazard));
}

/** The rows held in the state that the transition leaves, the transition being their event. */
function rowsOf(spells: StateSpells, group: Int32Array | undefined, transition: Transition) {
  const { order, from, to, weights, cluster } = spells;
  const members = order.byEnd.filter((i) => from[i] === transition.from);
  const codes = (of: (i: number) => number) => Int32Array.from(members, of);
  const times = (rank: Int32Array) => Float64Array.from(members, (i) => order.times[rank[i]]);
  return {
    time: times(order.rank),
    event: Uint8Array.from(members, (i) => (to[i] === transition.to ? 1 : 0)),
    ...(order.entryRank ? { entry: times(order.entryRank) } : {}),
    ...(weights ? { weights: Float64Array.from(members, (i) => weights[i]) } : {}),
    ...(group ? { group: codes((i) => group[i]) } : {}),
    cluster: codes((i) => (cluster ? cluster[i] : i)),
  };
}
