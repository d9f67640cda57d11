import {
  type CoxFit,
  type CoxRows,
  chiSquaredUpper,
  coxRegression,
  designMatrix,
  proportionalHazardsTest,
} from "@seriatim/stats";
import type { Factor } from "../factor.js";
import type { Grouping } from "../grouping.js";
import { estimated, intervalOf, type RowContext, resultRow } from "../result-row.js";
import type { Estimate, Result } from "../results.js";
import type { Sample } from "../sample.js";
import type { FactorsDefinition, Study } from "../study.js";
import { studyError } from "../study-error.js";
import { counted } from "../wording.js";
import { hasManyLevels, type Term, termOf } from "./cox-term.js";

/** One Cox model: its factors, and the rows that have a value in each. */
export interface CoxModel {
  kind: "univariable" | "multivariable";
  factors: readonly Factor[];
  /** Of each factor in the study file, for errors. */
  paths: readonly string[];
  sample: Sample;
  strata: Grouping;
}

/**
 * The results of one Cox model: hazard ratios by level, Wald and likelihood-ratio tests, concordance, proportional hazards.
 *
 * @throws StudyError where a factor has fewer than two levels or values, nobody has the reference level, or there are
 * more coefficients than rows
 */
export function coxModelResults(
  definition: FactorsDefinition,
  model: CoxModel,
  study: Study,
): { results: Result[]; notes: string[] } {
  const { kind, sample, factors } = model;
  const { ties, confidence } = definition;
  const terms = factors.map((factor, k) =>
    termOf(factor, sample, { study, path: model.paths[k], cohort: definition.cohort }),
  );
  const rows = coxRows(model, terms, ties);
  if (rows.design.p > sample.members.length)
    throw studyError(
      study,
      `${definition.path}.${kind}`,
      `the ${kind} model has ${rows.design.p} coefficients, but only ${counted(sample.members.length, "row")}; leave factors out`,
    );
  const fit = coxRegression(rows, { ties, confidenceLevel: confidence.level });
  const context: RowContext = {
    analysis: definition.id,
    cohort: definition.cohort,
    group: {},
    model: kind,
    n: sample.members.length,
    events: sample.events,
  };
  const about = kind === "univariable" ? { ...context, factor: factors[0].id } : context;
  const hazards = proportionalHazardsTest(rows, fit);
  return {
    results: [
      ...terms.flatMap((term, k) => [
        ...ratiosOf(context, term, rows.design.terms[k].first, fit),
        ...(hasManyLevels(term) && !rows.cluster
          ? [likelihoodRatio(context, term, terms, fit, model, definition)]
          : []),
        proportionality(context, term.factor, hazards.terms.find(({ name }) => name === term.factor.id)?.p, fit),
      ]),
      ...(kind === "multivariable"
        ? [
            resultRow(context, {
              name: "proportionalHazards",
              test: phTest,
              estimate: estimated(hazards.global.p, notTested(fit)),
            }),
            wholeModel(context, rows, fit),
          ]
        : []),
      resultRow(about, {
        name: "concordance",
        estimate: estimated(fit.concordance.concordance, "no pair of rows to compare"),
        unit: "probability",
      }),
    ],
    notes: notesOf(terms, rows, fit, kind),
  };
}

const phTest = "Grambsch–Therneau";

/** The rows of a model with the columns of its terms, as `coxRegression` takes them. */
export function coxRows(
  { sample, strata }: Pick<CoxModel, "sample" | "strata">,
  terms: readonly Pick<Term, "term">[],
  ties: FactorsDefinition["ties"],
): CoxRows {
  const { time, event, entry, cluster, members } = sample;
  return {
    time,
    event,
    ...(entry ? { entry } : {}),
    ...(strata.groups.length > 1 ? { strata: strata.codes } : {}),
    // The sandwich is not defined for the exact likelihood.
    ...(cluster && ties !== "exact" ? { cluster } : {}),
    design: designMatrix(
      members.length,
      terms.map(({ term }) => term),
    ),
  };
}

function ratiosOf(context: RowContext, { factor, levels, term }: Term, first: number, fit: CoxFit): Result[] {
  const about = { ...context, factor: factor.id };
  if (term.type !== "factor")
    return columnResults(
      about,
      first,
      undefined,
      fit,
      factor.per === 1 ? [] : [`per ${factor.per}${factor.unit === undefined ? "" : ` ${factor.unit}`}`],
    );
  let column = first;
  return levels.flatMap(({ id, n, events }) => {
    const own = { ...about, n, events };
    if (id === factor.reference)
      return [
        resultRow(own, { name: "hazardRatio", level: id, estimate: { value: 1 }, unit: "ratio", notes: ["reference"] }),
      ];
    if (n === 0)
      return [resultRow(own, { name: "hazardRatio", level: id, estimate: { notEstimable: "no rows" }, unit: "ratio" })];
    return columnResults(own, column++, { id, events, n }, fit, []);
  });
}

function columnResults(
  context: RowContext,
  j: number,
  level: { id: string; events: number; n: number } | undefined,
  fit: CoxFit,
  notes: string[],
): Result[] {
  const about = level === undefined ? {} : { level: level.id };
  const why = whyNot(fit, j, level);
  const estimate: Estimate = why === undefined ? estimated(fit.hazardRatio[j], "not defined") : { notEstimable: why };
  const said = why !== undefined && fit.infinite[j] ? [...notes, "monotone likelihood"] : notes;
  return [
    resultRow(context, {
      name: "hazardRatio",
      ...about,
      estimate,
      ...(why === undefined
        ? { interval: intervalOf(fit.lower[j], fit.upper[j], fit.confidenceLevel, fit.naive ? "robust Wald" : "Wald") }
        : {}),
      unit: "ratio",
      notes: said,
    }),
    resultRow(context, {
      name: "pValue",
      ...about,
      test: "Wald",
      estimate: why === undefined ? estimated(fit.p[j], "not defined") : { notEstimable: why },
      notes: said,
    }),
  ];
}

/** In words, why a coefficient has no value; undefined where it has one. */
function whyNot(
  fit: CoxFit,
  j: number,
  level: { id: string; events: number; n: number } | undefined,
): string | undefined {
  if (fit.events === 0) return "no events";
  if (fit.status === "did not converge") return "the fit did not converge";
  if (fit.redundant[j])
    return fit.columns.length === 1
      ? "it does not vary among the rows at risk when an event happened"
      : "determined by the factors before it";
  if (!fit.infinite[j]) return undefined;
  if (level?.events === 0) return `none of the ${counted(level.n, "row")} had the event`;
  return "it separates the rows with the event from those without";
}

function notTested(fit: Pick<CoxFit, "events" | "infinite">): string {
  if (fit.events === 0) return "no events";
  return fit.infinite.some(Boolean) ? "the likelihood has no maximum" : "no degrees of freedom";
}

function proportionality(context: RowContext, { id }: Factor, p: number | undefined, fit: CoxFit): Result {
  return resultRow(
    { ...context, factor: id },
    { name: "proportionalHazards", test: phTest, estimate: estimated(p ?? Number.NaN, notTested(fit)) },
  );
}

/** All factors together: by the likelihood ratio, or where that does not hold, with clusters, by Wald's test with robust errors. */
function wholeModel(context: RowContext, { cluster }: CoxRows, { tests, ...fit }: CoxFit): Result {
  const { test, p } = cluster
    ? { test: "Wald", p: tests.wald.p }
    : { test: "likelihood ratio", p: tests.likelihoodRatio.p };
  return resultRow(context, { name: "pValue", test, estimate: estimated(p, notTested(fit)) });
}

/** The factor as a whole: the model against the one without it, on the same rows. */
function likelihoodRatio(
  context: RowContext,
  { factor }: Term,
  terms: readonly Term[],
  fit: CoxFit,
  model: CoxModel,
  { ties }: FactorsDefinition,
): Result {
  const others = terms.filter((term) => term.factor !== factor);
  const without = coxRegression(coxRows(model, others, ties), { ties });
  const degreesOfFreedom = columnsOf(fit) - columnsOf(without);
  const statistic = Math.max(0, 2 * (fit.logLikelihood.fitted - without.logLikelihood.fitted));
  const p = fit.events === 0 || degreesOfFreedom === 0 ? Number.NaN : chiSquaredUpper(statistic, degreesOfFreedom);
  return resultRow(
    { ...context, factor: factor.id },
    { name: "pValue", test: "likelihood ratio", estimate: estimated(p, notTested(fit)) },
  );
}

function columnsOf({ redundant }: CoxFit): number {
  return redundant.filter((isRedundant) => !isRedundant).length;
}

function notesOf(terms: readonly Term[], rows: CoxRows, fit: CoxFit, kind: CoxModel["kind"]): string[] {
  const where =
    kind === "multivariable" ? "the multivariable model" : `the univariable model of ${terms[0].factor.label}`;
  return [
    ...(fit.status === "monotone likelihood"
      ? [`Monotone likelihood in ${where}: ${rows.design.columns.filter((_, j) => fit.infinite[j]).join(", ")}`]
      : []),
    ...(fit.status === "did not converge" ? [`The fit of ${where} did not converge`] : []),
    ...(rows.cluster && (kind === "multivariable" || terms.some(hasManyLevels))
      ? ["No likelihood-ratio tests: they would treat the rows of a patient as independent"]
      : []),
  ];
}
