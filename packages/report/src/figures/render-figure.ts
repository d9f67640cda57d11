import type { LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { fontFamily, fontSize, palette } from "./theme.js";

/** A figure as it is printed: the picture, and its words for those who read the page and those who cannot see it. */
export interface Figure {
  id: string;
  /** Self-contained, with `title` and `desc`; the same bytes for the same results. */
  svg: string;
  title: string;
  caption: string;
  /** Alternative text: what the picture shows, in words and numbers. */
  description: string;
  /** Of curves: where in the picture the time axis lies, for a pointer over it. */
  plot?: PlotArea;
}

/** The area between the axes in the picture's pixels, and the times at its left and right. */
export interface PlotArea {
  left: number;
  top: number;
  width: number;
  height: number;
  from: number;
  to: number;
}

export interface FigureOptions {
  /** Width of the whole figure in pixels. */
  width?: number;
  /** Called with each warning of the graphics library; there should be none. */
  warn?: (warning: string) => void;
}

/** The picture before it is drawn: layers in one view whose size and margins are given, never measured. */
export interface Drawing {
  width: number;
  height: number;
  margin: { left: number; right: number; top: number; bottom: number };
  layer: object[];
  /** Each layer has a scale and an axis of its own. */
  independentAxes?: boolean;
}

/** Draws through Vega-Lite without a screen; the size is that of view and margins, so nothing depends on measured text. */
export async function renderFigure(
  drawing: Drawing,
  about: Omit<Figure, "svg">,
  options: FigureOptions = {},
): Promise<Figure> {
  const spec = {
    width: drawing.width,
    height: drawing.height,
    padding: drawing.margin,
    autosize: { type: "none" },
    background: null,
    config,
    layer: drawing.layer,
    ...(drawing.independentAxes
      ? { resolve: { scale: { x: "independent", y: "independent" }, axis: { x: "independent", y: "independent" } } }
      : {}),
  };
  // Loaded with the first figure: whoever draws none does not wait for them.
  const [vega, { compile }, { expressionInterpreter }] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    import("vega-interpreter"),
  ]);
  const logger = collectWarnings(vega.Warn, options.warn ?? (() => {}));
  const compiled = compile(spec as unknown as TopLevelSpec, { logger });
  // Expressions are interpreted, not made into functions: a page whose policy lets no text become code draws the same figure.
  const runtime = vega.parse(compiled.spec, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", logger, expr: expressionInterpreter });
  const drawn = await view.toSVG();
  view.finalize();
  return { ...about, svg: finish(drawn, about) };
}

/** Text for an SVG element or attribute; control characters, which XML does not allow, are left out. */
export function escapeXml(text: string): string {
  return withoutControls(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

const config = {
  font: fontFamily,
  aria: false,
  view: { stroke: null },
  axis: {
    grid: false,
    translate: 0,
    labelColor: palette.ink,
    labelFontSize: fontSize.text,
    labelFlush: false,
    labelOverlap: false,
    labelBound: false,
    tickColor: palette.ink,
    tickSize: 5,
    tickRound: false,
    domainColor: palette.ink,
    title: null,
  },
  text: { color: palette.ink, fontSize: fontSize.text, baseline: "middle" },
};

function collectWarnings(level: number, warn: (warning: string) => void): LoggerInterface {
  const report = (...parts: readonly unknown[]) => {
    warn(parts.map(String).join(" "));
    return logger;
  };
  const logger = {
    level: () => level,
    error: report,
    warn: report,
    info: () => logger,
    debug: () => logger,
  } as unknown as LoggerInterface;
  return logger;
}

function finish(drawn: string, about: Omit<Figure, "svg">): string {
  const size = /<svg[^>]*\swidth="([\d.]+)" height="([\d.]+)"/.exec(drawn);
  if (size === null) throw new TypeError("The drawn figure has no size.");
  const [, width, height] = size;
  const root =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-labelledby="${about.id}-title ${about.id}-desc" font-family="${fontFamily}">` +
    `<title id="${about.id}-title">${escapeXml(about.title)}</title>` +
    `<desc id="${about.id}-desc">${escapeXml(about.description)}</desc>`;
  return withoutControls(drawn)
    .replace(/<svg[^>]*>/, "")
    .replace(/<[^>]*>/g, (tag) => roundNumbers(tag.replace(` font-family="${fontFamily}"`, "")))
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replace(/^/, () => root);
}

function roundNumbers(tag: string): string {
  return tag
    .replace(/ (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"/g, (attribute) =>
      attribute.startsWith(" class=") ? attribute : "",
    )
    .replace(/-?\d+(?:\.\d+(?:e-?\d+)?|e-\d+)/g, (number) => String(Math.round(Number(number) * 100) / 100 + 0));
}

function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}
