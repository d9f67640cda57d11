import type { Result } from "@seriatim/study/results";
import { lineLayer, type Placed, textLayer } from "./layers.js";
import type { RatioAxis } from "./ratio-axis.js";
import { fontSize, palette } from "./theme.js";

export interface ForestPanel {
  heading: string | undefined;
  ratioHeading: string;
  ratioWidth: number;
  pWidth: number;
  axis: RatioAxis;
  /** Pixels of the view between which plot, numbers and p-values stand. */
  left: number;
  right: number;
  height: number;
  lines: { middle: number; text: string; pText: string; reference?: boolean; result?: Result }[];
}

/** One model of a forest plot: the plot with its own log axis, the column of ratios, the column of p-values. */
export function forestPanel(panel: ForestPanel): object {
  const { axis, left, right, height, lines } = panel;
  const ratioLeft = right - panel.pWidth - 14 - panel.ratioWidth;
  const plotRight = ratioLeft - 20;
  const x = {
    field: "x",
    type: "quantitative",
    scale: { type: "log", domain: [axis.lower, axis.upper], range: [left, plotRight], nice: false },
    axis: { orient: "bottom", values: axis.ticks, format: "~g", offset: 4, labelFontSize: fontSize.small },
  };
  const marks = lines.flatMap((each) => intervalOf(each.result, each.middle, axis));
  const references = lines.filter((each) => each.reference).map((each) => ({ x: 1, py: each.middle }));
  return {
    layer: [
      layerOn(
        x,
        [{ x: 1, py: 0, py2: height }],
        { type: "rule", color: palette.muted, strokeWidth: 1 },
        { y2: { field: "py2" } },
      ),
      layerOn(
        x,
        marks.map((each) => each.line),
        { type: "rule", color: palette.ink, strokeWidth: 1.3 },
        { x2: { field: "x2" } },
      ),
      arrowLayer(
        x,
        marks.filter((each) => each.clippedLow).map((each) => ({ x: axis.lower, py: each.line.py })),
        270,
      ),
      arrowLayer(
        x,
        marks.filter((each) => each.clippedHigh).map((each) => ({ x: axis.upper, py: each.line.py })),
        90,
      ),
      layerOn(x, references, {
        type: "point",
        shape: "square",
        filled: false,
        size: 36,
        color: palette.muted,
        fill: palette.paper,
        opacity: 1,
      }),
      layerOn(
        x,
        marks.flatMap((each) => each.square),
        { type: "point", shape: "square", filled: true, size: 56, color: palette.series[0], opacity: 1 },
      ),
      textLayer(lines.map((each) => ({ px: ratioLeft, py: each.middle, text: each.text }))),
      textLayer(
        lines.map((each) => ({ px: right, py: each.middle, text: each.pText })),
        { align: "right" },
      ),
      textLayer([{ px: ratioLeft, py: -18, text: panel.ratioHeading }], { bold: true }),
      textLayer([{ px: right, py: -18, text: "P" }], { align: "right", bold: true }),
      textLayer([{ px: (left + plotRight) / 2, py: height + 38, text: "Hazard ratio (log scale)" }], {
        align: "center",
        size: fontSize.small,
      }),
      ...(panel.heading === undefined ? [] : headingLayers(panel.heading, left, right)),
    ],
  };
}

function headingLayers(heading: string, left: number, right: number): object[] {
  return [
    textLayer([{ px: (left + right) / 2, py: -42, text: heading }], { align: "center", bold: true }),
    lineLayer([{ px: left, px2: right, py: -31, py2: -31 }], { color: palette.grid, strokeWidth: 1 }),
  ];
}

function arrowLayer(x: object, values: object[], angle: number): object {
  return layerOn(x, values, {
    type: "point",
    shape: "triangle-up",
    angle,
    filled: true,
    size: 40,
    color: palette.ink,
    opacity: 1,
  });
}

function layerOn(x: object, values: object[], mark: object, more: object = {}): object {
  return {
    data: { values },
    mark,
    encoding: { x, y: { field: "py", type: "quantitative", scale: null }, ...more },
  };
}

interface IntervalMark {
  line: { x: number; x2: number; py: number };
  square: (Omit<Placed, "px"> & { x: number })[];
  clippedLow: boolean;
  clippedHigh: boolean;
}

/** A limit that is null is as far as the axis goes and beyond, provided that the other is known. */
function intervalOf(result: Result | undefined, py: number, axis: RatioAxis): IntervalMark[] {
  if (result === undefined || !("value" in result.estimate)) return [];
  const { value } = result.estimate;
  const { lower, upper } = result.interval ?? { lower: null, upper: null };
  const drawn = lower !== null || upper !== null;
  const low = drawn ? (lower ?? 0) : value;
  const high = drawn ? (upper ?? Number.POSITIVE_INFINITY) : value;
  const inside = value >= axis.lower && value <= axis.upper;
  return [
    {
      line: {
        x: Math.min(axis.upper, Math.max(axis.lower, low)),
        x2: Math.max(axis.lower, Math.min(axis.upper, high)),
        py,
      },
      square: inside ? [{ x: value, py }] : [],
      clippedLow: low < axis.lower,
      clippedHigh: high > axis.upper,
    },
  ];
}
