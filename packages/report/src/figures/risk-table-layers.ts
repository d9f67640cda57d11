import type { CurveSeries } from "@seriatim/study/results";
import { formatCount } from "../format.js";
import { lineLayer, stackLines, textLayer } from "./layers.js";
import { riskCounts } from "./risk-table.js";
import { wrapText } from "./text-width.js";
import { fontSize, lineHeight, palette, seriesColour } from "./theme.js";
import type { TimeAxis } from "./time-axis.js";

/** How the table's rows are called, in their order. */
export const riskRows = [
  ["At risk", "atRisk"],
  ["Censored", "censored"],
  ["Events", "events"],
] as const;

/**
 * The table under the curves: per group a heading over the whole width, so that no label is too long, and three rows of
 * counts on the time scale itself. A single group needs no heading.
 *
 * @param top   pixels below the view's top where the table begins
 * @param left  pixels where headings and row names begin (negative: left of the axis)
 */
export function riskTable(
  groups: readonly { label: string; series: CurveSeries }[],
  axis: TimeAxis,
  time: object,
  place: { top: number; left: number; right: number },
): { layer: object[]; height: number } {
  const layer: object[] = [];
  let y = place.top;
  groups.forEach((group, index) => {
    if (groups.length > 1) {
      const lines = wrapText(group.label, place.right - place.left, fontSize.text, true);
      layer.push(textLayer(stackLines(lines, place.left, y), { color: seriesColour(index), bold: true }));
      y += lines.length * lineHeight + 1;
    }
    const counts = riskCounts(group.series, axis.ticks);
    for (const [name, key] of riskRows) {
      layer.push(textLayer([{ px: place.left, py: y, text: name }], { color: palette.muted, size: fontSize.small }));
      layer.push(countLayer(axis.ticks, counts[key], y, time, key === "atRisk" ? palette.ink : palette.muted));
      y += lineHeight;
    }
    y += index + 1 < groups.length ? 6 : 0;
  });
  const rule = { px: place.left, px2: place.right, py: place.top - 12, py2: place.top - 12 };
  return { layer: [lineLayer([rule], { color: palette.grid, strokeWidth: 1 }), ...layer], height: y - place.top };
}

function countLayer(
  ticks: readonly number[],
  counts: readonly number[],
  y: number,
  time: object,
  color: string,
): object {
  return {
    data: { values: ticks.map((t, index) => ({ t, py: y, text: formatCount(counts[index]) })) },
    mark: { type: "text", align: "center", fontSize: fontSize.small, color },
    encoding: {
      x: time,
      y: { field: "py", type: "quantitative", scale: null },
      text: { field: "text", type: "nominal" },
    },
  };
}
