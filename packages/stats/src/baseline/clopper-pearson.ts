import { betaQuantile } from "../distributions/beta.js";

/**
 * A proportion with its exact binomial interval (Clopper & Pearson 1934, Biometrika 26:404, doi 10.1093/biomet/26.4.404):
 * the limits are beta quantiles, lower B(α/2; x, n − x + 1), upper B(1 − α/2; x + 1, n − x).
 *
 * No trial gives an estimate NaN with limits 0 and 1. R: `binom.test`.
 *
 * @param successes, trials whole numbers, 0 <= successes <= trials
 * @param level confidence level, between 0 and 1
 * @throws RangeError outside these
 */
export function clopperPearson(
  successes: number,
  trials: number,
  level = 0.95,
): { estimate: number; lower: number; upper: number } {
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && successes >= 0 && successes <= trials))
    throw new RangeError(`${successes} of ${trials}; whole numbers are needed, the first not above the second`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}; it must lie between 0 and 1`);
  const alpha = (1 - level) / 2;
  return {
    estimate: trials > 0 ? successes / trials : Number.NaN,
    lower: successes > 0 ? betaQuantile(alpha, successes, trials - successes + 1) : 0,
    upper: successes < trials ? betaQuantile(alpha, successes + 1, trials - successes, { upper: true }) : 1,
  };
}
