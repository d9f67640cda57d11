/** What a table of baseline characteristics says of a number; NaN where it is not defined. */
export interface NumericSummary {
  mean: number;
  /** With n − 1; NaN for one value. */
  standardDeviation: number;
  median: number;
  lowerQuartile: number;
  upperQuartile: number;
  minimum: number;
  maximum: number;
}

/**
 * Mean, spread and quartiles; quantiles by linear interpolation between order statistics at (n − 1) p (Hyndman & Fan
 * 1996, Am Stat 50:361, type 7; R's default). No values: all NaN.
 *
 * @param values finite, any order
 */
export function numericSummary(values: Float64Array): NumericSummary {
  const n = values.length;
  const sorted = values.toSorted();
  // Summed in their order, so that the rows' order moves no digit.
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN,
    median: quantile(sorted, 0.5),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
    minimum: quantile(sorted, 0),
    maximum: quantile(sorted, 1),
  };
}

function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
