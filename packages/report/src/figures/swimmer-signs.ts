import type { Course } from "@seriatim/study/results";
import { lineLayer, type Placed, pointLayer, stackLines, textLayer } from "./layers.js";
import { textWidth, wrapText } from "./text-width.js";
import { fontSize, lineHeight, palette } from "./theme.js";

export interface Lane {
  course: Course;
  py: number;
  toPixels: (time: number) => number;
}

/** How a sign is drawn, and what it means. */
export interface Sign {
  label: string;
  at: (places: readonly Placed[]) => object[];
}

/** The operations: a sign per resection margin, R0 first; later operations lie over earlier ones. */
export function operationSigns(
  lanes: readonly Lane[],
  numbered: boolean,
  labelOf: (level: string) => string,
): { signs: Sign[]; layer: object[] } {
  const operations = lanes.flatMap(({ course, py, toPixels }) =>
    course.operations
      .toSorted((a, b) => a.at - b.at || a.ordinal - b.ordinal)
      .map((operation) => ({ ...operation, px: toPixels(operation.at), py })),
  );
  const levels = [...new Set(operations.map((each) => each.level))].sort(byMargin);
  const signs = levels.map((level) => {
    const look = signOf(level, levels.filter((each) => !(each in margins)).indexOf(level));
    const mark = {
      ...look,
      size: numbered ? look.size : look.size / 4,
      stroke: palette.paper,
      strokeWidth: numbered ? 1 : 0.4,
    };
    return {
      label: labelOf(level),
      at: (places: readonly Placed[]) => [pointLayer(places, mark)],
    };
  });
  const layer = levels.flatMap((level, index) => signs[index].at(operations.filter((each) => each.level === level)));
  const numbers = operations.map(({ px, py, ordinal }) => ({ px, py: py + 0.5, text: String(ordinal) }));
  if (numbered) layer.push(textLayer(numbers, { align: "center", size: 10, bold: true, color: palette.paper }));
  return { signs, layer };
}

/** The ends: a cross for the event, an arrow for none. */
export function endSigns(lanes: readonly Lane[], large: boolean) {
  const places = lanes.map((lane) => ({ px: endPixel(lane, large ? 14 : 6), py: lane.py, event: lane.course.event }));
  const half = large ? 4 : 2;
  const event = (label: string): Sign => ({ label, at: (at) => [cross(at, half)] });
  const noEvent = (label: string): Sign => ({
    label,
    at: (at) => [
      lineLayer(
        at.map(({ px, py }) => ({ px: px - 1, px2: px + half, py, py2: py })),
        { color: palette.ink, strokeWidth: 1.6 },
      ),
      pointLayer(
        at.map(({ px, py }) => ({ px: px + half + 2, py })),
        { shape: "triangle-up", angle: 90, size: large ? 44 : 14, color: palette.ink },
      ),
    ],
  });
  const layer = [
    ...event("").at(places.filter((each) => each.event)),
    ...noEvent("").at(places.filter((each) => !each.event)),
  ];
  return { event, noEvent, layer };
}

/** What the signs mean, in rows over the view; its bottom is 10 pixels above. */
export function signLegend(signs: readonly Sign[], width: number, left: number): { layer: object[]; height: number } {
  let x = left;
  let line = 0;
  const placed = signs.map((sign) => {
    const lines = wrapText(sign.label, width - 20, fontSize.text).slice(0, 1);
    const needed = 16 + textWidth(lines[0], fontSize.text);
    if (x > left && x + needed > left + width) {
      x = left;
      line++;
    }
    const place = { sign, px: x, line, lines };
    x += needed + 20;
    return place;
  });
  const height = signs.length === 0 ? 0 : (line + 1) * (lineHeight + 4) + 10;
  const layer = placed.flatMap(({ sign, px, line, lines }) => {
    const py = -height + (line + 0.5) * (lineHeight + 4);
    return [...sign.at([{ px: px + 4, py }]), textLayer(stackLines(lines, px + 16, py))];
  });
  return { layer, height };
}

const margins: Record<string, { shape: string; color: string; size: number }> = {
  R0: { shape: "circle", color: palette.margins.R0, size: 190 },
  R1: { shape: "diamond", color: palette.margins.R1, size: 210 },
  R2: { shape: "square", color: palette.margins.R2, size: 160 },
};

const otherShapes = ["circle", "diamond", "square"];

function signOf(level: string, otherIndex: number): { shape: string; color: string; size: number } {
  if (level in margins) return margins[level];
  return { shape: otherShapes[otherIndex % 3], color: palette.series[5 - (otherIndex % 4)], size: 170 };
}

function byMargin(a: string, b: string): number {
  const known = Number(b in margins) - Number(a in margins);
  return known || (a < b ? -1 : a > b ? 1 : 0);
}

function cross(places: readonly Placed[], half: number): object {
  return lineLayer(
    places.flatMap(({ px, py }) => [
      { px: px - half, py: py - half, px2: px + half, py2: py + half },
      { px: px - half, py: py + half, px2: px + half, py2: py - half },
    ]),
    { color: palette.ink, strokeWidth: 1.8 },
  );
}

/** The end in pixels, moved right of an operation that it would lie on. */
function endPixel({ course, toPixels }: Lane, clearance: number): number {
  const latest = Math.max(...course.operations.map((each) => toPixels(each.at)), Number.NEGATIVE_INFINITY);
  return Math.max(toPixels(course.end), latest + clearance);
}
