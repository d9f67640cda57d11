import type { Estimate, Interval, Result } from "./results.js";

/** What is the same in all rows of one group of an analysis. */
export type RowContext = Pick<Result, "analysis" | "cohort" | "group" | "n" | "events"> &
  Partial<Pick<Result, "factor" | "model">>;

/** A result in the order of keys in which it is written, so that two runs give the same bytes. */
export function resultRow(
  context: RowContext,
  parts: Pick<Result, "name" | "estimate"> & Partial<Omit<Result, "name" | "estimate">>,
): Result {
  const {
    analysis,
    cohort,
    group,
    name,
    factor,
    level,
    model,
    test,
    at,
    estimate,
    interval,
    n,
    events,
    unit,
    series,
    courses,
    notes,
  } = {
    notes: [],
    ...context,
    ...parts,
  };
  return {
    analysis,
    cohort,
    group,
    name,
    ...(factor === undefined ? {} : { factor }),
    ...(level === undefined ? {} : { level }),
    ...(model === undefined ? {} : { model }),
    ...(test === undefined ? {} : { test }),
    ...(at === undefined ? {} : { at }),
    estimate,
    ...(interval === undefined ? {} : { interval }),
    n,
    events,
    ...(unit === undefined ? {} : { unit }),
    ...(series === undefined ? {} : { series }),
    ...(courses === undefined ? {} : { courses }),
    notes,
  };
}

/** The one place where a number that is not defined becomes a word. */
export function estimated(value: number, otherwise: string): Estimate {
  return Number.isFinite(value) ? { value } : { notEstimable: otherwise };
}

/** Limits that are not reached or not defined become `null`. */
export function intervalOf(lower: number, upper: number, level: number, method: string): Interval {
  return { lower: finiteOrNull(lower), upper: finiteOrNull(upper), level, method };
}

export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
