import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { bound, enumeration, type Inline, label, paragraph, sentence } from "../document.js";
import { forestFigure } from "../figures/forest.js";
import { forestRows } from "../figures/forest-rows.js";
import { factorOf, findResult, levelLabel, lowerFirst, ownResults } from "../find-analysis.js";
import { formatCount, formatEstimate, formatIntervalPhrase, formatLevel, formatPValuePhrase } from "../format.js";
import type { Draft } from "./draft.js";
import { factorTable } from "./factor-table.js";

/** Predictive factors: the hazard ratios in words, as a forest plot, and as a table with both models side by side. */
export async function factorsSection(results: Results, analysis: AnalysisSummary): Promise<Draft> {
  const rows = ownResults(results, analysis.id);
  const { models } = forestRows(results, analysis.id);
  return {
    blocks: [
      paragraph(...models.map((model) => modelSentence(results, rows, model)), ...hazardSentences(results, rows)),
    ],
    figures: [await forestFigure(results, analysis.id)],
    tables: [factorTable(results, analysis)],
  };
}

function modelSentence(results: Results, rows: readonly Result[], model: NonNullable<Result["model"]>): Inline[] {
  const ratios = rows.filter(
    (each) => each.name === "hazardRatio" && each.model === model && !each.notes.includes("reference"),
  );
  const start = model === "univariable" ? sentence`In univariable Cox regression` : multivariableStart(rows, ratios);
  const phrases = (of: readonly Result[]) =>
    enumeration(
      of.map((ratio) => ratioPhrase(results, rows, ratio)),
      "; ",
      "; and ",
    );
  if (ratios.length <= mostInProse) return sentence`${start} the hazard ratio was ${phrases(ratios)}.`;
  const apart = ratios.filter(excludesOne);
  const level = label(formatLevel(ratios.find(({ interval }) => interval)?.interval?.level ?? 0.95));
  return apart.length === 0
    ? sentence`${start} the ${level} interval of no hazard ratio excluded one.`
    : sentence`${start} the ${level} interval of the hazard ratio excluded one for these, and for none of the others in the table: ${phrases(apart)}.`;
}

/** Hazard ratios that a reader takes in as text; of more, only those are said whose interval excludes one. */
const mostInProse = 8;

function excludesOne({ interval }: Result): boolean {
  if (interval === undefined) return false;
  return (interval.lower !== null && interval.lower > 1) || (interval.upper !== null && interval.upper < 1);
}

function multivariableStart(rows: readonly Result[], ratios: readonly Result[]): Inline[] {
  const whole = findResult(rows, { name: "concordance", model: "multivariable" }) ?? ratios[0];
  if (whole === undefined) return sentence`In the multivariable model`;
  return sentence`In the multivariable model (${bound(whole, `${formatCount(whole.events)} events in ${formatCount(whole.n)}`)})`;
}

function ratioPhrase(results: Results, rows: readonly Result[], ratio: Result): Inline[] {
  const { factor, level, model, estimate, interval } = ratio;
  const summary = factorOf(results, factor!);
  const p = findResult(rows, { name: "pValue", test: "Wald", factor, level, model });
  const limits = interval === undefined ? [] : sentence`${bound(ratio, formatIntervalPhrase(interval, "ratio"))}`;
  const tested = p === undefined || !("value" in p.estimate) ? [] : [bound(p, formatPValuePhrase(p.estimate))];
  const inside = [limits, tested].filter((part) => part.length > 0);
  const value = sentence`${bound(ratio, formatEstimate(estimate, "ratio"))}${
    inside.length === 0 ? [] : sentence` (${enumeration(inside, "; ", "; ")})`
  }`;
  const name = lowerFirst(summary?.label ?? factor!);
  if (level === undefined) {
    const per = ratio.notes.find((note) => note.startsWith("per "));
    return sentence`${value} for ${label(`${name}${per === undefined ? "" : ` ${per}`}`)}`;
  }
  const against =
    summary?.reference === undefined ? "" : ` against ${lowerFirst(levelLabel(summary, summary.reference))}`;
  return sentence`${value} for ${label(`${name}, ${lowerFirst(levelLabel(summary, level))}${against}`)}`;
}

/** Where the hazards were not proportional at the 5 % level, it is said. */
function hazardSentences(results: Results, rows: readonly Result[]): Inline[][] {
  const broken = rows.filter(
    (each) => each.name === "proportionalHazards" && "value" in each.estimate && each.estimate.value < 0.05,
  );
  if (broken.length === 0) return [];
  const said = broken.map((each) => {
    const of =
      each.factor === undefined
        ? "the multivariable model as a whole"
        : lowerFirst(factorOf(results, each.factor)?.label ?? each.factor);
    const where = each.factor === undefined || each.model === undefined ? "" : ` (${each.model})`;
    return sentence`${label(`${of}${where}`)}, ${bound(each, formatPValuePhrase(each.estimate))}`;
  });
  return [
    sentence`Against proportional hazards speak ${enumeration(said, "; ", "; ")}; such a hazard ratio is an average over the follow-up.`,
  ];
}
