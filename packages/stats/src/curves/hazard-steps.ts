import type { EventTable } from "../rows/event-table.js";

/** By the rows of an event table, accumulated within each group. */
export interface HazardSteps {
  /** The product of 1 − d/n. */
  survival: Float64Array;
  /** The square root of Greenwood's sum of d/(n(n − d)): Infinity from where S is 0. */
  logSurvivalError: Float64Array;
  hazard: Float64Array;
  hazardError: Float64Array;
}

/**
 * Product-limit survival and cumulative hazard of an event table, with the standard errors of log S and H.
 *
 * @param hazardType 1: H is the sum of d/n, its variance that of d/n² (Nelson–Aalen); 2: at m tied events of total
 *   weight d the sums over k = 0..m−1 of (d/m)/(n − k d/m) and of (d/m)/(n − k d/m)² (Fleming & Harrington 1984,
 *   Comm Statist A 13:2469)
 */
export function hazardSteps(
  { groups, first, time, atRisk }: EventTable,
  events: Float64Array,
  eventRows: Float64Array,
  hazardType: 1 | 2,
): HazardSteps {
  const column = () => new Float64Array(time.length);
  const steps = { survival: column(), logSurvivalError: column(), hazard: column(), hazardError: column() };
  for (let g = 0; g < groups; g++) {
    let s = 1;
    let greenwood = 0;
    let h = 0;
    let variance = 0;
    for (let j = first[g]; j < first[g + 1]; j++) {
      const d = events[j];
      const n = atRisk[j];
      if (d > 0) {
        s *= Math.max(n - d, 0) / n;
        greenwood += d / (n * Math.max(n - d, 0));
        const m = hazardType === 1 ? 1 : eventRows[j];
        const share = d / m;
        for (let k = 0; k < m; k++) {
          const left = hazardType === 1 ? n : n - k * share;
          h += share / left;
          variance += share / (left * left);
        }
      }
      steps.survival[j] = s;
      steps.logSurvivalError[j] = Math.sqrt(greenwood);
      steps.hazard[j] = h;
      steps.hazardError[j] = Math.sqrt(variance);
    }
  }
  return steps;
}
