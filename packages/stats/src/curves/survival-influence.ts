import { eventTable } from "../rows/event-table.js";
import { rowOrder } from "../rows/row-order.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { hazardSteps } from "./hazard-steps.js";
import { hazardInfluence } from "./infinitesimal-jackknife.js";
import { checkCurveTypes } from "./survival-curve.js";

/** How one group's curve moves with the weight of each of its rows. */
export interface SurvivalInfluence {
  /** The group's rows, ascending. */
  rows: Int32Array;
  /** The curve's distinct times. */
  time: Float64Array;
  /** rows × times, column-major: `values[j * rows.length + k]` is the derivative at `time[j]` by the weight of `rows[k]`. */
  values: Float64Array;
}

/**
 * The derivative of each group's estimate by each row's weight (not multiplied with the weight, not summed by cluster):
 * of the product-limit survival
 *
 *   ∂S(tⱼ) = ∂S(tⱼ₋₁) (1 − d/n) + S(tⱼ₋₁) (d/n² − [event at tⱼ]/n)   for a row at risk,
 *
 * or of the cumulative hazard, or of exp(−H), −S times the latter. Agrees with R's `survfit(influence = TRUE)` where the
 * weights are 1. A group without rows has neither rows nor times. O(rows × times), in memory too.
 *
 * @param options.of which estimate; default `survival`
 * @param options.survivalType, hazardType as in `nelsonAalen`; default 1 and 1, Kaplan–Meier's
 * @param options.startTime rows that end before it are left out
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for an unknown type
 */
export function survivalInfluence(
  rows: SurvivalRows,
  options: {
    groups?: number;
    startTime?: number;
    of?: "survival" | "cumulativeHazard";
    survivalType?: 1 | 2;
    hazardType?: 1 | 2;
  } = {},
): SurvivalInfluence[] {
  const { groups = 1, startTime, of = "survival", survivalType = 1, hazardType = 1 } = options;
  checkCurveTypes({ survivalType, hazardType });
  if (of !== "survival" && of !== "cumulativeHazard")
    throw new RangeError(`of is “${String(of)}”; allowed are survival and cumulativeHazard`);
  const table = eventTable(rows, { groups, startTime });
  const order = rowOrder(rows, groups, startTime);
  const { drift, jump } = hazardInfluence(table, hazardType);
  const steps = hazardSteps(table, table.events, table.eventRows, hazardType);
  const product = of === "survival" && survivalType === 1;
  return Array.from({ length: table.groups }, (_, g) => {
    const members = order.byEnd.slice(order.first[g], order.first[g + 1]).sort();
    const time = table.time.slice(table.first[g], table.first[g + 1]);
    const values = new Float64Array(members.length * time.length);
    members.forEach((i, k) => {
      const end = order.times[order.rank[i]];
      const entry = order.entryRank ? order.times[order.entryRank[i]] : Number.NEGATIVE_INFINITY;
      let value = 0;
      for (let j = 0; j < time.length; j++) {
        const row = table.first[g] + j;
        const atRisk = entry < time[j] && time[j] <= end;
        const dies = rows.event[i] === 1 && time[j] === end;
        if (product) {
          const before = j === 0 ? 1 : steps.survival[row - 1];
          const [d, n] = [table.events[row], table.atRisk[row]];
          if (d > 0) value = value * ((n - d) / n) + (atRisk ? (before * (d / n - (dies ? 1 : 0))) / n : 0);
        } else value += (atRisk ? drift[row] : 0) + (dies ? jump[row] : 0);
        values[j * members.length + k] = of === "survival" && !product ? -Math.exp(-steps.hazard[row]) * value : value;
      }
    });
    return { rows: members, time, values };
  });
}
