import type { SurvivalCurve } from "./survival-curve.js";

/**
 * The mean of min(T, tau), T the time of the event: the area under S up to tau, the last value carried on,
 *
 *   μ = t₀ + ∫_{t₀}^{tau} S,   var μ = Σ_{tⱼ ≤ tau} (∫_{tⱼ}^{tau} S)² dⱼ / (nⱼ (nⱼ − dⱼ))
 *
 * with t₀ a time before the first event; it is 0, or the earliest time where that is negative, and its choice does not
 * matter. Terms with nⱼ = dⱼ are left out; the error is not robust even where the curve is. Agrees with R's
 * `summary(survfit, rmean = tau)`; Klein & Moeschberger 2003, Survival Analysis, 4.5. O(times).
 *
 * No events by tau: tau with error 0. A group without rows: NaN.
 *
 * @param tau in the curve's unit, finite
 * @throws RangeError for a tau that is not
 */
export function restrictedMean(curve: SurvivalCurve, tau: number): { estimate: number; standardError: number } {
  if (!Number.isFinite(tau)) throw new RangeError(`tau is ${tau}; it must be a finite number`);
  if (curve.time.length === 0) return { estimate: Number.NaN, standardError: Number.NaN };
  let after = curve.time.length;
  while (after > 0 && curve.time[after - 1] > tau) after--;
  let area = 0;
  let variance = 0;
  let end = tau;
  for (let j = after - 1; j >= 0; j--) {
    area += curve.survival[j] * (end - curve.time[j]);
    end = curve.time[j];
    const d = curve.eventCount[j];
    const n = curve.atRisk[j];
    if (d > 0 && n > d) variance += (area * area * d) / (n * (n - d));
  }
  return { estimate: end + area, standardError: Math.sqrt(variance) };
}
