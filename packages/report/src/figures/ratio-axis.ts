import type { Result } from "@seriatim/study/results";

export interface RatioAxis {
  lower: number;
  upper: number;
  ticks: number[];
}

/**
 * A log axis for hazard ratios: from and to a tick of 1, 2 or 5 times a power of ten, symmetric in nothing but holding
 * 0.5 to 2, every estimate within 0.01 to 100, and the limits of the intervals as far as 0.1 and 10; what lies beyond is
 * clipped, and drawn as an arrow.
 */
export function ratioAxis(ratios: readonly Result[]): RatioAxis {
  const values = [0.5, 2];
  for (const { estimate, interval } of ratios) {
    if (!("value" in estimate)) continue;
    values.push(clamp(estimate.value, 0.01, 100));
    for (const limit of [interval?.lower, interval?.upper]) {
      if (typeof limit === "number") values.push(clamp(limit, 0.1, 10));
    }
  }
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const lower = decades.findLast((tick) => tick <= lowest * (1 + 1e-9))!;
  const upper = decades.find((tick) => tick >= highest * (1 - 1e-9))!;
  const within = decades.filter((tick) => tick >= lower && tick <= upper);
  const sparse = within.filter((tick) => Number.isInteger(Math.log10(tick)) || tick === lower || tick === upper);
  return { lower, upper, ticks: within.length <= 7 ? within : sparse };
}

const decades = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value));
}
