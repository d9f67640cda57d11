import { gammaLower, gammaUpper, logGammaKernel } from "./incomplete-gamma.js";
import { normalQuantile } from "./normal.js";

/**
 * The x below which a gamma of the given shape (> 0) and scale 1 has probability p. NaN outside [0, 1].
 * R: `qgamma(p, shape)`.
 *
 * Newton's steps on the logarithm of the smaller tail as a function of log x: that function is concave, so the steps close
 * in from one side.
 *
 * @param upper take p as the probability above x, which keeps the digits of a small p
 */
export function gammaQuantile(p: number, shape: number, { upper = false } = {}): number {
  if (!(p >= 0 && p <= 1) || !(shape > 0)) return Number.NaN;
  if (p === 0 || p === 1) return (p === 1) === upper ? 0 : Number.POSITIVE_INFINITY;
  return p > 0.5 ? tailQuantile(1 - p, shape, !upper) : tailQuantile(p, shape, upper);
}

function tailQuantile(p: number, shape: number, upper: boolean): number {
  const tail = upper ? gammaUpper : gammaLower;
  const sign = upper ? -1 : 1;
  let logX = Math.log(startingValue(p, shape, upper));
  for (let step = 0; step < 200; step++) {
    const x = Math.exp(logX);
    const probability = tail(shape, x);
    if (probability === 0) {
      // Below the smallest number there is no slope to follow, only a way back.
      logX += 0.1 * sign;
      continue;
    }
    const slope = (sign * shape * Math.exp(logGammaKernel(shape, x))) / probability;
    const change = (Math.log(p) - Math.log(probability)) / slope;
    // A start far out on the wrong side would fling the first step away.
    logX += Math.max(-2, Math.min(2, change));
    if (!(Math.abs(change) > 1e-15)) break;
  }
  return Math.exp(logX);
}

/**
 * The cube of a normal variate (Wilson & Hilferty 1931, PNAS 17:684), held within P(a, x) <= xᵃ/Γ(a + 1) below and, above,
 * within a + √(2at) + t for t = −log p (Laurent & Massart 2000, Ann Stat 28:1302, p 1325).
 */
function startingValue(p: number, shape: number, upper: boolean): number {
  const z = (upper ? -1 : 1) * normalQuantile(p);
  const root = Math.max(0, 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape)));
  const cubed = shape * root ** 3;
  if (!upper) return Math.max(cubed, p ** (1 / shape));
  const t = -Math.log(p);
  return Math.min(Math.max(cubed, shape * 1e-3), shape + Math.sqrt(2 * shape * t) + t);
}
