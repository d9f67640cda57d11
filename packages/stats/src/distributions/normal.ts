import cdf from "@stdlib/stats-base-dists-normal-cdf";
import quantile from "@stdlib/stats-base-dists-normal-quantile";

/** Φ(x), the standard normal probability below x; accurate down to 1e-300. R: `pnorm(x)`. */
export function normalCdf(x: number): number {
  return cdf(x, 0, 1);
}

/** Φ(−x), the standard normal probability above x; accurate down to 1e-300. R: `pnorm(x, lower.tail = FALSE)`. */
export function normalUpper(x: number): number {
  return cdf(-x, 0, 1);
}

/** 2 Φ(−|z|), the two-sided p-value of a z statistic; NaN for NaN. R: `2 * pnorm(-abs(z))`. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(z), 0, 1));
}

/**
 * The z with Φ(z) = p. −Infinity at p = 0, Infinity at 1, NaN outside [0, 1]. R: `qnorm(p)`.
 *
 * In the far lower tail the library's 2p − 1 would lose all of p, so there Newton steps run on log Φ(z) = log p.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1e-3)) return quantile(p, 0, 1);
  const target = Math.log(p);
  let z = -Math.sqrt(-2 * (target + Math.log(Math.sqrt(-4 * Math.PI * target))));
  for (let step = 0; step < 20; step++) {
    const below = cdf(z, 0, 1);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const change = ((Math.log(below) - target) * below) / density;
    z -= change;
    if (Math.abs(change) <= 1e-15 * Math.abs(z)) break;
  }
  return z;
}
