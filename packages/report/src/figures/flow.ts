import type { Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { findAnalysis } from "../find-analysis.js";
import { type FlowNode, flowNodes } from "./flow-nodes.js";
import { boxLayer, lineLayer, type Placed, pointLayer, stackLines, textLayer } from "./layers.js";
import { type Drawing, type Figure, type FigureOptions, renderFigure } from "./render-figure.js";
import { wrapText } from "./text-width.js";
import { fontSize, lineHeight, palette } from "./theme.js";

/**
 * The flow of a `flow` analysis: every cohort as a box with its rows and patients, under the one it was taken from, and
 * beside the way there what was left out, by reason. Cohorts taken from the same one stand indented below it, one after
 * the other, so that a tree of any width stays on the page.
 */
export async function flowFigure(results: Results, id: string, options: FigureOptions = {}): Promise<Figure> {
  const analysis = findAnalysis(results, id, "flow");
  const nodes = flowNodes(results, analysis);
  const about = {
    id: blockId("flow", id),
    title: analysis.label,
    caption: `${analysis.label}. Each box is a cohort or a step towards it; beside the line, what was left out and why.`,
    description: description(analysis.label, nodes),
  };
  return renderFigure(drawing(nodes, options.width ?? 720), about, options);
}

const margin = 8;
const padding = 9;
const indent = 30;
const stem = 18;
const gap = 26;
const between = 36;

interface Box {
  node: FlowNode;
  left: number;
  right: number;
  top: number;
  bottom: number;
  lines: { text: string; style: "title" | "plain" | "muted" }[];
  side: { top: number; bottom: number; lines: { text: string; style: "title" | "plain" }[] } | undefined;
  /** Where the line to the side box leaves: from the way there, or from the first box itself. */
  turn: number;
}

function drawing(nodes: readonly FlowNode[], width: number): Drawing {
  const inner = width - 2 * margin;
  const deepest = Math.max(0, ...nodes.map((each) => each.depth));
  const mainRight = Math.max(inner * 0.5, deepest * indent + 170);
  const boxes = placeBoxes(nodes, mainRight, inner);
  const height = Math.max(30, ...boxes.map((each) => Math.max(each.bottom, each.side?.bottom ?? 0)));
  const sides = boxes.flatMap((box) => (box.side === undefined ? [] : [{ ...box.side, turn: box.turn, box }]));
  const sideLeft = mainRight + between;
  const connectors = boxes.flatMap((box) => connectorLines(boxes, box));
  const texts = [
    ...boxes.flatMap((box) => placedLines(box.lines, box.left + padding, box.top)),
    ...sides.flatMap((side) => placedLines(side.lines, sideLeft + padding, side.top)),
  ];
  return {
    width: inner,
    height,
    margin: { left: margin, right: margin, top: margin, bottom: margin },
    layer: [
      lineLayer(connectors, { color: palette.muted, strokeWidth: 1.2 }),
      lineLayer(
        sides.map((side) => ({
          px: side.box.node.parent < 0 ? side.box.right : stemOf(boxes, side.box),
          px2: sideLeft - 4,
          py: side.turn,
          py2: side.turn,
        })),
        { color: palette.muted, strokeWidth: 1.2 },
      ),
      pointLayer(
        sides.map((side) => ({ px: sideLeft - 4, py: side.turn })),
        { ...arrow, angle: 90 },
      ),
      pointLayer(
        boxes.flatMap((box) => arrowHead(boxes, box, "down")),
        { ...arrow, angle: 180 },
      ),
      pointLayer(
        boxes.flatMap((box) => arrowHead(boxes, box, "right")),
        { ...arrow, angle: 90 },
      ),
      boxLayer(
        sides.map((side) => ({ px: sideLeft, px2: inner, py: side.top, py2: side.bottom })),
        { color: palette.paper, stroke: palette.grid, strokeWidth: 1, cornerRadius: 2 },
      ),
      boxLayer(
        boxes.map((box) => ({ px: box.left, px2: box.right, py: box.top, py2: box.bottom })),
        { color: palette.band, stroke: palette.muted, strokeWidth: 1, cornerRadius: 2 },
      ),
      textLayer(
        texts.filter((each) => each.style === "title"),
        { bold: true },
      ),
      textLayer(texts.filter((each) => each.style === "plain")),
      textLayer(
        texts.filter((each) => each.style === "muted"),
        { color: palette.muted },
      ),
      ...(nodes.length > 0 ? [] : [textLayer([{ px: 0, py: 14, text: "No cohorts" }], { color: palette.muted })]),
    ],
  };
}

const arrow = { shape: "triangle-up", size: 34, color: palette.muted };

function placeBoxes(nodes: readonly FlowNode[], mainRight: number, inner: number): Box[] {
  let y = 0;
  return nodes.map((node, index) => {
    const left = node.depth * indent;
    const textWidth = mainRight - left - 2 * padding;
    const lines = [
      ...wrapText(node.title, textWidth, fontSize.text, true).map((text) => ({ text, style: "title" as const })),
      ...(node.subtitle === undefined ? [] : wrapText(node.subtitle, textWidth, fontSize.text)).map((text) => ({
        text,
        style: "muted" as const,
      })),
      ...wrapText(node.counts, textWidth, fontSize.text).map((text) => ({ text, style: "plain" as const })),
    ];
    const sideLines = sideText(node, inner - mainRight - between - 2 * padding);
    const sideTop = y + (index === 0 ? 0 : node.parent < 0 ? gap : 8);
    const side =
      sideLines === undefined
        ? undefined
        : { top: sideTop, bottom: sideTop + boxHeight(sideLines.length), lines: sideLines };
    const free = y + (index === 0 ? 0 : gap);
    const beside = node.parent < 0;
    const turn = side === undefined ? 0 : beside ? Math.max(side.top, free) + 14 : (side.top + side.bottom) / 2;
    const top = side === undefined || beside ? free : Math.max(turn + 14, free);
    const bottom = top + boxHeight(lines.length);
    y = Math.max(bottom, side?.bottom ?? 0);
    return { node, left, right: mainRight, top, bottom, lines, side, turn };
  });
}

function sideText(node: FlowNode, width: number): { text: string; style: "title" | "plain" }[] | undefined {
  if (node.excluded === undefined) return undefined;
  return [
    ...wrapText(node.excluded.total, width, fontSize.text, true).map((text) => ({ text, style: "title" as const })),
    ...node.excluded.reasons.flatMap((reason) =>
      wrapText(reason, width, fontSize.text).map((text) => ({ text, style: "plain" as const })),
    ),
  ];
}

function boxHeight(lines: number): number {
  return lines * lineHeight + 2 * (padding - 2);
}

function placedLines<Style>(lines: { text: string; style: Style }[], px: number, top: number) {
  const placed = stackLines(
    lines.map((each) => each.text),
    px,
    top + padding - 2 + lineHeight / 2,
  );
  return placed.map((each, index) => ({ ...each, style: lines[index].style }));
}

/** The line by which a box is reached goes down from its parent, near the parent's left edge. */
function stemOf(boxes: readonly Box[], box: Box): number {
  return boxes[box.node.parent].left + stem;
}

function connectorLines(boxes: readonly Box[], box: Box): (Placed & { px2: number; py2: number })[] {
  if (box.node.parent < 0) return [];
  const x = stemOf(boxes, box);
  const from = boxes[box.node.parent];
  const middle = (box.top + box.bottom) / 2;
  if (box.left === from.left) return [{ px: x, px2: x, py: from.bottom, py2: box.top - 4 }];
  return [
    { px: x, px2: x, py: from.bottom, py2: middle },
    { px: x, px2: box.left - 4, py: middle, py2: middle },
  ];
}

function arrowHead(boxes: readonly Box[], box: Box, direction: "down" | "right"): Placed[] {
  if (box.node.parent < 0) return [];
  const straight = box.left === boxes[box.node.parent].left;
  if (straight && direction === "down") return [{ px: stemOf(boxes, box), py: box.top - 4 }];
  if (!straight && direction === "right") return [{ px: box.left - 4, py: (box.top + box.bottom) / 2 }];
  return [];
}

function description(title: string, nodes: readonly FlowNode[]): string {
  const each = nodes.map((node) => {
    const from = node.parent < 0 ? "" : ` (from ${nodes[node.parent].title})`;
    const excluded = node.excluded === undefined ? "" : ` ${node.excluded.total}: ${node.excluded.reasons.join("; ")}.`;
    return `${node.title}${from}: ${node.counts}.${excluded}`;
  });
  return [`Flow of the cohorts. ${title}.`, ...each].join(" ");
}
