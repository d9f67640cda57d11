import type { DesignMatrix } from "../cox/design-matrix.js";
import { checkFinite } from "../rows/survival-rows.js";
import { type CompetingRows, checkCompetingRows } from "./competing-rows.js";

/** Rows of a Fine–Gray model. */
export interface FineGrayRows extends Omit<CompetingRows, "group"> {
  design: DesignMatrix;
  /** Each code has a censoring distribution of its own. */
  censorGroup?: Int32Array;
}

/** @throws as `checkCompetingRows`; RangeError for a covariate that is not finite, or more columns than rows */
export function checkFineGrayRows({ time, event, strata, design, censorGroup }: FineGrayRows, cause: number): void {
  checkCompetingRows({ time, event, strata, group: censorGroup });
  const n = time.length;
  if (design.n !== n) throw new TypeError(`the covariates have ${design.n} rows, time has ${n}; they must be equal`);
  for (let j = 0; j < design.p; j++) checkFinite(design.columns[j], design.x.subarray(j * n, (j + 1) * n));
  if (n > 0 && design.p > n)
    throw new RangeError(`the design has ${design.p} columns and ${n} rows; it needs at least as many rows as columns`);
  if (!(Number.isInteger(cause) && cause > 0 && cause < 256))
    throw new RangeError(`cause is ${cause}; it must be the code of an event, a whole number from 1 to 255`);
}
