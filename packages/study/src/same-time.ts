/** Within 1e-9 of the larger, as to the estimators: a time that was converted still meets the day it stands for. */
export function sameTime(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}
