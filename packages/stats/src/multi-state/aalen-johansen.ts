import { type ConfidenceType, confidenceLimits } from "../curves/confidence-limits.js";
import { InfluenceSums } from "./influence-sums.js";
import { jackknifeErrors } from "./jackknife-sweep.js";
import { type MultiStateOptions, type MultiStateRows, stateSpells } from "./multi-state-rows.js";
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

export function aalenJohansen(rows: MultiStateRows, options: AalenJohansenOptions = {}): StateCurve[] {
  const spells = stateSpells(rows, options);
  const sums = new InfluenceSums(spells);
  return Array.from({ length: spells.order.groups }, (_, g) => {
    const steps = stateSteps(spells, g, options.p0);
    sums.reset(steps.moves);
    return curveOf(steps, jackknifeErrors(spells, g, steps, sums), options);
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
