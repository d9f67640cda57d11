import { normalTwoSided } from "../distributions/normal.js";
import { checkFinite } from "../rows/survival-rows.js";
import { midRanks } from "./mid-ranks.js";

export interface WilcoxonTest {
  /** Pairs in which the first sample's value is the larger, ties one half (Mann & Whitney's U). */
  w: number;
  /** NaN where p is exact. */
  z: number;
  p: number;
  exact: boolean;
}

/**
 * The rank sum test of two samples (Wilcoxon 1945, Biometrics Bull 1:80; Mann & Whitney 1947, Ann Math Stat 18:50).
 *
 *   z = (W − mn/2 ∓ 1/2) / √(mn/12 (m + n + 1 − Σ(t³ − t)/((m + n)(m + n − 1))))
 *
 * `exact` counts the arrangements, which is possible only without ties; with ties the answer is the normal one and says
 * so. An empty sample, or all values equal, leaves p NaN. R: `wilcox.test(x, y)`.
 *
 * @param x, y the samples, finite
 * @param options.exact default: true without ties when both samples have fewer than 50 values
 * @param options.correct the continuity correction of one half (default), without effect where p is exact
 * @throws RangeError for a value that is not finite
 */
export function wilcoxonRankSum(
  x: Float64Array,
  y: Float64Array,
  { exact, correct = true }: { exact?: boolean; correct?: boolean } = {},
): WilcoxonTest {
  checkFinite("x", x);
  checkFinite("y", y);
  const [m, n] = [x.length, y.length];
  const both = new Float64Array(m + n);
  both.set(x);
  both.set(y, m);
  const { ranks, tieSum } = midRanks("x, y", both);
  if (m === 0 || n === 0) return { w: Number.NaN, z: Number.NaN, p: Number.NaN, exact: false };
  let w = (-m * (m + 1)) / 2;
  for (let i = 0; i < m; i++) w += ranks[i];
  if (tieSum === 0 && (exact ?? (m < 50 && n < 50)))
    return { w, z: Number.NaN, p: Math.min(1, 2 * lowerShare(Math.min(w, m * n - w), m, n)), exact: true };
  const variance = ((m * n) / 12) * (m + n + 1 - tieSum / ((m + n) * (m + n - 1)));
  const distance = w - (m * n) / 2;
  const corrected = distance - (correct ? Math.sign(distance) / 2 : 0);
  const z = variance > 1e-9 * m * n ? corrected / Math.sqrt(variance) : Number.NaN;
  return { w, z, p: normalTwoSided(z), exact: false };
}

/**
 * P(W <= w) without ties. `share[j * (w + 1) + u]` is the probability that j of the values so far belong to the smaller
 * sample and make up u pairs; a value added at the top belongs to it with the sum of the others below it.
 */
function lowerShare(w: number, m: number, n: number): number {
  const [small, large] = m < n ? [m, n] : [n, m];
  const width = w + 1;
  let share = new Float64Array((small + 1) * width);
  share[0] = 1;
  for (let seen = 0; seen < small + large; seen++) {
    const next = new Float64Array(share.length);
    const left = small + large - seen;
    for (let j = Math.max(0, seen - large); j <= Math.min(small, seen); j++) {
      const pairs = seen - j;
      const chosen = (small - j) / left;
      const other = (large - pairs) / left;
      for (let u = 0; u < width; u++) {
        const here = share[j * width + u];
        if (here === 0) continue;
        next[j * width + u] += here * other;
        if (j < small && u + pairs < width) next[(j + 1) * width + u + pairs] += here * chosen;
      }
    }
    share = next;
  }
  let total = 0;
  for (let u = 0; u < width; u++) total += share[small * width + u];
  return total;
}
