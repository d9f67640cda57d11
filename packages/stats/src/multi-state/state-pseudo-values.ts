import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { pseudoValuesOf, type Subjects, subjectsOf } from "./pseudo-values-of.js";
import { rowInfluence } from "./row-influence.js";
import { earliestStart } from "./sojourn-times.js";
import { stateSpells } from "./state-spells.js";
import { observedTransitions, type Transition, transitionInfluence } from "./transition-influence.js";

/** Pseudo-values by subject, time, and state or transition. */
export interface StatePseudoValues {
  /** Of each subject its first row; without `id` all the rows. */
  rows: Int32Array;
  times: Float64Array;
  /** States, or transitions. */
  columns: number;
  /** Where they are of cumulative hazards: those of which, in order. */
  transitions?: readonly Transition[];
  /** subjects × times × columns: `values[(c * times.length + j) * rows.length + k]` is that of `rows[k]` at `times[j]`. */
  values: Float64Array;
}

/**
 * Infinitesimal-jackknife pseudo-values of the probabilities in state, of the time spent in each state up to a time, or of
 * each transition's cumulative hazard:
 *
 *   θ_i = θ + n Σ_{rows of i} ∂θ / ∂w,   n the number of subjects in the group,
 *
 * each subject's own part of the group's estimate: with weights of 1 their mean is the estimate, and they take the place
 * of what was not seen in a regression (Andersen, Klein & Rosthøj 2003, Biometrika 90:15, doi 10.1093/biomet/90.1.15).
 * A subject all of whose rows end before `startTime`: NaN. Agrees with R's `pseudo(survfit(…), times, type)` where R 3.5-3
 * gives the derivative (see docs/methods/multi-state.md). O((n + steps states) states times) after sorting.
 *
 * @param times in the unit of `time`, finite; where the time in state is asked for not before the start
 * @param options.of `probability` (default), `sojourn` or `cumulativeHazard`
 * @throws TypeError, RangeError as `aalenJohansen`; RangeError for times that cannot be, and for a subject in two groups
 */
export function statePseudoValues(
  rows: MultiStateRows,
  times: ArrayLike<number>,
  options: MultiStateOptions & { of?: "probability" | "sojourn" | "cumulativeHazard" } = {},
): StatePseudoValues {
  const { of = "probability" } = options;
  if (of !== "probability" && of !== "sojourn" && of !== "cumulativeHazard")
    throw new RangeError(`of is “${String(of)}”; allowed are probability, sojourn and cumulativeHazard`);
  const spells = stateSpells(rows, options);
  const n = rows.time.length;
  const subjects: Subjects = subjectsOf(n, rows.id, rows.group);
  if (of === "cumulativeHazard") {
    const transitions = observedTransitions(spells);
    const estimate = { columns: transitions.length, start: Number.NEGATIVE_INFINITY, p0: undefined };
    const found = pseudoValuesOf(spells, times, subjects, estimate, (g, steps, time, influence) =>
      Float64Array.from(transitions, (transition, q) =>
        transitionInfluence(spells, g, steps, transition, time, influence.subarray(q * n, (q + 1) * n)),
      ),
    );
    return Object.freeze({ ...found, transitions });
  }
  const start = options.startTime ?? earliestStart(spells);
  const estimate = {
    columns: spells.states,
    start: of === "sojourn" ? start : Number.NEGATIVE_INFINITY,
    p0: options.p0,
  };
  return Object.freeze(
    pseudoValuesOf(spells, times, subjects, estimate, (g, steps, time, influence) =>
      rowInfluence(spells, g, steps, { time, of, start }, influence),
    ),
  );
}
