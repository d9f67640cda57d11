import { type ConfidenceType, confidenceLimits } from "../curves/confidence-limits.js";
import { type BaselineTypes, coxBaseline, type StratumBaseline } from "./cox-baseline.js";
import type { CoxFit } from "./cox-regression.js";
import type { CoxRows } from "./cox-rows.js";
import type { DesignMatrix } from "./design-matrix.js";

export interface CoxSurvivalOptions extends BaselineTypes {
  /** Default log-log. */
  confidenceType?: ConfidenceType;
  /** Default the fit's. */
  confidenceLevel?: number;
}

/** A patient's expected curve in one stratum, at the stratum's times (events and censorings), ascending. */
export interface CoxSurvivalCurve {
  /** Row of the new patients; −1 for the baseline. */
  row: number;
  stratum: number;
  /** Rows of the stratum. */
  n: number;
  time: Float64Array;
  atRisk: Float64Array;
  eventCount: Float64Array;
  censored: Float64Array;
  survival: Float64Array;
  cumulativeHazard: Float64Array;
  /** Of the cumulative hazard (of log S), the coefficients' uncertainty included. */
  cumulativeHazardStandardError: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  confidenceType: ConfidenceType;
  confidenceLevel: number;
}

/**
 * The survival that a Cox model expects of given patients, in every stratum (Tsiatis 1981; Therneau & Grambsch 2000, ch. 10):
 *
 *   H(t) = e^{x'β} Σ h(s),   var H = e^{2x'β} ( Σ v(s) + q'Vq ),   q = Σ h(s) (x − x̄(s)),   S = exp(−H)
 *
 * over the event times s <= t, with Breslow's or Efron's steps h and their variance v, V the fit's covariance (robust where the
 * fit is). Agrees with R's `survfit(coxph, newdata, stype, ctype)`. With a coefficient that runs away, or none that was
 * fitted, the figures are NaN. O((n + d) p²), then O(times · p²) a patient.
 *
 * @param rows the rows that were fitted
 * @param patients their design, with the model's columns; a redundant column counts for nothing
 * @param offset of each patient, default 0
 * @throws TypeError where the patients' columns are not the model's; TypeError, RangeError as `coxData` and
 *   `confidenceLimits`
 */
export function coxSurvival(
  rows: CoxRows,
  fit: CoxFit,
  patients: DesignMatrix,
  options: CoxSurvivalOptions & { offset?: Float64Array } = {},
): CoxSurvivalCurve[] {
  checkPatients(fit, patients);
  const model = usedModel(fit);
  return coxBaseline(rows, fit, options).flatMap((baseline) =>
    Array.from({ length: patients.n }, (_, row) => {
      const x = Float64Array.from({ length: patients.p }, (_, j) => patients.x[j * patients.n + row]);
      const sums = newSums(patients.p);
      const curve = emptyCurve(baseline, row);
      addSteps(sums, baseline, model, x, options.offset?.[row] ?? 0, 0, baseline.time.length, curve, 0);
      return finished(curve, fit, options);
    }),
  );
}

/**
 * The baseline: hazard and survival of a patient whose covariates and offset are all 0, by stratum. R:
 * `basehaz(fit, centered = FALSE)`. See `coxSurvival`.
 */
export function baselineSurvival(rows: CoxRows, fit: CoxFit, options: CoxSurvivalOptions = {}): CoxSurvivalCurve[] {
  const { columns, terms } = rows.design;
  const origin = { n: 1, p: columns.length, x: new Float64Array(columns.length), columns, terms };
  return coxSurvival(rows, fit, origin, options).map((curve) => ({ ...curve, row: -1 }));
}

/** One patient's covariates over time: row i of the design holds for entry < t <= time. */
export interface CovariatePath {
  entry: Float64Array;
  time: Float64Array;
  design: DesignMatrix;
  /** Default 0. */
  strata?: Int32Array;
  offset?: Float64Array;
}

/**
 * The curve of one patient whose covariates change: the steps of each interval at the covariates that hold in it, up to the
 * end of the last. R: `survfit(coxph, newdata, id = )`, but for the error: q = Σ e^{x(s)'β} h(s) (x(s) − x̄(s)) gathers what
 * was so far, where R 3.5-3 takes the present covariates for all of the past.
 *
 * @param path intervals in ascending order that do not overlap
 * @throws RangeError where an interval is reversed, empty or overlaps the one before; as `coxSurvival`
 */
export function coxSurvivalAlongPath(
  rows: CoxRows,
  fit: CoxFit,
  path: CovariatePath,
  options: CoxSurvivalOptions = {},
): CoxSurvivalCurve {
  const { entry, time, design, strata, offset } = path;
  checkPatients(fit, design);
  checkPath(path);
  const model = usedModel(fit);
  const baselines = coxBaseline(rows, fit, options);
  const parts = Array.from({ length: design.n }, (_, i) => {
    const baseline = baselines[strata?.[i] ?? 0];
    if (!baseline) throw new RangeError(`strata[${i}] is ${strata?.[i]}; the model has ${baselines.length} strata`);
    const from = firstAfter(baseline.time, entry[i]);
    return { baseline, from, end: firstAfter(baseline.time, time[i]) };
  });
  const length = parts.reduce((sum, { from, end }) => sum + end - from, 0);
  const curve = emptyCurve({ ...(parts[0]?.baseline ?? baselines[0]), time: new Float64Array(length) }, 0);
  const sums = newSums(design.p);
  let at = 0;
  parts.forEach(({ baseline, from, end }, i) => {
    const x = Float64Array.from({ length: design.p }, (_, j) => design.x[j * design.n + i]);
    addSteps(sums, baseline, model, x, offset?.[i] ?? 0, from, end, curve, at);
    at += end - from;
  });
  return finished(curve, fit, options);
}

/** β and V with 0 for redundant columns; NaN where a coefficient has no finite value. */
interface UsedModel {
  p: number;
  beta: Float64Array;
  covariance: Float64Array;
}

export function usedModel({ columns, coefficients, covariance, redundant, infinite }: CoxFit): UsedModel {
  const p = columns.length;
  const lost = infinite.some(Boolean);
  return {
    p,
    beta: coefficients.map((b, j) => (lost ? Number.NaN : redundant[j] ? 0 : b)),
    covariance: covariance.map((v, at) => (redundant[at % p] || redundant[Math.floor(at / p)] ? 0 : v)),
  };
}

interface Sums {
  hazard: number;
  variance: number;
  logSurvival: number;
  q: Float64Array;
}

function newSums(p: number): Sums {
  return { hazard: 0, variance: 0, logSurvival: 0, q: new Float64Array(p) };
}

/** Carries the sums over the stratum's times `from` to `end` − 1 and writes them to the curve, its first at `at`. */
function addSteps(
  sums: Sums,
  baseline: StratumBaseline,
  { p, beta, covariance }: UsedModel,
  x: Float64Array,
  offset: number,
  from: number,
  end: number,
  curve: CoxSurvivalCurve,
  at: number,
): void {
  const away = x.map((value, j) => value - baseline.centre[j]);
  const risk = Math.exp(
    away.reduce((sum, value, j) => sum + (beta[j] === 0 ? 0 : value * beta[j]), offset) - baseline.reference,
  );
  for (let k = from; k < end; k++, at++) {
    // Before the first event there is no hazard, whatever the covariates.
    if (baseline.hazard[k] !== 0) {
      sums.hazard += risk * baseline.hazard[k];
      sums.variance += risk * risk * baseline.variance[k];
      sums.logSurvival += risk * (baseline.logSurvival ? baseline.logSurvival[k] : -baseline.hazard[k]);
      for (let j = 0; j < p; j++) sums.q[j] += risk * (baseline.hazard[k] * away[j] - baseline.moment[k * p + j]);
    }
    let spread = 0;
    for (let j = 0; j < p; j++)
      if (sums.q[j] !== 0) for (let l = 0; l < p; l++) spread += sums.q[j] * sums.q[l] * covariance[l * p + j];
    curve.time[at] = baseline.time[k];
    curve.atRisk[at] = baseline.atRisk[k];
    curve.eventCount[at] = baseline.eventCount[k];
    curve.censored[at] = baseline.censored[k];
    curve.cumulativeHazard[at] = sums.hazard;
    curve.survival[at] = Math.exp(sums.logSurvival);
    curve.cumulativeHazardStandardError[at] = Math.sqrt(sums.variance + spread);
  }
}

function emptyCurve({ stratum, n, time }: StratumBaseline, row: number): CoxSurvivalCurve {
  const column = () => new Float64Array(time.length);
  return {
    row,
    stratum,
    n,
    time: column(),
    atRisk: column(),
    eventCount: column(),
    censored: column(),
    survival: column(),
    cumulativeHazard: column(),
    cumulativeHazardStandardError: column(),
    lower: column(),
    upper: column(),
    confidenceType: "log-log",
    confidenceLevel: 0.95,
  };
}

function finished(
  curve: CoxSurvivalCurve,
  fit: CoxFit,
  { confidenceType = "log-log", confidenceLevel = fit.confidenceLevel }: CoxSurvivalOptions,
): CoxSurvivalCurve {
  const { survival, cumulativeHazardStandardError: error } = curve;
  const known = survival.map((value, k) => (Number.isNaN(value) || Number.isNaN(error[k]) ? 0 : 1));
  const { lower, upper } = confidenceLimits(
    survival.map((value, k) => (known[k] ? value : 1)),
    error.map((value, k) => (known[k] ? value : 0)),
    confidenceType,
    confidenceLevel,
  );
  const defined = (limit: Float64Array) => limit.map((value, k) => (known[k] ? value : Number.NaN));
  return { ...curve, lower: defined(lower), upper: defined(upper), confidenceType, confidenceLevel };
}

function firstAfter(times: Float64Array, t: number): number {
  const k = times.findIndex((time) => time > t);
  return k < 0 ? times.length : k;
}

function checkPatients({ columns }: CoxFit, { p, columns: given }: DesignMatrix): void {
  if (p !== columns.length)
    throw new TypeError(
      `the patients have ${p} columns (${given.join(", ")}), the model ${columns.length} (${columns.join(", ")})`,
    );
}

function checkPath({ entry, time, design }: CovariatePath): void {
  for (const [name, column] of Object.entries({ entry, time }))
    if (column.length !== design.n)
      throw new TypeError(`${name} has ${column.length} rows, the covariates have ${design.n}; they must be equal`);
  for (let i = 0; i < time.length; i++) {
    if (!(entry[i] < time[i]))
      throw new RangeError(
        `entry[${i}] is ${entry[i]}, time[${i}] is ${time[i]}; an interval must end after it begins`,
      );
    if (i > 0 && entry[i] < time[i - 1])
      throw new RangeError(`entry[${i}] is ${entry[i]}, time[${i - 1}] is ${time[i - 1]}; intervals must not overlap`);
  }
}
