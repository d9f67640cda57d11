import { lineLayer, stackLines, textLayer } from "./layers.js";
import { textWidth, wrapText } from "./text-width.js";
import { fontSize, lineHeight, palette, seriesColour, seriesDash } from "./theme.js";

const sample = 24;
const gap = 7;
const between = 22;

/**
 * The legend over the view: a piece of each line with its label, side by side while there is room, long labels broken
 * into lines; under it a note. Its bottom is 14 pixels above the view.
 */
export function lineLegend(
  labels: readonly string[],
  note: string | undefined,
  width: number,
): { layer: object[]; height: number } {
  const placed: { index: number; x: number; line: number; lines: string[] }[] = [];
  let x = 0;
  let line = 0;
  labels.forEach((label, index) => {
    const lines = wrapText(label, width - sample - gap, fontSize.text);
    const needed = sample + gap + Math.max(...lines.map((each) => textWidth(each, fontSize.text)));
    if (x > 0 && (x + needed > width || lines.length > 1)) {
      x = 0;
      line++;
    }
    placed.push({ index, x, line, lines });
    x += needed + between;
    if (lines.length > 1) {
      x = 0;
      line += lines.length;
    }
  });
  if (x === 0 && line > 0) line--;
  const noteLines = note === undefined ? [] : wrapText(note, width, fontSize.text);
  const total = (labels.length === 0 ? 0 : line + 1) + noteLines.length;
  const top = -14 - (total - 0.5) * lineHeight;
  const layer = placed.flatMap((each) => {
    const y = top + each.line * lineHeight;
    return [
      lineLayer([{ px: each.x, px2: each.x + sample, py: y, py2: y }], {
        color: seriesColour(each.index),
        strokeWidth: 1.8,
        strokeDash: seriesDash(each.index),
      }),
      textLayer(stackLines(each.lines, each.x + sample + gap, y)),
    ];
  });
  if (noteLines.length > 0) {
    layer.push(
      textLayer(stackLines(noteLines, 0, top + (total - noteLines.length) * lineHeight), { color: palette.muted }),
    );
  }
  return { layer, height: total === 0 ? 0 : total * lineHeight + 14 };
}
