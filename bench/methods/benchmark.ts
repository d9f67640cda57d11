import { type DesignMatrix, designMatrix } from "@seriatim/stats";
import type { Series } from "../series.js";

/** One calculation, ours and R's, on the same series. */
export interface Benchmark {
  name: string;
  run: (series: Series) => unknown;
  /** An expression on the data frame `d`; absent where R has no such method. */
  r?: string;
}

/** The series' covariates as columns x1, x2, …: ten unless said otherwise. */
export function designOf({ n, covariates }: Series, columns = 10): DesignMatrix {
  return designMatrix(
    n,
    covariates.slice(0, columns).map((values, j) => ({ type: "numeric" as const, name: `x${j + 1}`, values })),
  );
}

/** R's words for the same columns. */
export const ten = Array.from({ length: 10 }, (_, j) => `x${j + 1}`).join(" + ");
export const tenColumns = "as.matrix(d[paste0('x', 1:10)])";
