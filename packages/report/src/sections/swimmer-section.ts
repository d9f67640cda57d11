import type { AnalysisSummary, Results } from "@seriatim/study/results";
import { bound, label, paragraph, sentence } from "../document.js";
import { swimmerFigure } from "../figures/swimmer.js";
import { endpointOf, findResult, lowerFirst, ownResults } from "../find-analysis.js";
import { formatCount, formatCounted } from "../format.js";
import type { Draft } from "./draft.js";

/** Every patient's course. */
export async function swimmerSection(results: Results, analysis: AnalysisSummary): Promise<Draft> {
  const courses = findResult(ownResults(results, analysis.id), { name: "courses" });
  const outcome = endpointOf(results, analysis)?.label;
  return {
    blocks:
      courses === undefined
        ? []
        : [
            paragraph(
              sentence`The figure shows the courses of ${bound(courses, formatCounted(courses.n, "patients"))}, ${bound(
                courses,
                formatCount(courses.events),
              )} of them up to the event${outcome === undefined ? [] : sentence` (${label(lowerFirst(outcome))})`}.`,
            ),
          ],
    figures: [await swimmerFigure(results, analysis.id)],
  };
}
