import betainc from "@stdlib/math-base-special-betainc";

/**
 * The probability above x of an F with `df1` and `df2` degrees of freedom (> 0), accurate down to 1e-300. 1 for x <= 0;
 * NaN where a df is not positive. R: `pf(x, df1, df2, lower.tail = FALSE)`.
 */
export function fUpper(x: number, df1: number, df2: number): number {
  if (Number.isNaN(x) || !(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (x <= 0) return 1;
  const scaled = df1 * x;
  if (scaled === Number.POSITIVE_INFINITY) return 0;
  return scaled < df2
    ? betainc(scaled / (df2 + scaled), df1 / 2, df2 / 2, true, true)
    : betainc(df2 / (df2 + scaled), df2 / 2, df1 / 2);
}
