import { allCauses, checkEventTable, type EventTable, isEventTable, orderedEventTable } from "../rows/event-table.js";
import { rowOrder } from "../rows/row-order.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { type ConfidenceType, confidenceLimits } from "./confidence-limits.js";
import { hazardSteps } from "./hazard-steps.js";
import { jackknifeErrors } from "./infinitesimal-jackknife.js";

/** One group's curve; arrays by its distinct times (events and censorings), ascending. Just right of `time[j]` it is `survival[j]`. */
export interface SurvivalCurve {
  /** Rows of the group (not weighted). */
  n: number;
  /** Weight of the group's events. */
  events: number;
  time: Float64Array;
  /** Weight at risk just before the time. */
  atRisk: Float64Array;
  /** Weight of the events at the time. */
  eventCount: Float64Array;
  /** Weight of the rows censored at the time. */
  censored: Float64Array;
  survival: Float64Array;
  /** Of `survival`; NaN where it is not defined. */
  standardError: Float64Array;
  /** NaN where not defined. */
  lower: Float64Array;
  upper: Float64Array;
  cumulativeHazard: Float64Array;
  cumulativeHazardStandardError: Float64Array;
  confidenceType: ConfidenceType;
  confidenceLevel: number;
  /** Standard errors by the infinitesimal jackknife. */
  robust: boolean;
  /** Where the curve is given survival to this time. */
  startTime?: number;
}

export interface CurveOptions {
  /** Number of groups, at least; default as many as the codes need. */
  groups?: number;
  /** Default `log-log`. */
  confidenceType?: ConfidenceType;
  /** Default 0.95. */
  confidenceLevel?: number;
  /**
   * Standard errors by the infinitesimal jackknife, summed by `cluster` (each row its own without one). Default: where
   * there is a cluster or a weight that is not whole.
   */
  robust?: boolean;
  /** The curve given survival to this time: rows that end before it are left out. Not with an event table. */
  startTime?: number;
}

/** How survival and hazard are estimated; see `kaplanMeier` and `nelsonAalen`. */
export interface CurveTypes {
  survivalType: 1 | 2;
  hazardType: 1 | 2;
}

/** @throws RangeError for a type that is neither 1 nor 2 */
export function checkCurveTypes(types: CurveTypes): void {
  for (const name of ["survivalType", "hazardType"] as const)
    if (types[name] !== 1 && types[name] !== 2) throw new RangeError(`${name} is ${types[name]}; allowed are 1 and 2`);
}

/** One curve for each group code: what all the estimators of this folder come down to. O(n log n); O(times) from a table. */
export function survivalCurves(
  data: SurvivalRows | EventTable,
  types: CurveTypes,
  options: CurveOptions = {},
): SurvivalCurve[] {
  const { groups = 1, startTime } = options;
  if (isEventTable(data)) {
    if (options.robust || startTime !== undefined)
      throw new TypeError("robust and startTime need the rows; an event table has only their sums");
    checkEventTable(data);
    const curves = curvesOfTable(data, types, options);
    while (curves.length < groups) curves.push(...curvesOfTable(emptyGroup, types, options));
    return curves;
  }
  const order = rowOrder(data, groups, startTime);
  const table = orderedEventTable(data, order);
  if (!(options.robust ?? robustByDefault(data))) return curvesOfTable(table, types, options);
  return curvesOfTable(table, types, options, jackknifeErrors(data, order, table, types.hazardType));
}

/** Whether standard errors are by the infinitesimal jackknife unless said otherwise. */
export function robustByDefault({ cluster, weights }: SurvivalRows): boolean {
  if (cluster) return true;
  if (weights) for (let i = 0; i < weights.length; i++) if (!Number.isInteger(weights[i])) return true;
  return false;
}

const none = new Float64Array(0);
const emptyGroup: EventTable = {
  groups: 1,
  causes: 1,
  n: Float64Array.of(0),
  first: Int32Array.of(0, 0),
  time: none,
  atRisk: none,
  events: none,
  eventRows: none,
  censored: none,
};

/** Standard errors by the table's rows, of log S and of H. */
interface Errors {
  logSurvival: Float64Array;
  hazard: Float64Array;
}

function curvesOfTable(
  table: EventTable,
  types: CurveTypes,
  { confidenceType = "log-log", confidenceLevel = 0.95, startTime }: CurveOptions,
  robust?: Errors,
): SurvivalCurve[] {
  const { events, eventRows } = allCauses(table);
  const steps = hazardSteps(table, events, eventRows, types.hazardType);
  const product = types.survivalType === 1;
  const survival = product ? steps.survival : steps.hazard.map((h) => Math.exp(-h));
  const errors = robust ?? { logSurvival: steps.logSurvivalError, hazard: steps.hazardError };
  const logError = product ? errors.logSurvival : errors.hazard;
  const standardError = survival.map((s, j) => s * logError[j]);
  const { lower, upper } = confidenceLimits(survival, logError, confidenceType, confidenceLevel);
  return Array.from({ length: table.groups }, (_, g) => {
    const of = (column: Float64Array) => column.slice(table.first[g], table.first[g + 1]);
    return Object.freeze({
      n: table.n[g],
      events: of(events).reduce((sum, d) => sum + d, 0),
      time: of(table.time),
      atRisk: of(table.atRisk),
      eventCount: of(events),
      censored: of(table.censored),
      survival: of(survival),
      standardError: of(standardError),
      lower: of(lower),
      upper: of(upper),
      cumulativeHazard: of(steps.hazard),
      cumulativeHazardStandardError: of(errors.hazard),
      confidenceType,
      confidenceLevel,
      robust: robust !== undefined,
      ...(startTime === undefined ? {} : { startTime }),
    });
  });
}
