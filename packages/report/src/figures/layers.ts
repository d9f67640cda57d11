import { fontSize, lineHeight } from "./theme.js";

/** A point in pixels of the view. */
export interface Placed {
  px: number;
  py: number;
}

export interface TextStyle {
  color?: string;
  align?: "left" | "center" | "right";
  size?: number;
  bold?: boolean;
  angle?: number;
}

/** Words at given pixels, vertically centred there; one line each. */
export function textLayer(rows: readonly (Placed & { text: string })[], style: TextStyle = {}): object {
  return {
    data: { values: rows },
    mark: {
      type: "text",
      align: style.align ?? "left",
      fontSize: style.size ?? fontSize.text,
      ...(style.color ? { color: style.color } : {}),
      ...(style.bold ? { fontWeight: 600 } : {}),
      ...(style.angle ? { angle: style.angle } : {}),
    },
    encoding: { ...inPixels, text: { field: "text", type: "nominal" } },
  };
}

/** Straight lines between given pixels. */
export function lineLayer(rows: readonly (Placed & { px2: number; py2: number })[], mark: object): object {
  return {
    data: { values: rows },
    mark: { type: "rule", ...mark },
    encoding: { ...inPixels, x2: { field: "px2" }, y2: { field: "py2" } },
  };
}

/** Rectangles between given pixels. */
export function boxLayer(rows: readonly (Placed & { px2: number; py2: number })[], mark: object): object {
  return {
    data: { values: rows },
    mark: { type: "rect", ...mark },
    encoding: { ...inPixels, x2: { field: "px2" }, y2: { field: "py2" } },
  };
}

/** Signs of one shape at given pixels. */
export function pointLayer(rows: readonly Placed[], mark: object): object {
  return { data: { values: rows }, mark: { type: "point", filled: true, opacity: 1, ...mark }, encoding: inPixels };
}

/** The lines of a text one under the other, the first at `py`. */
export function stackLines(lines: readonly string[], px: number, py: number): (Placed & { text: string })[] {
  return lines.map((text, index) => ({ px, py: py + index * lineHeight, text }));
}

const inPixels = {
  x: { field: "px", type: "quantitative", scale: null },
  y: { field: "py", type: "quantitative", scale: null },
};
