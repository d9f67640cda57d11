import type { CoxEstimate } from "./cox-estimate.js";
import { ROUND_OFF, refinedRanks } from "./cox-recession.js";
import type { CoxRows } from "./cox-rows.js";

/** The linear predictor of every row: its values, and numbers in its order (the same, unless coefficients are infinite). */
export interface Predictor {
  values: Float64Array;
  order: Float64Array;
}

/**
 * x'β + offset, columns left out counting 0. With infinite coefficients the value is the limit along the directions in
 * which they run away: ±Infinity where one of them moves the row, the first that does deciding. O(n p).
 */
export function predictorOf({ design, offset }: CoxRows, { data, beta, directions }: CoxEstimate): Predictor {
  const { n } = design;
  const original = (scaled: Float64Array) => scaled.map((b, j) => (b === 0 ? 0 : b / data.scale[j]));
  const values = times(design, original(beta));
  if (offset) for (let i = 0; i < n; i++) values[i] += offset[i];
  if (directions.length === 0) return { values, order: values };
  let rank: Int32Array = new Int32Array(n);
  const decided = new Uint8Array(n);
  const finite = values.slice();
  for (const direction of directions) {
    const y = times(design, original(direction));
    const roundOff = ROUND_OFF * Math.hypot(...direction);
    rank = refinedRanks(rank, y, roundOff);
    for (let i = 0; i < n; i++)
      if (!decided[i] && Math.abs(y[i]) > roundOff) {
        decided[i] = 1;
        values[i] = Math.sign(y[i]) * Number.POSITIVE_INFINITY;
      }
  }
  return { values, order: Float64Array.from(refinedRanks(rank, finite, 0)) };
}

function times({ n, p, x }: CoxRows["design"], beta: Float64Array): Float64Array {
  const sum = new Float64Array(n);
  for (let j = 0; j < p; j++) if (beta[j] !== 0) for (let i = 0; i < n; i++) sum[i] += x[j * n + i] * beta[j];
  return sum;
}
