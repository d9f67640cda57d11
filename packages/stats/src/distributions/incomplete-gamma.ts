/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), each to about 1e-13 relative down to
 * 1e-300, for a > 0 and x >= 0: the series below a + 1, Legendre's continued fraction above it (Abramowitz & Stegun 1964,
 * 6.5.29 and 6.5.31), their common factor xᵃe⁻ˣ/Γ(a+1) by Stirling's series without cancellation.
 *
 * Our own because `@stdlib/math-base-special-gammainc` 0.3.1 is wrong in the third digit from a = 101 (a = 500, x = 1500;
 * a = 1000, x = 1001), and a chi-square of 200 degrees of freedom or an expected count of 1000 is ordinary here.
 */
export function gammaLower(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x): see `gammaLower`. */
export function gammaUpper(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** log(xᵃ e⁻ˣ / Γ(a + 1)): a Poisson probability at a with mean x, and x/a times the gamma density. */
export function logGammaKernel(a: number, x: number): number {
  // Γ(a + 1) = Γ(a + k + 1) / ((a + 1) … (a + k)), with a + k large enough for Stirling's series.
  let shift = 0;
  for (; a < 20; a++) shift += Math.log((a + 1) / x);
  const stirling = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * a * a)) / (a * a)) / (a * a)) / a;
  return shift - a * deviance(a, x) - stirling - 0.5 * Math.log(2 * Math.PI * a);
}

/** μ − log(1 + μ) for μ = (x − a)/a. Near 0 by the series of 2 artanh(r), r = μ/(2 + μ), whose terms do not cancel. */
function deviance(a: number, x: number): number {
  const mu = (x - a) / a;
  if (Math.abs(mu) > 0.5) return mu - Math.log(x / a);
  const r = mu / (2 + mu);
  let power = 2 * r * r * r;
  let sum = 0;
  for (let k = 3; Math.abs(power) > 1e-18 * Math.abs(sum) * k; k += 2) {
    sum += power / k;
    power *= r * r;
  }
  return mu * r - sum;
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return Math.exp(logGammaKernel(a, x)) * sum;
}

/** The continued fraction by the method of Lentz, modified by Thompson & Barnett (1986, J Comput Phys 64:490). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return Math.exp(logGammaKernel(a, x)) * a * fraction;
}
