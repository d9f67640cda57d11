import { projectOnCone } from "../linear/cone-projection.js";
import type { LogisticData } from "./logistic-rows.js";

/** Of δ'x, relative to |δ|. */
const ROUND_OFF = 1e-8;
/** Rows handed on from one look. */
const MOST_AT_ONCE = 50;

/**
 * A direction δ along which the likelihood rises for ever (Albert & Anderson 1984, Biometrika 71:1): δ'x >= 0 for every row with the
 * outcome, <= 0 for every row without, and not 0 for all. Undefined where the likelihood has its maximum.
 *
 * The score at β = 0 with fitted probabilities of ½ is a positive combination of all (2y − 1) x, so its projection on the cone of the δ
 * is 0 only if the cone holds none.
 *
 * @param kept 0 for a column to leave out
 */
export function separation({ n, p, x, outcome }: LogisticData, kept: Uint8Array): Float64Array | undefined {
  const signed = (i: number) =>
    Float64Array.from({ length: p }, (_, j) => (kept[j] ? (2 * outcome[i] - 1) * x[i * p + j] : 0));
  const target = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    const v = signed(i);
    for (let j = 0; j < p; j++) target[j] += v[j];
  }
  return projectOnCone(target, (delta, tolerance) => {
    const limit = tolerance * Math.hypot(...delta);
    const found: { unit: Float64Array; by: number }[] = [];
    for (let i = 0; i < n; i++) {
      const v = signed(i);
      const length = Math.hypot(...v);
      const product = v.reduce((sum, value, j) => sum + value * delta[j], 0);
      if (-product > limit * length) found.push({ unit: v.map((value) => value / length), by: -product / length });
    }
    return found
      .sort((a, b) => b.by - a.by)
      .slice(0, MOST_AT_ONCE)
      .map(({ unit }) => unit);
  });
}

/** The rows that the direction does not decide: δ'x = 0. */
export function undecided({ n, p, x }: LogisticData, delta: Float64Array): Int32Array {
  const limit = ROUND_OFF * Math.hypot(...delta);
  return Int32Array.from({ length: n }, (_, i) => i).filter((i) => {
    let product = 0;
    let size = 0;
    for (let j = 0; j < p; j++) {
      product += delta[j] * x[i * p + j];
      size = Math.max(size, Math.abs(x[i * p + j]));
    }
    return Math.abs(product) <= limit * Math.max(1, size);
  });
}
