import { type ConfidenceType, confidenceLimits } from "../curves/confidence-limits.js";
import { InfluenceSums } from "./influence-sums.js";
import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { probabilityErrors } from "./probability-errors.js";
import { stateSpells } from "./state-spells.js";
import { type StateSteps, stateSteps } from "./state-steps.js";

/**
 * One group's probabilities in state, by its m distinct times, ascending. Arrays by state are column-major: state s just
 * right of `time[j]` is at `s * m + j`.
 */
export interface StateCurve {
  states: number;
  /** Rows of the group (not weighted). */
  n: number;
  time: Float64Array;
  /** Weight at risk just before the time, by state held. */
  atRisk: Float64Array;
  /** Weight of the transitions at the time, by state entered. */
  events: Float64Array;
  /** Weight of those who go out of sight at the time. */
  censored: Float64Array;
  /** The same as numbers of rows. */
  rows: { atRisk: Float64Array; events: Float64Array; censored: Float64Array };
  /** Distribution at the start, and its standard errors: 0 where it was given. */
  p0: Float64Array;
  p0StandardError: Float64Array;
  probability: Float64Array;
  standardError: Float64Array;
  /** NaN where not defined. */
  lower: Float64Array;
  upper: Float64Array;
  confidenceType: ConfidenceType;
  confidenceLevel: number;
  startTime?: number;
}

export interface AalenJohansenOptions extends MultiStateOptions {
  /** Default `log-log`. */
  confidenceType?: ConfidenceType;
  /** Default 0.95. */
  confidenceLevel?: number;
}

/**
 * The probabilities of being in each state (Aalen & Johansen 1978, Scand J Statist 5:141), one curve for each group:
 *
 *   p(t) = p(0) ∏_{tⱼ ≤ t} (I + dAⱼ),   dA_sk = d_sk / n_s for k ≠ s,   dA_ss = −Σ_k dA_sk
 *
 * with n_s the weight of the rows held in state s with entry < tⱼ <= time, and d_sk that of those who move to k at tⱼ;
 * a censoring tied with transitions is at risk of them. Where all start in state 0 and leave it once these are the
 * cumulative incidences of competing risks, with two states Kaplan–Meier's survival and its complement.
 *
 * Standard errors are the infinitesimal jackknife's, Σ_c (Σ_{i in c} w_i ∂p / ∂w_i)² over the clusters c (`cluster`, or
 * `id`, or the rows), in time that grows with the rows and not with rows × times: see `InfluenceSums`. They hold for any
 * state graph and any weights; a matrix that empties a state does no harm, since none is inverted. The distribution at the
 * start is that of the rows at risk at the group's first transition, and its error counts, or it is given as `p0`.
 *
 * Nobody moves: the start's probabilities stay. A group without rows has no times. Weights that are all 0 at the first
 * transition: NaN. A row from a state to itself changes nothing, but its end is no censoring. A row that goes on in the
 * subject's next row (to −1, then entry = time) is no censoring either, and its end is not listed. Limits are those of a
 * survival probability with log-error se / p, NaN where the scale has none.
 *
 * Agrees with R's `survfit(Surv(entry, time, factor(to)) ~ group, id, istate, weights)`; departures are listed in
 * docs/methods/multi-state.md. O(n log n · states² + times · states²), 0.4 s for 10⁵ different times.
 *
 * @param rows of length n
 * @throws TypeError where an array has another length; RangeError for values that are not finite, negative weights or
 *   codes, states that are unknown, spells of a subject that are reversed, overlap, leave a gap (unless `gaps` is
 *   `allow`) or begin in another state than the last led to, a transition out of an `absorbing` state, or an option
 *   that cannot be
 */
export function aalenJohansen(rows: MultiStateRows, options: AalenJohansenOptions = {}): StateCurve[] {
  const spells = stateSpells(rows, options);
  const sums = new InfluenceSums(spells);
  return Array.from({ length: spells.order.groups }, (_, g) => {
    const steps = stateSteps(spells, g, options.p0);
    sums.reset(steps.moves);
    return curveOf(steps, probabilityErrors(spells, g, steps, sums), options);
  });
}

function curveOf(
  steps: StateSteps,
  { errors, startErrors }: { errors: Float64Array; startErrors: Float64Array },
  { confidenceType = "log-log", confidenceLevel = 0.95, startTime }: AalenJohansenOptions,
): StateCurve {
  const { states, n, time, atRisk, events, censored, rowsAtRisk, eventRows, censoredRows, p0, probability } = steps;
  noErrorWhereAlone(probability, errors, states);
  const limits = probabilityLimits(probability, errors, confidenceType, confidenceLevel);
  return Object.freeze({
    states,
    n,
    time,
    atRisk,
    events,
    censored,
    rows: { atRisk: rowsAtRisk, events: eventRows, censored: censoredRows },
    p0,
    p0StandardError: startErrors.map((error, s) => (Number.isNaN(p0[s]) ? Number.NaN : error)),
    probability,
    standardError: errors,
    ...limits,
    confidenceType,
    confidenceLevel,
    ...(startTime === undefined ? {} : { startTime }),
  });
}

/** Where all the other states are empty no weight moves the probability: what is left of its error is round-off. */
function noErrorWhereAlone(probability: Float64Array, errors: Float64Array, states: number): void {
  const m = probability.length / states;
  for (let j = 0; j < m; j++) {
    let held = 0;
    let count = 0;
    for (let s = 0; s < states; s++)
      if (probability[s * m + j] !== 0) {
        held = s;
        count++;
      }
    if (Number.isNaN(probability[held * m + j])) for (let s = 0; s < states; s++) errors[s * m + j] = Number.NaN;
    else if (count === 1) errors[held * m + j] = 0;
  }
}

/** Limits of probabilities from their own standard errors, on the scale of log p; NaN where p is. */
export function probabilityLimits(
  probability: Float64Array,
  standardError: Float64Array,
  type: ConfidenceType,
  level: number,
): { lower: Float64Array; upper: Float64Array } {
  const p = probability.map((value) => (Number.isNaN(value) ? 0 : Math.min(value, 1)));
  const relative = standardError.map((error, j) => (error > 0 && !Number.isNaN(probability[j]) ? error / p[j] : 0));
  const { lower, upper } = confidenceLimits(p, relative, type, level);
  const orUndefined = (limit: Float64Array) =>
    limit.map((value, j) => (Number.isNaN(probability[j]) ? Number.NaN : value));
  return { lower: orUndefined(lower), upper: orUndefined(upper) };
}
