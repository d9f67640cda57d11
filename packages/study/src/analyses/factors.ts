import type { Endpoint } from "../endpoint.js";
import { type Exclusion, sift } from "../exclusion.js";
import type { Factor } from "../factor.js";
import { groupBy } from "../grouping.js";
import { missingFactor, notesOnCompleted, notesOnRepeats, type Sample, subsample, takeSample } from "../sample.js";
import type { FactorsDefinition } from "../study.js";
import { cohortWithRows, endpointOf, factorsOf, groupingFactors, type Outcome, type StudyRun } from "../study-run.js";
import { listed } from "../wording.js";
import { type CoxModel, coxModelResults } from "./cox-model.js";
import { intervals, timeConvention } from "./survival-conventions.js";

/**
 * Predictive factors by Cox regression, each alone (univariable) and some together (multivariable). Each model has the rows
 * with a value in each of its factors; who is left out of which is counted. Where patients have several rows, standard
 * errors are robust, clustered by patient.
 */
export function factors(definition: FactorsDefinition, run: StudyRun): Outcome {
  const { path, ties } = definition;
  const cohort = cohortWithRows(run, definition);
  const endpoint = endpointOf(run, cohort, definition);
  const univariable = factorsOf(run, cohort, definition.univariable, `${path}.univariable`);
  const multivariable = factorsOf(run, cohort, definition.multivariable, `${path}.multivariable`);
  const strata = groupingFactors(run, cohort, definition.strata, `${path}.strata`);
  const { sample, excluded, notes } = takeSample(cohort, endpoint, strata, { study: run.study, at: path });
  const models = [
    ...univariable.map((factor, i) => ({ kind: "univariable" as const, factors: [factor], first: i })),
    ...(multivariable.length === 0 ? [] : [{ kind: "multivariable" as const, factors: multivariable, first: 0 }]),
  ].map(({ kind, factors: terms, first }) => {
    const { rows, leftOut } = completeRows(sample, terms, kind);
    const model: CoxModel = {
      kind,
      factors: terms,
      paths: terms.map((_, i) => `${path}.${kind}[${first + i}]`),
      sample: rows,
      strata: groupBy(rows.members, strata),
    };
    return { model, leftOut };
  });
  const fitted = models.map(({ model }) => coxModelResults(definition, model, run.study));
  const isRobust = sample.cluster !== undefined && ties !== "exact";
  return {
    results: fitted.flatMap(({ results }) => results),
    conventions: conventionsOf(definition, endpoint, strata, isRobust),
    groups: [{ group: {}, members: sample.members }],
    excluded: [...excluded, ...models.flatMap(({ leftOut }) => leftOut)],
    notes: [
      ...notes,
      ...notesOnCompleted(sample.members, [
        ...new Map([...univariable, ...multivariable].map((factor) => [factor.id, factor])).values(),
      ]),
      ...notesOnRepeats(
        sample,
        isRobust ? "standard errors are robust, clustered by patient" : "treated as independent",
      ),
      ...new Set(fitted.flatMap((one) => one.notes)),
    ],
  };
}

/** The rows of a sample that have a value in each factor, and who is left out for it. */
export function completeRows(
  sample: Sample,
  terms: readonly Factor[],
  kind: CoxModel["kind"],
): { rows: Sample; leftOut: Exclusion[] } {
  const { kept, excluded } = sift(sample.members, (member) => missingFactor(member, terms));
  const where = kind === "multivariable" ? "the multivariable model" : `the univariable model of ${terms[0].label}`;
  const keep = new Set(kept);
  const places = sample.members.flatMap((member, i) => (keep.has(member) ? [i] : []));
  return {
    rows: subsample(sample, places),
    leftOut: excluded.map((one) => ({ ...one, reason: `${one.reason} (left out of ${where} only)` })),
  };
}

function conventionsOf(
  { confidence, ties }: FactorsDefinition,
  endpoint: Endpoint,
  strata: readonly Factor[],
  isRobust: boolean,
): string[] {
  const tied = {
    efron: "Efron's approximation",
    breslow: "Breslow's approximation",
    exact: "the exact discrete likelihood",
  }[ties];
  return [
    `Hazard ratios by Cox regression, ties by ${tied}${strata.length > 0 ? `, stratified by ${listed(strata.map(({ label }) => label))}` : ""}; ${intervals(confidence)} and p-values by Wald's test${isRobust ? " with robust standard errors" : ""}.`,
    ...(isRobust ? [] : ["Factors of more than two levels also by the likelihood-ratio test."]),
    "Proportional hazards by the score test of Grambsch and Therneau against 1 − S(t−).",
    "A hazard ratio whose likelihood has no maximum is not estimable; the others of its model are those of the limit.",
    timeConvention(endpoint),
  ];
}
