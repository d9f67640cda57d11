import type { Course, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { cohortOf, endpointOf, factorOf, findAnalysis, levelLabel, lowerFirst } from "../find-analysis.js";
import { formatCount } from "../format.js";
import { boxLayer, textLayer } from "./layers.js";
import { type Drawing, type Figure, type FigureOptions, renderFigure } from "./render-figure.js";
import { timeScale } from "./survival-layers.js";
import { endSigns, operationSigns, type Sign, signLegend } from "./swimmer-signs.js";
import { textWidth } from "./text-width.js";
import { fontSize, palette } from "./theme.js";
import { timeAxis } from "./time-axis.js";

/**
 * A swimmer plot of a `swimmer` analysis: every patient a lane, the longest on top, with the operations at their times,
 * their level (the resection margin) as colour and shape and their ordinal as number, and at the end a cross for the event or an
 * arrow for those without it at their last contact. Where an end falls on an operation, its sign stands beside it.
 * From about 60 patients on the lanes get narrower and the numbers are left out; the caption says so.
 */
export async function swimmerFigure(results: Results, id: string, options: FigureOptions = {}): Promise<Figure> {
  const analysis = findAnalysis(results, id, "swimmer");
  const endpoint = endpointOf(results, analysis);
  const courses = results.results
    .filter((each) => each.analysis === id && each.name === "courses")
    .flatMap((each) => each.courses ?? [])
    .toSorted((a, b) => b.end - a.end || (a.patient < b.patient ? -1 : 1));
  const factor = analysis.by.length === 0 ? undefined : factorOf(results, analysis.by[0]);
  const death = /overall survival|death|died/i.test(`${endpoint?.label} ${endpoint?.definition}`);
  const content: Content = {
    title: `Courses: ${lowerFirst(cohortOf(results, analysis)?.label ?? analysis.label)}`,
    courses,
    levelName: factor && lowerFirst(factor.label),
    labelOf: (level) => (level === "" ? "Not recorded" : levelLabel(factor, level)),
    unit: endpoint?.unit ?? "months",
    eventWord: death ? "Died" : "Event",
    noEventWord: death ? "Alive at last contact" : "No event at last contact",
  };
  const about = {
    id: blockId("swimmer", id),
    title: content.title,
    caption: caption(content),
    description: description(content),
  };
  return renderFigure(drawing(content, options.width ?? 720), about, options);
}

interface Content {
  title: string;
  courses: Course[];
  /** What the signs of the operations tell apart, where the analysis names it. */
  levelName: string | undefined;
  labelOf: (level: string) => string;
  unit: "days" | "months" | "years";
  eventWord: string;
  noEventWord: string;
}

function lanePitch(courses: readonly Course[]): number {
  return Math.max(7, Math.min(20, 1200 / Math.max(1, courses.length)));
}

/** Below this pitch there is no room for a number in a sign. */
const numberedPitch = 16;

function drawing(content: Content, width: number): Drawing {
  const { courses, unit } = content;
  const pitch = lanePitch(courses);
  const numbered = pitch >= numberedPitch;
  const labelSize = Math.min(fontSize.small, pitch - 1);
  const widest = Math.max(0, ...courses.map((each) => textWidth(each.patient, labelSize)));
  const left = Math.min(width * 0.3, widest + 22);
  const right = 24;
  const plotWidth = width - left - right;
  const height = Math.max(pitch, courses.length * pitch) + 6;
  const starts = courses.map((each) => Math.min(0, ...each.operations.map((operation) => operation.at)));
  const axis = timeAxis(Math.max(0, ...courses.map((each) => each.end)), unit, { earliest: Math.min(0, ...starts) });
  const time = timeScale(axis);
  const toPixels = (t: number) => ((t - axis.start) / (axis.end - axis.start)) * plotWidth;
  const lanes = courses.map((course, index) => ({ course, py: (index + 0.5) * pitch, toPixels }));
  const operations = operationSigns(lanes, numbered, content.labelOf);
  const ends = endSigns(lanes, numbered);
  const used: Sign[] = [
    ...operations.signs,
    ...(courses.some((each) => each.event) ? [ends.event(content.eventWord)] : []),
  ];
  if (courses.some((each) => !each.event)) used.push(ends.noEvent(content.noEventWord));
  const legend = signLegend(used, plotWidth + left - 12, 8 - left);
  return {
    width: plotWidth,
    height,
    margin: { left, right, top: legend.height + 10, bottom: 54 },
    layer: [
      boxLayer(
        lanes.map(({ course, py }, index) => ({
          px: toPixels(starts[index]),
          px2: toPixels(course.end),
          py: py - pitch * 0.17,
          py2: py + pitch * 0.17,
        })),
        { color: palette.grid },
      ),
      timeAxisLayer(time, height),
      textLayer(
        lanes.map(({ course, py }) => ({ px: -12, py, text: shortened(course.patient, left - 20, labelSize) })),
        { align: "right", size: labelSize, color: palette.muted },
      ),
      ...ends.layer,
      ...operations.layer,
      ...legend.layer,
      textLayer([{ px: plotWidth / 2, py: height + 38, text: axis.title }], { align: "center", size: fontSize.title }),
      ...(courses.length > 0
        ? []
        : [
            textLayer([{ px: plotWidth / 2, py: pitch / 2, text: "No patients" }], {
              align: "center",
              color: palette.muted,
            }),
          ]),
    ],
  };
}

/** The axis needs a mark on the time scale: a line along the bottom, where the axis itself lies. */
function timeAxisLayer(time: object, height: number): object {
  return {
    data: { values: [{ t: 0, py: height }] },
    mark: { type: "point", size: 0, opacity: 0 },
    encoding: { x: time, y: { field: "py", type: "quantitative", scale: null } },
  };
}

function shortened(label: string, width: number, size: number): string {
  if (textWidth(label, size) <= width) return label;
  const signs = [...label];
  while (signs.length > 1 && textWidth(`${signs.join("")}…`, size) > width) signs.pop();
  return `${signs.join("")}…`;
}

function caption({ title, courses, levelName, eventWord, noEventWord }: Content): string {
  const numbered = lanePitch(courses) >= numberedPitch;
  return [
    `${title} (n = ${formatCount(courses.length)}).`,
    "Each line is a patient from time zero to the last contact.",
    `Signs: operations${levelName === undefined ? "" : `, by ${levelName}`}${numbered ? ", numbered in the patient's order" : ""}.`,
    `×: ${lowerFirst(eventWord)}; arrow: ${lowerFirst(noEventWord)}; an end that falls on an operation is drawn beside it.`,
  ].join(" ");
}

function description({ title, courses, eventWord, unit }: Content): string {
  const events = courses.filter((each) => each.event).length;
  const operations = courses.reduce((sum, each) => sum + each.operations.length, 0);
  const span =
    courses.length === 0
      ? ""
      : ` Last contact after ${whole(courses.at(-1)!.end)} to ${whole(courses[0].end)} ${unit}.`;
  return (
    `Swimmer plot. ${title}. ${formatCount(courses.length)} patients with ${formatCount(operations)} operations; ` +
    `${lowerFirst(eventWord)}: ${formatCount(events)}.${span}`
  );
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}
