import { checkFinite } from "../rows/survival-rows.js";

/** Number, mean and variance (divisor n − 1; NaN below two values) of a sample, in two passes. */
export interface SampleMoments {
  n: number;
  mean: number;
  variance: number;
}

/** @throws RangeError at the first value that is not finite, naming it by `name` */
export function sampleMoments(name: string, values: Float64Array): SampleMoments {
  checkFinite(name, values);
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const rough = n > 0 ? sum / n : Number.NaN;
  let rest = 0;
  for (const value of values) rest += value - rough;
  const mean = n > 0 ? rough + rest / n : Number.NaN;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { n, mean, variance: n > 1 ? squares / (n - 1) : Number.NaN };
}
