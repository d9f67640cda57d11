import { checkSurvivalRows, type SurvivalRows } from "../rows/survival-rows.js";
import { pseudoValuesOf, subjectsOf } from "./pseudo-values-of.js";
import { rowInfluence } from "./row-influence.js";
import { earliestStart } from "./sojourn-times.js";
import { stateSpells } from "./state-spells.js";
import { transitionInfluence } from "./transition-influence.js";

/** Pseudo-values by subject and time. */
export interface PseudoValues {
  /** Of each subject its first row; without `id` all the rows. */
  rows: Int32Array;
  times: Float64Array;
  /** subjects × times, column-major: `values[j * rows.length + k]` is that of `rows[k]` at `times[j]`. */
  values: Float64Array;
}

/**
 * Infinitesimal-jackknife pseudo-values of survival, of the restricted mean, or of the cumulative hazard at given times:
 *
 *   θ_i = θ + n Σ_{rows of i} ∂θ / ∂w,   n the number of subjects in the group,
 *
 * θ being Kaplan–Meier's S(t), the area under it up to t, or Nelson–Aalen's H(t). With weights of 1 their mean is θ; where
 * nobody is censored before t those of survival are 1 for who lives on and 0 for the others, those of the restricted mean
 * min(T, t). (Andersen, Klein & Rosthøj 2003, Biometrika 90:15, doi 10.1093/biomet/90.1.15.) A subject all of whose rows
 * end before `startTime`: NaN. Agrees with R's `pseudo(survfit(…), times, type)`. O(n log n + (n + events) times).
 *
 * @param times in the unit of `time`, finite; for the restricted mean not before the start (`startTime`, or 0, or the
 *   earliest time where that is negative)
 * @param options.of `survival` (default), `restrictedMean` or `cumulativeHazard`
 * @param options.id code of each row's subject; default each row its own
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for times that cannot be, and for a subject in two groups
 */
export function pseudoValues(
  rows: SurvivalRows,
  times: ArrayLike<number>,
  options: {
    of?: "survival" | "restrictedMean" | "cumulativeHazard";
    groups?: number;
    id?: Int32Array;
    startTime?: number;
  } = {},
): PseudoValues {
  const { of = "survival", groups, id, startTime } = options;
  if (of !== "survival" && of !== "restrictedMean" && of !== "cumulativeHazard")
    throw new RangeError(`of is “${String(of)}”; allowed are survival, restrictedMean and cumulativeHazard`);
  checkSurvivalRows(rows);
  const { time, event, entry, weights, group } = rows;
  const to = Int32Array.from(event, (dies) => (dies ? 1 : -1));
  const spells = stateSpells({ time, to, entry, weights, group }, { states: 2, groups, startTime });
  const start = startTime ?? earliestStart(spells);
  const estimate = { columns: 1, start: of === "restrictedMean" ? start : Number.NEGATIVE_INFINITY, p0: [1, 0] };
  const both = new Float64Array(2 * time.length);
  const found = pseudoValuesOf(
    spells,
    times,
    subjectsOf(time.length, id, group),
    estimate,
    (g, steps, at, influence) => {
      if (of === "cumulativeHazard")
        return Float64Array.of(transitionInfluence(spells, g, steps, { from: 0, to: 1 }, at, influence));
      both.fill(0);
      const value = rowInfluence(
        spells,
        g,
        steps,
        { time: at, of: of === "survival" ? "probability" : "sojourn", start },
        both,
      );
      influence.set(both.subarray(0, time.length));
      return value;
    },
  );
  return Object.freeze({ rows: found.rows, times: found.times, values: found.values });
}
