export { analysisFigure } from "./analysis-figure.js";
export * from "./document.js";
export type { Figure, FigureOptions, PlotArea } from "./figures/render-figure.js";
export * from "./format.js";
export type { FontFace } from "./html/render-html.js";
export { type KeyFigure, keyFigures } from "./key-figures.js";
export { type ReportOptions, renderReport } from "./render-report.js";
export { reportDocument } from "./report-document.js";
