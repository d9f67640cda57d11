import type { EventTable } from "../rows/event-table.js";
import type { SurvivalRows } from "../rows/survival-rows.js";
import {
  type CurveOptions,
  type CurveTypes,
  checkCurveTypes,
  type SurvivalCurve,
  survivalCurves,
} from "./survival-curve.js";

/**
 * The cumulative hazard, one curve for each group (Nelson 1972, Technometrics 14:945; Aalen 1978, Ann Statist 6:701):
 *
 *   H(t) = Σ_{tⱼ ≤ t} dⱼ / nⱼ,   var H = Σ dⱼ / nⱼ²,   S = exp(−H),   se(S) = S se(H)
 *
 * Hazard type 2 breaks the ties of m events of total weight d one after the other (Fleming & Harrington 1984, Comm
 * Statist A 13:2469): Σ_{k<m} (d/m) / (n − k d/m). Survival type 1 sets the product-limit survival beside the hazard.
 * Robust errors are the infinitesimal jackknife's, for S = exp(−H) that of H times S.
 *
 * No events: H is 0. Agrees with R's `survfit(stype, ctype)`, but for `robust` with (stype, ctype) (1, 2) or (2, 1),
 * where survival 3.5 takes the error of S for one of log S and the other way round. O(n log n).
 *
 * @param data rows of length n, or their event table
 * @param options.survivalType 1 product limit, 2 exp(−H) (default)
 * @param options.hazardType 1 Nelson–Aalen (default), 2 Fleming–Harrington
 * @throws as `kaplanMeier`
 */
export function nelsonAalen(
  data: SurvivalRows | EventTable,
  { survivalType = 2, hazardType = 1, ...options }: CurveOptions & Partial<CurveTypes> = {},
): SurvivalCurve[] {
  checkCurveTypes({ survivalType, hazardType });
  return survivalCurves(data, { survivalType, hazardType }, options);
}
