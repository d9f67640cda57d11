import { twoSidedQuantile } from "../curves/confidence-limits.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { checkSubjectRows } from "../rows/subject-rows.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import { terminalMean } from "./terminal-mean.js";

/** Start–stop rows of subjects whose events recur; arrays of length n. */
export interface RecurrentRows extends Omit<SurvivalRows, "cluster" | "strata" | "id"> {
  /** Codes of the subjects, whose rows must not overlap. */
  id: Int32Array;
  /** 1 = the subject dies (or has whatever ends its events) at `time`, after an event of the same time; its last row. Absent: nobody. */
  terminal?: Uint8Array;
}

export interface MeanCumulativeOptions {
  /** Number of groups, at least; default as many as the codes need. */
  groups?: number;
  /** log: M exp(± z se/M), the default; plain: M ± z se, the lower limit cut to 0. */
  confidenceType?: "log" | "plain";
  /** Default 0.95. */
  confidenceLevel?: number;
}

/** One group's mean cumulative function; arrays by its distinct times (all ends of rows), ascending. */
export interface MeanCumulativeFunction {
  /** Subjects of the group. */
  subjects: number;
  /** Weight of its events. */
  events: number;
  time: Float64Array;
  /** Weight at risk just before the time. */
  atRisk: Float64Array;
  eventCount: Float64Array;
  /** Expected number of events of a subject by the time. */
  estimate: Float64Array;
  standardError: Float64Array;
  /** Log limits are NaN before the first event, where the estimate is 0. */
  lower: Float64Array;
  upper: Float64Array;
  confidenceType: "log" | "plain";
  confidenceLevel: number;
  /** Only where there is a `terminal`: the weight of those, and the probability of none by the time (Kaplan–Meier). */
  terminal?: { count: Float64Array; survival: Float64Array };
}

/**
 * The expected number of events that a subject has had by t, of events that may recur (Nelson 1995, Technometrics 37:147, doi
 * 10.1080/00401706.1995.10484299; Lawless & Nadeau 1995, Technometrics 37:158, doi 10.1080/00401706.1995.10484300), one curve for each group:
 *
 *   M(t) = Σ_{tⱼ ≤ t} dⱼ / nⱼ,   var M(t) = Σᵢ [ Σ_{tⱼ ≤ t} Yᵢ(tⱼ)/nⱼ (dNᵢ(tⱼ) − dⱼ/nⱼ) ]²
 *
 * the sum over subjects i, whose events need not be independent of each other: the infinitesimal jackknife by subject. A subject is at risk
 * again after each event. Without `terminal` a death is a censoring, and M is that of subjects who stay alive. With it (Ghosh & Lin 2000,
 * Biometrics 56:554, doi 10.1111/j.0006-341X.2000.00554.x) nobody has events after death,
 *
 *   M(t) = Σ_{tⱼ ≤ t} S(tⱼ−) dⱼ / nⱼ,   S the Kaplan–Meier estimate of the terminal event,
 *
 * and the error counts that of S, again by the jackknife. A group without rows has no times; without events M is 0 and its error 0; where
 * nobody at risk has weight a time adds nothing. Agrees with R's `survfit(Surv(start, stop, event) ~ 1, cluster = id)`, its `cumhaz` and
 * `std.chaz`; with `terminal` its estimate with `mets::recurrentMarginal`. O(n log n); with `terminal` O(times × subjects).
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`, with overlapping rows of one subject; RangeError for a `terminal` that is neither 0
 *   nor 1 or after which the subject has another row, a confidence level outside (0, 1), an unknown type
 */
export function meanCumulativeFunction(
  rows: RecurrentRows,
  { groups, confidenceType = "log", confidenceLevel = 0.95 }: MeanCumulativeOptions = {},
): MeanCumulativeFunction[] {
  if (confidenceType !== "log" && confidenceType !== "plain")
    throw new RangeError(`confidenceType is “${String(confidenceType)}”; allowed are log and plain`);
  const z = twoSidedQuantile(confidenceLevel);
  const { time, event, entry, weights, group, id, terminal } = rows;
  const spells = { time, event, entry, weights, group, id };
  // With entries the curves ask themselves.
  if (!entry) checkSubjectRows({ time, id });
  const curves = nelsonAalen({ ...spells, cluster: id }, { groups, robust: true });
  if (terminal) checkTerminal(rows, terminal);
  const ended = terminal && terminalMean(spells, terminal, groups);
  const subjects = subjectsByGroup(rows, curves.length);
  let first = 0;
  return curves.map((curve, g) => {
    const from = first;
    first += curve.time.length;
    const of = (column: Float64Array) => column.slice(from, first);
    const estimate = ended ? of(ended.estimate) : curve.cumulativeHazard;
    const standardError = ended ? of(ended.standardError) : curve.cumulativeHazardStandardError;
    const limit = (side: 1 | -1) => limitOf[confidenceType](estimate, standardError, side * z);
    return Object.freeze({
      subjects: subjects[g],
      events: curve.events,
      time: curve.time,
      atRisk: curve.atRisk,
      eventCount: curve.eventCount,
      estimate,
      standardError,
      lower: limit(-1),
      upper: limit(1),
      confidenceType,
      confidenceLevel,
      ...(ended && { terminal: Object.freeze({ count: of(ended.terminalCount), survival: of(ended.survival) }) }),
    });
  });
}

const limitOf = {
  log: (estimate: Float64Array, error: Float64Array, z: number) =>
    estimate.map((m, j) => (m > 0 ? m * Math.exp((z * error[j]) / m) : Number.NaN)),
  plain: (estimate: Float64Array, error: Float64Array, z: number) =>
    estimate.map((m, j) => Math.max(0, m + z * error[j])),
};

function subjectsByGroup({ id, group }: RecurrentRows, groups: number): number[] {
  const codes = Array.from({ length: groups }, () => new Set<number>());
  id.forEach((code, i) => {
    codes[group ? group[i] : 0].add(code);
  });
  return codes.map(({ size }) => size);
}

function checkTerminal({ time, entry, id }: RecurrentRows, terminal: Uint8Array): void {
  if (terminal.length !== time.length)
    throw new TypeError(
      `terminal has ${terminal.length} rows, time has ${time.length}; they must have the same length`,
    );
  const [rank] = entry ? timeGrid(time, entry).ranks : timeGrid(time).ranks;
  const ended = new Map<number, number>();
  terminal.forEach((value, i) => {
    if (value > 1) throw new RangeError(`terminal[${i}] is ${value}; allowed are 0 and 1 (the subject's end)`);
    const known = ended.get(id[i]);
    if (value && (known === undefined || rank[i] < rank[known])) ended.set(id[i], i);
  });
  for (let j = 0; j < time.length; j++) {
    const i = ended.get(id[j]);
    if (i !== undefined && rank[j] > rank[i])
      throw new RangeError(
        `terminal[${i}] is 1 at ${time[i]}, and row ${j} of subject ${id[j]} ends at ${time[j]}; a terminal event must be in the subject's last row`,
      );
  }
}
