import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { checkGroups } from "../rows/group-codes.js";
import { midRanks } from "./mid-ranks.js";

/**
 * The rank test of two or more groups (Kruskal & Wallis 1952, JASA 47:583, doi 10.1080/01621459.1952.10483441).
 *
 *   H = (12/(N(N + 1)) Σ Rⱼ²/nⱼ − 3(N + 1)) / (1 − Σ(t³ − t)/(N³ − N)),   df = groups − 1
 *
 * Empty groups do not count. Fewer than two groups, or all values equal, give NaN. O(n log n). R: `kruskal.test`.
 *
 * @param values length n, finite
 * @param groups length n, codes from 0
 * @throws TypeError, RangeError outside these
 */
export function kruskalWallis(
  values: Float64Array,
  groups: Int32Array,
): { statistic: number; degreesOfFreedom: number; p: number } {
  const { ranks, tieSum } = midRanks("values", values);
  const sizes = checkGroups(values, groups);
  const n = values.length;
  const middle = (n + 1) / 2;
  const deviations = new Float64Array(sizes.length);
  for (let i = 0; i < n; i++) deviations[groups[i]] += ranks[i] - middle;
  // Σ Rⱼ²/nⱼ − N(N + 1)²/4 taken from the mean rank, so that no large sums are subtracted.
  let between = 0;
  let used = 0;
  for (let g = 0; g < sizes.length; g++)
    if (sizes[g] > 0) {
      used++;
      between += (deviations[g] * deviations[g]) / sizes[g];
    }
  const variance = (n * n * n - n - tieSum) / (12 * (n - 1));
  const defined = used > 1 && n * n * n - n > tieSum;
  const statistic = defined ? between / variance : Number.NaN;
  return { statistic, degreesOfFreedom: used - 1, p: chiSquaredUpper(statistic, used - 1) };
}
