import { type CoxFit, type CoxRows, coxRegression, designMatrix, type Ties } from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type Covariate, type MethodRunner } from "../case.js";

/** `cox`: R's `coxph`. */
export const cox: MethodRunner = (c, table) => {
  allowOptions(c, ["ties", "confLevel", "robust", "monotone", "maxIter"]);
  const { ties, confLevel, robust, maxIter } = c.options as {
    ties?: Ties;
    confLevel?: number;
    robust?: boolean;
    maxIter?: number;
  };
  const fit = coxRegression(coxRows(c, table), {
    ties,
    confidenceLevel: confLevel,
    robust,
    maxIterations: maxIter,
  });
  return coxAnswer(fit);
};

/** What the format expects of a fit. */
export function coxAnswer(fit: CoxFit) {
  return {
    n: fit.n,
    events: fit.events,
    terms: fit.columns,
    coef: fit.coefficients,
    se: fit.standardErrors,
    z: fit.z,
    p: fit.p,
    hazardRatio: fit.hazardRatio,
    lower: fit.lower,
    upper: fit.upper,
    vcov: matrix(fit.covariance),
    naiveSe: fit.naive?.standardErrors,
    naiveVcov: fit.naive && matrix(fit.naive.covariance),
    infinite: fit.infinite,
    finiteCoef: fit.coefficients.filter((_, j) => !fit.infinite[j]),
    logLik: fit.logLikelihood,
    tests: testsOf(fit),
    robustScore: fit.robustScore && chiSquared(fit.robustScore),
    concordance: fit.concordance.concordance,
    concordanceStdErr: fit.concordance.standardError,
  };
}

/** The rows of a case of one of the Cox methods. */
export function coxRows(c: Case, table: CaseTable): CoxRows {
  const { input } = c;
  if (table.n === 0) throw new RangeError(`${c.method} needs rows; every row of the table lacks a value`);
  const text = (part: string) => input[part] as string | undefined;
  const numbers = (name: string | undefined) => (name === undefined ? undefined : table.numbers(name));
  return {
    time: table.numbers(input.time as string),
    event: table.events(c),
    entry: numbers(text("entry")),
    weights: numbers(text("weights")),
    offset: numbers(text("offset")),
    strata: codesOf(table, input.strata),
    cluster: codesOf(table, input.cluster),
    id: codesOf(table, input.id),
    design: designMatrix(table.n, table.terms(input.covariates as Covariate[] | undefined)),
  };
}

export function codesOf(table: CaseTable, columns: unknown): Int32Array | undefined {
  return columns === undefined ? undefined : table.codes(columns as string | string[]).codes;
}

function testsOf({ tests, robustScore }: CoxFit) {
  return {
    likelihoodRatio: chiSquared(tests.likelihoodRatio),
    wald: chiSquared(tests.wald),
    score: chiSquared(tests.score),
    robustScore: robustScore && chiSquared(robustScore),
  };
}

function chiSquared({ statistic, degreesOfFreedom, p }: CoxFit["tests"]["score"]) {
  return { chisq: statistic, df: degreesOfFreedom, p };
}

export function matrix(values: Float64Array): number[][] {
  const p = Math.sqrt(values.length);
  return Array.from({ length: p }, (_, i) => Array.from({ length: p }, (_, j) => values[j * p + i]));
}
