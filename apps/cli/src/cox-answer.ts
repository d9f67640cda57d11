import { formatLevel, formatNumber, formatPValue, formatPValuePhrase, formatRatio } from "@seriatim/report";
import type { CoxFit } from "@seriatim/stats";
import { firstOf } from "./first-of.js";
import type { QuickAnswer } from "./quick-command.js";

/** What a Cox regression found out, for programs and for people. */
export function coxAnswer(fit: CoxFit): Omit<QuickAnswer, "conventions"> {
  const notes = notesOf(fit);
  return {
    json: { ...numbersOf(fit), notes },
    heading: `${fit.n} rows, ${fit.events} events`,
    columns: [
      { heading: "term" },
      { heading: "coefficient", align: "right" },
      { heading: "standard error", align: "right" },
      { heading: `hazard ratio (${formatLevel(fit.confidenceLevel)} CI)` },
      { heading: "z", align: "right" },
      { heading: "p", align: "right" },
    ],
    rows: fit.columns.map((term, j) => [term, ...cellsOf(fit, j)]),
    paragraphs: [testLines(fit), notes],
  };
}

function numbersOf(fit: CoxFit): object {
  const {
    n,
    events,
    status,
    iterations,
    ties,
    confidenceLevel: level,
    logLikelihood,
    tests,
    robustScore,
    concordance,
  } = fit;
  const coefficients = fit.columns.map((term, j) => ({
    term,
    coefficient: fit.coefficients[j],
    standardError: fit.standardErrors[j],
    ...(fit.naive && { naiveStandardError: fit.naive.standardErrors[j] }),
    hazardRatio: fit.hazardRatio[j],
    lower: fit.lower[j],
    upper: fit.upper[j],
    z: fit.z[j],
    p: fit.p[j],
    ...(fit.redundant[j] && { redundant: true }),
    // JSON has no infinity, so its direction is told in words.
    ...(fit.infinite[j] && { infinite: fit.coefficients[j] > 0 ? "positive" : "negative" }),
  }));
  return {
    n,
    events,
    coefficients,
    logLikelihood,
    tests: { ...tests, ...(robustScore && { robustScore }) },
    concordance,
    ties,
    level,
    status,
    iterations,
  };
}

function cellsOf(fit: CoxFit, j: number): string[] {
  if (fit.redundant[j]) return ["–", "–", "redundant", "–", "–"];
  if (fit.infinite[j]) return [fit.coefficients[j] > 0 ? "∞" : "−∞", "–", "not estimable", "–", "–"];
  const [ratio, lower, upper] = [fit.hazardRatio[j], fit.lower[j], fit.upper[j]].map((value) =>
    // Three decimals, but not 0.000.
    ifDefined(value, (defined) => formatRatio(defined, defined < 0.0095 || defined >= 1000 ? undefined : 3)),
  );
  return [
    ifDefined(fit.coefficients[j], (value) => formatNumber(value, 4)),
    ifDefined(fit.standardErrors[j], (value) => formatNumber(value, 4)),
    Number.isNaN(fit.lower[j]) ? ratio : `${ratio} (${lower}–${upper})`,
    ifDefined(fit.z[j], (value) => formatNumber(value, 2)),
    ifDefined(fit.p[j], formatPValue),
  ];
}

function ifDefined(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? "–" : format(value);
}

function testLines({ tests, robustScore, concordance }: CoxFit): string[] {
  const named = [
    ["Likelihood ratio", tests.likelihoodRatio],
    ["Wald", tests.wald],
    ["Score", tests.score],
    ...(robustScore ? [["Robust score", robustScore] as const] : []),
  ] as const;
  const lines = named.map(([name, { statistic, degreesOfFreedom, p }]) =>
    Number.isNaN(p)
      ? `${name}: not defined`
      : `${name}: chi-squared ${formatNumber(statistic, 3)} on ${degreesOfFreedom} df, ${formatPValuePhrase(p)}`,
  );
  const agreement = Number.isNaN(concordance.concordance)
    ? "not defined"
    : `${formatNumber(concordance.concordance, 4)} (standard error ${formatNumber(concordance.standardError, 4)})`;
  return [...lines, `Concordance: ${agreement}`];
}

function notesOf(fit: CoxFit): string[] {
  const named = (which: readonly boolean[]) => firstOf(fit.columns.filter((_, j) => which[j]));
  if (fit.events === 0) return ["No hazard ratio is estimable: there is no event"];
  return [
    ...(fit.redundant.some(Boolean) ? [`Redundant, and left out of the model: ${named(fit.redundant)}`] : []),
    ...(fit.status === "monotone likelihood"
      ? [`Separated: the likelihood rises without end in ${named(fit.infinite)}, whose hazard ratio is not estimable`]
      : []),
    ...(fit.status === "did not converge" ? [`The fit did not converge in ${fit.iterations} iterations`] : []),
  ];
}
