import type { AnalysisSummary, Result, Results } from "@seriatim/study/results";
import { blockId } from "../block-id.js";
import { bound, enumeration, type Inline, label, sentence, type Table, type TableRow } from "../document.js";
import { type ForestRow, forestRows, type Model } from "../figures/forest-rows.js";
import { factorOf, findResult, ownResults } from "../find-analysis.js";
import {
  estimateReason,
  formatCount,
  formatEstimate,
  formatEstimateAndInterval,
  formatLevel,
  formatPValue,
  formatPValuePhrase,
  words,
} from "../format.js";
import { type Footnotes, footnotes } from "./footnotes.js";

/** Hazard ratios with intervals and p-values, univariable and multivariable side by side; a level indented under its factor. */
export function factorTable(results: Results, analysis: AnalysisSummary): Table {
  const own = ownResults(results, analysis.id);
  const { rows, models } = forestRows(results, analysis.id);
  const level = own.find((each) => each.interval !== undefined)?.interval?.level ?? 0.95;
  const notes = footnotes();
  return {
    kind: "table",
    id: blockId("factors", analysis.id),
    caption: `${analysis.label}: Cox regression`,
    columns: [
      { heading: "Factor" },
      { heading: "n", align: "right" },
      { heading: "Events", align: "right" },
      ...models.flatMap((model) => [
        {
          heading: `${model === "univariable" ? "Univariable" : "Multivariable"} HR (${formatLevel(level)} CI)`,
          align: "right" as const,
        },
        { heading: "P", align: "right" as const },
      ]),
    ],
    rows: rows.map((row) => tableRow(row, models, notes)),
    notes: [
      ...notes.all(),
      [testNote(rows)],
      ...models.flatMap((model) => [
        ...wholeTest(own, model),
        ...hazardNote(results, own, model),
        ...concordanceNote(own, model),
      ]),
    ],
  };
}

function testNote(rows: readonly ForestRow[]): string {
  const isWhole = rows.some(({ kind, pValue }) => kind === "heading" && (pValue.univariable ?? pValue.multivariable));
  return `P by Wald's test${isWhole ? "; beside a factor of several levels, by the likelihood-ratio test of all of them" : ""}.`;
}

function tableRow(row: ForestRow, models: readonly Model[], notes: Footnotes): TableRow {
  const known = row.ratio.univariable ?? row.ratio.multivariable;
  const count = (value: number | undefined): Inline[] =>
    known === undefined || value === undefined ? [] : [bound(known, formatCount(value))];
  return {
    kind: row.kind === "single" ? "plain" : row.kind,
    cells: [
      [label(row.label)],
      count(row.n),
      count(row.events),
      ...models.flatMap((model) => {
        if (!row.models.includes(model)) return [[], []];
        return [row.kind === "heading" ? [] : ratioCell(row, model, notes), pCell(row.pValue[model])];
      }),
    ],
  };
}

function ratioCell({ reference, ratio }: ForestRow, model: Model, notes: Footnotes): Inline[] {
  const result = ratio[model];
  if (result === undefined) return reference ? [label(words.reference)] : ["–"];
  if (result.notes.includes("reference")) return [bound(result, words.reference)];
  const { estimate, interval } = result;
  return [
    bound(result, formatEstimateAndInterval(estimate, interval, "ratio")),
    ...notes.mark(estimateReason(estimate)),
  ];
}

function pCell(result: Result | undefined): Inline[] {
  if (result === undefined) return [];
  return [bound(result, "value" in result.estimate ? formatPValue(result.estimate) : "–")];
}

/** Of the whole model: by the likelihood ratio, or where rows are clustered by Wald's test. */
function wholeTest(own: readonly Result[], model: Model): Inline[][] {
  const test = own.find((each) => each.name === "pValue" && each.model === model && each.factor === undefined);
  if (test === undefined) return [];
  return [
    sentence`Test of the whole ${label(model)} model (${label(test.test ?? "")}): ${bound(test, formatPValuePhrase(test.estimate))}.`,
  ];
}

function hazardNote(results: Results, own: readonly Result[], model: Model): Inline[][] {
  const tests = own.filter((each) => each.name === "proportionalHazards" && each.model === model);
  if (tests.length === 0) return [];
  const said = tests.map(
    (test) => sentence`${subject(results, test)}, ${bound(test, formatPValuePhrase(test.estimate))}`,
  );
  return [sentence`Tests of proportional hazards, ${label(model)}: ${enumeration(said, "; ", "; ")}.`];
}

function concordanceNote(own: readonly Result[], model: Model): Inline[][] {
  const whole = findResult(own, { name: "concordance", model });
  if (whole === undefined) return [];
  return [
    sentence`Concordance of the ${label(model)} model: ${bound(whole, formatEstimate(whole.estimate, "ratio"))}.`,
  ];
}

function subject(results: Results, { factor }: Result): Inline {
  return factor === undefined ? "the whole model" : label(factorOf(results, factor)?.label ?? factor);
}
