import type { TimeUnit } from "@seriatim/study/results";
import { formatNumber } from "../format.js";

export interface TimeAxis {
  start: number;
  /** In the endpoint's unit, from 0 or, for what lies before time zero, a whole step earlier. */
  ticks: number[];
  /** Where the axis ends: the last tick, or a little later where the longest time is. */
  end: number;
  labels: string[];
  title: string;
}

/**
 * Ticks where readers look for them: every 12 months, or 6 or less in short series and whole years in long ones; days
 * from two years on at whole years of 365.25 days and labelled as years.
 *
 * @param longest       the longest time shown, in `unit`; without any, a year (30 days)
 * @param options.maxIntervals  how many columns have room
 * @param options.earliest      the earliest time shown, where it is below 0
 */
export function timeAxis(
  longest: number,
  unit: TimeUnit,
  { maxIntervals = 10, earliest = 0 }: { maxIntervals?: number; earliest?: number } = {},
): TimeAxis {
  const inYears = unit === "days" && longest >= 2 * daysPerYear;
  const shown = inYears ? "years" : unit;
  const scale = inYears ? daysPerYear : 1;
  const span = longest > 0 ? longest / scale : shown === "months" ? 12 : shown === "years" ? 1 : 30;
  const before = Math.max(0, -earliest / scale);
  const step = tickStep(span + before, steps[shown].usual, inYears ? [] : steps[shown].short, maxIntervals);
  const count = Math.max(1, Math.ceil(span / step - overshoot));
  const countBefore = Math.ceil(before / step - 1e-9);
  const shownTicks = Array.from({ length: countBefore + count + 1 }, (_, index) => (index - countBefore) * step);
  const decimals = step >= 1 ? 0 : 2;
  return {
    start: -countBefore * step * scale,
    ticks: shownTicks.map((tick) => tick * scale),
    labels: shownTicks.map((tick) =>
      formatNumber(tick, decimals).replace(/\.?0+$/, (zeros) => (decimals ? "" : zeros)),
    ),
    end: Math.max(count * step * scale, longest),
    title: `Time (${shown})`,
  };
}

/** A last observation this part of a step after a tick (84.01 months) gets no further tick. */
const overshoot = 0.1;

const daysPerYear = 365.25;

const steps: Record<TimeUnit, { short: number[]; usual: number[] }> = {
  days: { short: [1, 2, 5, 10], usual: [15, 30, 60, 90, 120, 180] },
  months: { short: [1, 2, 3, 6], usual: [12, 24, 60, 120, 240, 600] },
  years: { short: [0.25, 0.5], usual: [1, 2, 5, 10, 20, 50, 100] },
};

function tickStep(span: number, usual: number[], short: number[], maxIntervals: number): number {
  const step =
    short.find((each) => span / each <= Math.min(6, maxIntervals)) ?? usual.find((each) => span / each <= maxIntervals);
  const longest = usual[usual.length - 1];
  return step ?? longest * Math.ceil(span / longest / maxIntervals);
}
