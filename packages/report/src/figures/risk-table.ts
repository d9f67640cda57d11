import type { CurveSeries } from "@seriatim/study/results";

export interface RiskCounts {
  atRisk: number[];
  censored: number[];
  events: number[];
}

/**
 * The rows under a survival curve at the given times: at risk just before each, and the censorings and events before
 * it. So without late entry the three add up to the group's size in every column. With late entry the number at risk
 * can rise; it is then that of the first time of the series that is not before the tick, of which late entries are part.
 *
 * @param times  ascending, ≥ 0, in the unit of the series; equal within 1e-9 relative
 */
export function riskCounts(series: CurveSeries, times: readonly number[]): RiskCounts {
  const counts: RiskCounts = { atRisk: [], censored: [], events: [] };
  let next = 0;
  let censored = 0;
  let events = 0;
  for (const time of times) {
    for (; next < series.time.length && isBefore(series.time[next], time); next++) {
      censored += series.censored[next];
      events += series.events[next];
    }
    counts.atRisk.push(atRiskFrom(series, next, time));
    counts.censored.push(censored);
    counts.events.push(events);
  }
  return counts;
}

function isBefore(time: number, tick: number): boolean {
  return time < tick - 1e-9 * Math.max(1, Math.abs(tick));
}

/** An entry listed at time zero itself has nobody before it; those who enter then are at risk from the start. */
function atRiskFrom(series: CurveSeries, index: number, tick: number): number {
  const entryAtZero = tick === 0 && series.time[index] === 0 && series.events[index] + series.censored[index] === 0;
  return series.atRisk[entryAtZero ? index + 1 : index] ?? 0;
}
