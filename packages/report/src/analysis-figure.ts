import type { Results } from "@seriatim/study/results";
import { flowFigure } from "./figures/flow.js";
import { forestFigure } from "./figures/forest.js";
import { kaplanMeierFigure } from "./figures/kaplan-meier.js";
import type { Figure, FigureOptions } from "./figures/render-figure.js";
import { swimmerFigure } from "./figures/swimmer.js";

/**
 * The figure of one analysis, as its section of the report has it: the flow of the cohorts, Kaplan–Meier curves, a forest
 * plot, a swimmer plot.
 *
 * @returns undefined for a method without a figure (baseline, follow-up)
 * @throws RangeError where there is no such analysis
 */
export function analysisFigure(results: Results, id: string, options: FigureOptions = {}): Promise<Figure | undefined> {
  const analysis = results.analyses.find((each) => each.id === id);
  if (analysis === undefined)
    return Promise.reject(
      new RangeError(`analyses: no “${id}”; there is ${results.analyses.map((each) => each.id).join(", ")}.`),
    );
  switch (analysis.method) {
    case "flow":
      return flowFigure(results, id, options);
    case "survival":
      return kaplanMeierFigure(results, id, options);
    case "factors":
      return forestFigure(results, id, options);
    case "swimmer":
      return swimmerFigure(results, id, options);
    case "baseline":
    case "follow-up":
      return Promise.resolve(undefined);
  }
}
