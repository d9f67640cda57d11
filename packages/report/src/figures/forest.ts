import type { Result, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { cohortOf, endpointOf, findAnalysis, lowerFirst } from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimateAndInterval,
  formatEstimateCell,
  formatLevel,
  formatPValue,
  words,
} from "../format.js";
import { type ForestPanel, forestPanel } from "./forest-panel.js";
import { type ForestRow, forestRows, type Model } from "./forest-rows.js";
import { boxLayer, lineLayer, type Placed, stackLines, textLayer } from "./layers.js";
import { ratioAxis } from "./ratio-axis.js";
import { type Drawing, type Figure, type FigureOptions, renderFigure } from "./render-figure.js";
import { textWidth, wrapText } from "./text-width.js";
import { fontSize, lineHeight, palette } from "./theme.js";

/**
 * A forest plot of the hazard ratios of a `factors` analysis: per level the rows and events, and for the univariable and
 * the multivariable model side by side a square with its interval on a log axis, the numbers and the p-value. The
 * reference stands at 1 in words, an interval beyond the axis ends in an arrow, and a ratio that is not estimable says so,
 * with its reason in the caption.
 */
export async function forestFigure(results: Results, id: string, options: FigureOptions = {}): Promise<Figure> {
  const analysis = findAnalysis(results, id, "factors");
  const { rows, models } = forestRows(results, id);
  const endpoint = endpointOf(results, analysis)?.label ?? "Survival";
  const cohort = cohortOf(results, analysis)?.label ?? analysis.label;
  const title = `Hazard ratios for ${lowerFirst(endpoint)}: ${lowerFirst(cohort)}`;
  const level = rows.flatMap((row) => models.map((model) => row.ratio[model]?.interval?.level)).find((each) => each);
  const about = {
    id: blockId("forest", id),
    title,
    caption: caption(title, rows, models, level),
    description: description(title, rows, models),
  };
  return renderFigure(drawing(rows, models, level, options.width), about, options);
}

const columnGap = 16;
const rowPitch = 22;

interface PlacedRow {
  row: ForestRow;
  lines: string[];
  top: number;
  middle: number;
  height: number;
}

function drawing(rows: ForestRow[], models: Model[], level: number | undefined, width: number | undefined): Drawing {
  const total = width ?? (models.length > 1 ? 880 : 700);
  const labelWidth = Math.min(total * 0.27, Math.max(110, ...rows.map((row) => indent(row) + labelTextWidth(row))));
  const nWidth = columnWidth(
    "n",
    rows.map((row) => count(row.n)),
  );
  const eventWidth = columnWidth(
    "Events",
    rows.map((row) => count(row.events)),
  );
  const placed = placeRows(rows, labelWidth);
  const height = placed.length === 0 ? rowPitch : placed.at(-1)!.top + placed.at(-1)!.height;
  const nRight = labelWidth + columnGap + nWidth;
  const eventRight = nRight + columnGap + eventWidth;
  const axis = ratioAxis(rows.flatMap((row) => models.flatMap((model) => row.ratio[model] ?? [])));
  const panelWidth = (total - 2 * 8 - eventRight) / Math.max(1, models.length);
  const lines = models.map((model) => placed.flatMap(({ row, middle }) => panelLine(row, model, middle)));
  const ratioHeading = `HR${level === undefined ? "" : ` (${formatLevel(level)} CI)`}`;
  const ratioWidth = columnWidth(
    ratioHeading,
    lines.flat().map((each) => each.text),
  );
  const pWidth = Math.max(
    36,
    columnWidth(
      "P",
      lines.flat().map((each) => each.pText),
    ),
  );
  const panels = models.map((model, index) =>
    forestPanel({
      heading:
        models.length > 1 || model === "multivariable" ? `${model[0].toUpperCase()}${model.slice(1)}` : undefined,
      ratioHeading,
      ratioWidth,
      pWidth,
      axis,
      left: eventRight + index * panelWidth + columnGap + 8,
      right: eventRight + (index + 1) * panelWidth,
      height,
      lines: lines[index],
    }),
  );
  const bodyWidth = total - 16;
  return {
    width: bodyWidth,
    height,
    margin: { left: 8, right: 8, top: models.length > 1 ? 58 : 38, bottom: 50 },
    layer: [
      boxLayer(shading(placed, bodyWidth), { color: palette.band }),
      lineLayer([{ px: 0, px2: bodyWidth, py: -6, py2: -6 }], { color: palette.ink, strokeWidth: 1 }),
      lineLayer([{ px: 0, px2: bodyWidth, py: height + 1, py2: height + 1 }], { color: palette.grid, strokeWidth: 1 }),
      textLayer(columnHeads(nRight, eventRight), { align: "right", bold: true }),
      textLayer(placed.filter((each) => each.row.kind !== "level").flatMap(labelLines), { bold: true }),
      textLayer(placed.filter((each) => each.row.kind === "level").flatMap(labelLines)),
      textLayer(
        placed.flatMap(({ row, middle }) => [
          { px: nRight, py: middle, text: count(row.n) },
          { px: eventRight, py: middle, text: count(row.events) },
        ]),
        { align: "right" },
      ),
      ...(rows.length > 0
        ? []
        : [textLayer([{ px: 0, py: rowPitch / 2, text: "No factors" }], { color: palette.muted })]),
      ...panels,
    ],
    independentAxes: true,
  };
}

function columnHeads(nRight: number, eventRight: number): (Placed & { text: string })[] {
  return [
    { px: nRight, py: -18, text: "n" },
    { px: eventRight, py: -18, text: "Events" },
  ];
}

function placeRows(rows: readonly ForestRow[], labelWidth: number): PlacedRow[] {
  let top = 0;
  return rows.map((row) => {
    const lines = wrapText(row.label, labelWidth - indent(row), fontSize.text, row.kind !== "level");
    const height = rowPitch + (lines.length - 1) * lineHeight;
    const placed = { row, lines, top, middle: top + height / 2, height };
    top += height;
    return placed;
  });
}

function labelLines({ row, lines, middle }: PlacedRow): (Placed & { text: string })[] {
  return stackLines(lines, indent(row), middle - ((lines.length - 1) * lineHeight) / 2);
}

function shading(placed: readonly PlacedRow[], width: number): (Placed & { px2: number; py2: number })[] {
  return placed
    .filter((each) => each.row.factorIndex % 2 === 0)
    .map(({ top, height }) => ({ px: -4, px2: width + 4, py: top, py2: top + height }));
}

function panelLine(row: ForestRow, model: Model, middle: number): ForestPanel["lines"] {
  const p = row.pValue[model];
  const pText = p === undefined ? "" : "value" in p.estimate ? formatPValue(p.estimate) : "–";
  if (row.kind === "heading") return pText === "" ? [] : [{ middle, text: "", pText }];
  if (!row.models.includes(model)) return [{ middle, text: "–", pText: "" }];
  const ratio = row.ratio[model];
  const estimable = ratio !== undefined && "value" in ratio.estimate;
  if (row.reference && (ratio === undefined || estimable)) {
    return [{ middle, text: words.reference, pText, reference: true }];
  }
  return [{ middle, text: ratio === undefined ? words.notEstimable : ratioText(ratio), pText, result: ratio }];
}

function ratioText(result: Result): string {
  return formatEstimateAndInterval(result.estimate, result.interval, "ratio");
}

function indent(row: ForestRow): number {
  return row.kind === "level" ? 12 : 0;
}

function labelTextWidth(row: ForestRow): number {
  return textWidth(row.label, fontSize.text, row.kind !== "level") + 2;
}

function columnWidth(head: string, cells: readonly string[]): number {
  return Math.max(textWidth(head, fontSize.text, true), ...cells.map((cell) => textWidth(cell, fontSize.text)));
}

function count(value: number | undefined): string {
  return value === undefined ? "" : formatCount(value);
}

function caption(
  title: string,
  rows: readonly ForestRow[],
  models: readonly Model[],
  level: number | undefined,
): string {
  const reasons = rows.flatMap((row) =>
    models.flatMap((model) => {
      const estimate = row.ratio[model]?.estimate;
      const reason = estimate && estimateReason(estimate);
      return reason === undefined
        ? []
        : [`${nameOf(rows, row)} (${model}): ${formatEstimateCell(estimate!)}, ${reason}.`];
    }),
  );
  const absent = rows.some((row) => models.some((model) => !row.models.includes(model)));
  return [
    `${title}.`,
    `Squares: hazard ratios; lines: ${level === undefined ? "" : `${formatLevel(level)} `}confidence intervals, with an arrow where they leave the log axis.`,
    absent ? "–: not in the model." : "",
    testsOf(rows, models),
    ...reasons,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** Which tests the p-values come from: of a factor as a whole, beside its name, and of a level. */
function testsOf(rows: readonly ForestRow[], models: readonly Model[]): string {
  const names = (whole: boolean) => {
    const tests = rows
      .filter((row) => (row.kind === "heading") === whole)
      .flatMap((row) => models.map((model) => row.pValue[model]?.test));
    return [...new Set(tests.filter((test) => test !== undefined))].join(" or ");
  };
  const [ofFactors, ofLevels] = [names(true), names(false)];
  if (ofFactors === "" || ofLevels === "") return ofFactors + ofLevels === "" ? "" : `P: ${ofFactors}${ofLevels} test.`;
  return `P: ${ofLevels} test; beside a factor of several levels, ${ofFactors} test of all of them.`;
}

function description(title: string, rows: readonly ForestRow[], models: readonly Model[]): string {
  const each = models.flatMap((model) =>
    rows.flatMap((row) => {
      const ratio = row.ratio[model];
      if (ratio === undefined || row.reference) return [];
      const p = row.pValue[model];
      const pText = p !== undefined && "value" in p.estimate ? `, P ${formatPValue(p.estimate)}` : "";
      return [`${nameOf(rows, row)}, ${model}: ${ratioText(ratio)}${pText}.`];
    }),
  );
  return [`Forest plot. ${title}.`, ...each].join(" ");
}

function nameOf(rows: readonly ForestRow[], row: ForestRow): string {
  if (row.kind !== "level") return row.label;
  const heading = rows.find((each) => each.kind === "heading" && each.factorIndex === row.factorIndex);
  return `${heading?.label}: ${row.label}`;
}
