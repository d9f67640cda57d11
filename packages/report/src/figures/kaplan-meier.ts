import type { CurveSeries, Result, Results, TimeUnit } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import {
  cohortOf,
  endpointOf,
  factorOf,
  findAnalysis,
  groupLabel,
  lowerFirst,
  ownResults,
  sameGroup,
  shareName,
  upperFirst,
} from "../find-analysis.js";
import {
  formatCount,
  formatEstimateWithUnit,
  formatIntervalPhrase,
  formatLevel,
  formatPValuePhrase,
} from "../format.js";
import { textLayer } from "./layers.js";
import { lineLegend } from "./legend.js";
import { type Drawing, type Figure, type FigureOptions, renderFigure } from "./render-figure.js";
import { riskTable } from "./risk-table-layers.js";
import {
  bandLayers,
  censorLayer,
  curveLayer,
  fewAtRisk,
  medianLine,
  mostTicks,
  timeScale,
  tooManyToTick,
} from "./survival-layers.js";
import { textWidth, wrapText } from "./text-width.js";
import { fontSize, palette } from "./theme.js";
import { type TimeAxis, timeAxis } from "./time-axis.js";

/**
 * Kaplan–Meier curves of a `survival` analysis: a step curve per group with its confidence band, a tick at every time of
 * censoring, a dashed line at 50 %, and under the axis, per group, the number at risk just before each tick and the
 * censorings and events before it. Curve, ticks and columns share one scale. The band is drawn for groups of any size,
 * paler where fewer than five are at risk, and left out where a limit is not defined.
 *
 * Without rows the axes and a table of zeros are drawn, with the words “No observations”. The layout follows Morris
 * et al. 2019, BMJ Open 9:e030215, doi 10.1136/bmjopen-2019-030215.
 */
export async function kaplanMeierFigure(results: Results, id: string, options: FigureOptions = {}): Promise<Figure> {
  const analysis = findAnalysis(results, id, "survival");
  const endpoint = endpointOf(results, analysis);
  const rows = ownResults(results, id);
  const by = analysis.by.map((factor) => lowerFirst(factorOf(results, factor)?.label ?? factor)).join(" and ");
  const cohort = cohortOf(results, analysis)?.label ?? analysis.label;
  const tests = rows
    .filter((each) => each.name === "pValue" && each.factor === undefined)
    .map((each) => `${each.test ?? "test"} ${formatPValuePhrase(each.estimate)}`);
  const content: Content = {
    title: `${endpoint?.label ?? "Survival"}${by === "" ? "" : ` by ${by}`}: ${lowerFirst(cohort)}`,
    share: shareName(endpoint?.label),
    unit: endpoint?.unit ?? "months",
    groups: curveGroups(results, rows, analysis.by),
    pValue: tests.length === 0 ? undefined : upperFirst(tests.join("; ")),
    level: rows.find((each) => each.interval !== undefined && each.factor === undefined)?.interval?.level,
  };
  const about = {
    id: blockId("kaplan-meier", id),
    title: content.title,
    caption: caption(content),
    description: description(content),
  };
  const drawn = drawing(content, options.width ?? 720);
  const { margin, width, height, axis } = drawn;
  const plot = { left: margin.left, top: margin.top, width, height, from: axis.start, to: axis.end };
  return { ...(await renderFigure(drawn, about, options)), plot };
}

interface Content {
  title: string;
  share: string;
  unit: TimeUnit;
  groups: Group[];
  pValue: string | undefined;
  level: number | undefined;
}

interface Group {
  label: string;
  n: number;
  events: number;
  median: Result | undefined;
  series: CurveSeries;
}

const noSeries: CurveSeries = { time: [], survival: [], lower: [], upper: [], atRisk: [], events: [], censored: [] };

function curveGroups(results: Results, rows: readonly Result[], by: readonly string[]): Group[] {
  const curves = rows.filter((each) => each.name === "curve");
  const grouped = curves.filter((each) => Object.keys(each.group).length > 0);
  return (grouped.length > 0 ? grouped : curves).map((curve) => ({
    label: groupLabel(results, curve.group, by),
    n: curve.n,
    events: curve.events,
    median: rows.find((each) => each.name === "median" && sameGroup(each.group, curve.group)),
    series: curve.series ?? noSeries,
  }));
}

function drawing({ groups, share, unit, pValue }: Content, width: number): Drawing & { axis: TimeAxis } {
  const height = 300;
  const titleLines = wrapText(`${share} (%)`, height, fontSize.title);
  const widestCount = Math.max(0, ...groups.map((each) => textWidth(formatCount(each.n), fontSize.small)));
  const left = Math.max(46 + titleLines.length * 16, 66 + widestCount / 2);
  const right = Math.max(24, widestCount / 2 + 8);
  const plotWidth = width - left - right;
  const longest = Math.max(0, ...groups.map((each) => each.series.time.at(-1) ?? 0));
  const axis = timeAxis(longest, unit, {
    maxIntervals: Math.max(2, Math.min(10, Math.floor(plotWidth / (widestCount + 14)))),
  });
  const time = timeScale(axis);
  const legend = lineLegend(
    groups.length > 1 ? groups.map((each) => `${each.label} (n\u00a0=\u00a0${formatCount(each.n)})`) : [],
    pValue,
    plotWidth,
  );
  const top = height + 68;
  const table = riskTable(groups, axis, time, { top, left: 6 - left, right: plotWidth + right - 6 });
  return {
    axis,
    width: plotWidth,
    height,
    margin: { left, right, top: legend.height + 12, bottom: top - height + table.height },
    layer: [
      medianLine(),
      ...groups.flatMap((each, index) => bandLayers(each.series, index, time)),
      ...groups.map((each, index) => curveLayer(each.series, index, time)),
      ...groups.map((each, index) => censorLayer(each.series, index, time)),
      ...legend.layer,
      ...titleLines.map((text, line) =>
        textLayer([{ px: -46 - (titleLines.length - 1 - line) * 16, py: height / 2, text }], {
          align: "center",
          angle: 270,
          size: fontSize.title,
        }),
      ),
      textLayer([{ px: plotWidth / 2, py: height + 38, text: axis.title }], { align: "center", size: fontSize.title }),
      ...(groups.some((each) => each.n > 0) ? [] : [emptyNote(plotWidth / 2, height / 4)]),
      ...table.layer,
    ],
  };
}

function emptyNote(px: number, py: number): object {
  return textLayer([{ px, py, text: "No observations" }], { align: "center", color: palette.muted });
}

function caption({ title, groups, pValue, level }: Content): string {
  const paler = groups.some((each) => each.series.atRisk.some((count) => count < fewAtRisk));
  const late = groups.some((each) => riskRises(each.series));
  return [
    `${title}.`,
    "Kaplan–Meier estimates.",
    `Shaded: ${level === undefined ? "" : `${formatLevel(level)} `}confidence intervals, at each time by itself${
      paler ? "; paler where fewer than five are at risk" : ""
    }.`,
    groups.some((each) => tooManyToTick(each.series))
      ? `Ticks on the curves: censored, in groups of up to ${mostTicks} censored times.`
      : "Ticks on the curves: censored.",
    "Below the axis: at risk just before each time, and censored and events before it.",
    late ? "Those who entered late are at risk from their entry, so the number at risk can rise." : "",
    pValue === undefined ? "" : `${pValue}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function description({ title, groups, unit, pValue }: Content): string {
  const each = groups.map(({ label, n, events, median }) => {
    const interval = median?.interval === undefined ? "" : ` (${formatIntervalPhrase(median.interval, unit)})`;
    const middle = median === undefined ? "" : `, median ${formatEstimateWithUnit(median.estimate, unit)}${interval}`;
    return `${label}: n = ${formatCount(n)}, ${formatCount(events)} events${middle}.`;
  });
  return [`Kaplan–Meier curves. ${title}.`, ...each, pValue === undefined ? "" : `${pValue}.`].join(" ").trim();
}

function riskRises({ atRisk, events, censored }: CurveSeries): boolean {
  return atRisk.some(
    (count, index) => index > 0 && count > atRisk[index - 1] - events[index - 1] - censored[index - 1],
  );
}
