import { type CoxFit, coxRegression } from "../cox/cox-regression.js";
import type { CoxRows } from "../cox/cox-rows.js";
import { normalQuantile } from "../distributions/normal.js";

export interface RoystonD {
  /** Log hazard ratio between the two halves of the prognostic index. */
  d: number;
  standardError: number;
  /** Explained variation on the scale of the log hazard, b²/(π²/6 + b²). */
  rSquared: number;
}

/**
 * Royston and Sauerbrei's D, how far a model's prognostic index separates the patients (2004, Stat Med 23:723, doi
 * 10.1002/sim.1621): the index's ranks r become normal scores Φ⁻¹((r − 3/8)/(n + 1/4)), tied ones their mean; with b their
 * coefficient in a Cox model by themselves, D = b √(8/π) and R² = b²/(π²/6 + b²). Not adjusted for optimism; Efron's ties, no
 * weights and no strata in the second model, as in R's `survival::royston(fit)`. O(n log n).
 *
 * NaN where the index is the same for all or a coefficient runs away.
 *
 * @param rows the rows that were fitted, or other rows with the fit's columns
 * @throws TypeError where the columns differ; as `coxRegression`
 */
export function roystonD(rows: CoxRows, fit: CoxFit): RoystonD {
  const { design, time, entry, event, offset } = rows;
  const { n, p } = design;
  if (p !== fit.columns.length) throw new TypeError(`the rows have ${p} columns, the fit ${fit.columns.length}`);
  const index = Float64Array.from({ length: n }, (_, i) => {
    let eta = offset ? offset[i] : 0;
    for (let j = 0; j < p; j++) if (!fit.redundant[j]) eta += design.x[j * n + i] * fit.coefficients[j];
    return eta;
  });
  if (index.some(Number.isNaN)) return { d: Number.NaN, standardError: Number.NaN, rSquared: Number.NaN };
  const x = normalScores(index);
  const scored = coxRegression({
    time,
    entry,
    event,
    design: { n, p: 1, x, columns: ["score"], terms: [{ name: "score", first: 0, count: 1 }] },
  });
  const b = scored.coefficients[0];
  const unit = Math.sqrt(8 / Math.PI);
  return {
    d: b * unit,
    standardError: scored.standardErrors[0] * unit,
    rSquared: b ** 2 / (Math.PI ** 2 / 6 + b ** 2),
  };
}

/** Tied within round-off, so that the same covariates in another order of adding have one score. */
function normalScores(index: Float64Array): Float64Array {
  const n = index.length;
  const order = Int32Array.from(index, (_, i) => i).sort((a, b) => index[a] - index[b] || a - b);
  const scores = new Float64Array(n);
  for (let from = 0, end = 0; from < n; from = end) {
    let sum = 0;
    for (end = from; end < n && alike(index[order[end]], index[order[Math.max(from, end - 1)]]); end++)
      sum += normalQuantile((end + 1 - 3 / 8) / (n + 1 / 4));
    for (let k = from; k < end; k++) scores[order[k]] = sum / (end - from);
  }
  return scores;
}

function alike(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a));
}
