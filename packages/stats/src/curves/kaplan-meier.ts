import type { EventTable } from "../rows/event-table.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { type CurveOptions, type SurvivalCurve, survivalCurves } from "./survival-curve.js";

/**
 * The product-limit estimate of survival (Kaplan & Meier 1958, JASA 53:457, doi 10.1080/01621459.1958.10501452), one
 * curve for each group:
 *
 *   S(t) = ∏_{tⱼ ≤ t} (1 − dⱼ / nⱼ),   se(S) = S √Σ dⱼ / (nⱼ (nⱼ − dⱼ))   (Greenwood)
 *
 * with dⱼ the weight of the events at tⱼ and nⱼ that of the rows with entry < tⱼ <= time, censorings tied with events
 * among them. Robust errors are the infinitesimal jackknife's. The cumulative hazard beside it is the sum of dⱼ / nⱼ.
 *
 * A curve without events stays at 1; a group without rows has no times. Where S is 0 the error is not defined (NaN),
 * 0 when robust. Agrees with R's `survfit(Surv(entry, time, event) ~ group, weights, cluster)`. O(n log n).
 *
 * @param data rows of length n, or their event table
 * @throws TypeError, RangeError as `checkSurvivalRows` or `checkEventTable`; RangeError for an option that cannot be
 */
export function kaplanMeier(data: SurvivalRows | EventTable, options: CurveOptions = {}): SurvivalCurve[] {
  return survivalCurves(data, { survivalType: 1, hazardType: 1 }, options);
}
