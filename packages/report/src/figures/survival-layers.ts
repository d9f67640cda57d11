import type { CurveSeries } from "@seriatim/study/results";
import { palette, seriesColour, seriesDash } from "./theme.js";
import type { TimeAxis } from "./time-axis.js";

/** Fewer at risk than this, and the band is paler. */
export const fewAtRisk = 5;

/** With more times of censoring than this the ticks would only thicken the curve, and are left out. */
export const mostTicks = 150;

export function tooManyToTick(series: CurveSeries): boolean {
  return series.censored.filter((count) => count > 0).length > mostTicks;
}

/** The horizontal scale, one for curves, ticks and the columns of the risk table. */
export function timeScale(axis: TimeAxis): object {
  const label = `{${axis.ticks.map((tick, index) => `"${tick}": "${axis.labels[index]}"`).join(", ")}}[datum.value]`;
  return {
    field: "t",
    type: "quantitative",
    scale: { domain: [axis.start, axis.end], nice: false, zero: false },
    axis: { values: axis.ticks, labelExpr: label },
  };
}

/** The vertical scale in per cent. */
export const percentScale = {
  type: "quantitative",
  scale: { domain: [0, 100], nice: false },
  axis: { values: [0, 25, 50, 75, 100], format: "d" },
};

export function medianLine(): object {
  return {
    data: { values: [{ y: 50 }] },
    mark: { type: "rule", color: palette.muted, strokeDash: [4, 4], strokeWidth: 1, opacity: 0.75 },
    encoding: { y: { field: "y", ...percentScale } },
  };
}

/** One survival curve: its band in stretches of one shade, the step curve, a tick per time of censoring. */
export function bandLayers(series: CurveSeries, index: number, time: object): object[] {
  const stretches = bandStretches(series);
  return [false, true].map((few) => ({
    data: { values: stretches.filter((each) => each.few === few).flatMap((each) => each.points) },
    mark: { type: "area", interpolate: "step-after", color: seriesColour(index), opacity: few ? 0.06 : 0.16 },
    encoding: {
      x: time,
      y: { field: "lower", ...percentScale, stack: null },
      y2: { field: "upper" },
      detail: { field: "stretch", type: "nominal" },
    },
  }));
}

export function curveLayer(series: CurveSeries, index: number, time: object): object {
  const { time: times, survival } = series;
  const turns = times
    .map((t, order) => ({ t, s: 100 * survival[order], order }))
    .filter(({ order }) => order + 1 === times.length || survival[order] !== (order === 0 ? 1 : survival[order - 1]));
  return {
    data: { values: times.length === 0 ? [] : [{ t: 0, s: 100, order: -1 }, ...turns] },
    mark: {
      type: "line",
      interpolate: "step-after",
      color: seriesColour(index),
      strokeWidth: 1.8,
      strokeDash: seriesDash(index),
    },
    encoding: { x: time, y: { field: "s", ...percentScale }, order: { field: "order", type: "quantitative" } },
  };
}

export function censorLayer(series: CurveSeries, index: number, time: object): object {
  const half = 1.7;
  const drawn = !tooManyToTick(series);
  const values = series.time.flatMap((t, at) => {
    const s = 100 * series.survival[at];
    return series.censored[at] > 0 && drawn ? [{ t, from: s - half, to: s + half }] : [];
  });
  return {
    data: { values },
    mark: { type: "rule", color: seriesColour(index), strokeWidth: 1.2 },
    encoding: { x: time, y: { field: "from", ...percentScale }, y2: { field: "to" } },
  };
}

interface Stretch {
  few: boolean;
  points: { t: number; lower: number; upper: number; stretch: number }[];
}

/**
 * The band from each time to the next, joined while its shade is the same; the shade follows those at risk between the
 * two times, who are the risk set of the second. Where a limit is null there is no band.
 */
function bandStretches(series: CurveSeries): Stretch[] {
  const stretches: Stretch[] = [];
  let open: Stretch | undefined;
  for (let index = 0; index + 1 < series.time.length; index++) {
    const lower = series.lower[index];
    const upper = series.upper[index];
    const until = series.time[index + 1];
    if (lower === null || upper === null) {
      open = undefined;
      continue;
    }
    const few = series.atRisk[index + 1] < fewAtRisk;
    if (open?.few !== few) {
      open = { few, points: [] };
      stretches.push(open);
    }
    const limits = { lower: 100 * lower, upper: 100 * upper, stretch: stretches.length };
    open.points.splice(open.points.length - (open.points.length > 0 ? 1 : 0), 1);
    open.points.push({ t: series.time[index], ...limits }, { t: until, ...limits });
  }
  return stretches;
}
