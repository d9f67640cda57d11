import type { CurveSeries, Result, Results, TimeUnit } from "@seriatim/study/results";

/** What the curves of a `survival` analysis say at one time. */
export interface CurveReading {
  time: number;
  unit: TimeUnit;
  /** As in the figure: each group, or everyone where there are none. */
  groups: GroupReading[];
}

export interface GroupReading {
  group: Record<string, string>;
  /** Its levels in words; `All` for everyone. */
  label: string;
  n: number;
  /** S(t); null for a group without rows, and beyond the last time where the curve has not come down to 0. */
  survival: number | null;
  /** Null where not defined, as before the first event. */
  lower: number | null;
  upper: number | null;
  /** Just before the time. */
  atRisk: number;
  /** Up to the time, that itself included. */
  events: number;
  censored: number;
}

/**
 * Reads the curves of an analysis at a time, from the results alone, as the pointer over a figure does. Times within 1e-9
 * of the larger are one. O(groups · (log n + n)).
 *
 * @param time in the endpoint's unit, ≥ 0
 * @throws RangeError where the results have no curves of that analysis
 */
export function curveAt(results: Results, analysisId: string, time: number): CurveReading {
  const analysis = results.analyses.find(({ id }) => id === analysisId);
  const curves = results.results.filter((one) => one.analysis === analysisId && one.name === "curve");
  if (!analysis || curves.length === 0) throw new RangeError(`the results have no curves of “${analysisId}”`);
  const grouped = curves.filter(({ group }) => Object.keys(group).length > 0);
  const unit = results.endpoints.find(({ id }) => id === analysis.endpoint)?.unit ?? "months";
  return {
    time,
    unit,
    groups: (grouped.length > 0 ? grouped : curves).map((curve) => ({
      group: curve.group,
      label: labelOf(results, curve, analysis.by),
      n: curve.n,
      ...readingOf(curve.series!, time),
    })),
  };
}

/** Where the last observation ends: as far as a pointer or a landmark can go. */
export function longestTime(results: Results, analysisId: string): number {
  const times = results.results
    .filter((one) => one.analysis === analysisId && one.name === "curve")
    .map(({ series }) => series?.time.at(-1) ?? 0);
  return Math.max(0, ...times);
}

function readingOf(series: CurveSeries, time: number): Omit<GroupReading, "group" | "label" | "n"> {
  const last = series.time.length - 1;
  const place = placeOf(series.time, time);
  const isOn = place >= 0 && sameTime(series.time[place], time);
  const sum = (counts: readonly number[]) => counts.slice(0, place + 1).reduce((total, count) => total + count, 0);
  const atRisk = series.atRisk[isOn ? place : place + 1] ?? 0;
  const counted = { atRisk, events: sum(series.events), censored: sum(series.censored) };
  if (last < 0 || (place === last && !isOn && series.survival[last] > 0))
    return { survival: null, lower: null, upper: null, ...counted };
  if (place < 0) return { survival: 1, lower: null, upper: null, ...counted };
  const survival = series.survival[place];
  // As in the results: before the first event the variance is 0 and there is no interval.
  const [lower, upper] = survival === 1 ? [null, null] : [series.lower[place], series.upper[place]];
  return { survival, lower, upper, ...counted };
}

/** The place of the last time that is not after the one sought; −1 before the first. */
function placeOf(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time || sameTime(times[middle], time)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function sameTime(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}

function labelOf(results: Results, { group }: Result, by: readonly string[]): string {
  if (Object.keys(group).length === 0) return "All";
  return by
    .map((id) => {
      const level = results.factors.find((factor) => factor.id === id)?.levels?.find((one) => one.id === group[id]);
      return level?.label ?? group[id];
    })
    .join(", ");
}
