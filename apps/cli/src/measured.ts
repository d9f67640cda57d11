import { formatEstimateAndInterval } from "@seriatim/report";

/** An estimate with its limits; NaN where there is none. */
export interface WithLimits {
  estimate: number;
  lower: number;
  upper: number;
}

/** Decimals that show all values in six digits, none of them a needless zero: 0 for 310 and 285, 1 for 20.5. */
export function decimalsOf(values: readonly number[]): number {
  return values.filter(Number.isFinite).reduce((most, value) => {
    const digits = String(Number(value.toPrecision(6)));
    const decimals = /e/.test(digits) ? 6 : (digits.split(".")[1]?.length ?? 0);
    return Math.min(6, Math.max(most, decimals));
  }, 0);
}

/** A time in the file's own unit with its limits: `310 (285–363)`, `not reached (51.5–not reached)`. */
export function timeWithLimits({ estimate, lower, upper }: WithLimits, level: number): string {
  return formatEstimateAndInterval(
    Number.isNaN(estimate) ? { notReached: true } : { value: estimate },
    intervalOf({ lower, upper, level }),
    // Which unit of time it is does not show; that it is one decides how a missing limit is worded.
    "days",
    { decimals: decimalsOf([estimate, lower, upper]) },
  );
}

/** A probability with its limits, four decimals: `0.4092 (0.3447–0.4723)`. */
export function probabilityWithLimits({ estimate, lower, upper }: WithLimits, level: number): string {
  return formatEstimateAndInterval(
    Number.isNaN(estimate) ? { notEstimable: "" } : { value: estimate },
    intervalOf({ lower, upper, level }),
    undefined,
    { decimals: 4 },
  );
}

function intervalOf({ lower, upper, level }: { lower: number; upper: number; level: number }) {
  const limit = (value: number) => (Number.isNaN(value) ? null : value);
  return { lower: limit(lower), upper: limit(upper), level, method: "" };
}
