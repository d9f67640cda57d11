import {
  type AftDistribution,
  type AftRows,
  acceleratedFailureTime,
  aftQuantiles,
  designMatrix,
  type IntervalRows,
  leftCensored,
  rightCensored,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type Covariate, type MethodRunner } from "../case.js";
import { codesOf, matrix } from "./cox.js";

interface AftCaseOptions {
  distribution?: AftDistribution;
  scale?: number;
  parms?: number;
  censoring?: "right" | "left" | "interval2";
  confLevel?: number;
  robust?: boolean;
  maxIter?: number;
  newdata?: Record<string, number | string>[];
  quantiles?: number[];
}

/** `aft`: R's `survreg`. */
export const aft: MethodRunner = (c, table) => {
  allowOptions(c, [
    "distribution",
    "scale",
    "parms",
    "censoring",
    "confLevel",
    "robust",
    "maxIter",
    "newdata",
    "quantiles",
  ]);
  const options = c.options as AftCaseOptions;
  const { strata, cluster, weights, offset, covariates } = c.input as Record<string, string | undefined>;
  const numbers = (name: string | undefined) => (name === undefined ? undefined : table.numbers(name));
  const { codes: stratum, labels } = table.strata(strata);
  const rows: AftRows = {
    ...intervalRows(c, table),
    design: designMatrix(table.n, table.terms(covariates as Covariate[] | undefined)),
    weights: numbers(weights),
    offset: numbers(offset),
    strata: strata === undefined ? undefined : stratum,
    cluster: codesOf(table, cluster),
  };
  const fit = acceleratedFailureTime(rows, {
    distribution: options.distribution,
    scale: options.scale,
    degreesOfFreedom: options.parms,
    robust: options.robust,
    confidenceLevel: options.confLevel,
    maxIterations: options.maxIter,
  });
  const scaleTerms = labels.length > 1 ? labels.map((label) => `log(scale)[${label}]`) : ["log(scale)"];
  return {
    n: fit.n,
    terms: fit.columns,
    coef: fit.coefficients,
    se: fit.standardErrors,
    z: fit.z,
    p: fit.p,
    lower: fit.lower,
    upper: fit.upper,
    scale: labels.length > 1 ? Object.fromEntries(labels.map((label, s) => [label, fit.scale[s]])) : fit.scale[0],
    vcovTerms: fit.scaleFixed ? fit.columns : [...fit.columns, ...scaleTerms],
    vcov: matrix(fit.covariance),
    naiveVcov: fit.naiveCovariance && matrix(fit.naiveCovariance),
    logLik: fit.logLikelihood,
    likelihoodRatio: {
      chisq: fit.likelihoodRatio.statistic,
      df: fit.likelihoodRatio.degreesOfFreedom,
      p: fit.likelihoodRatio.p,
    },
    infinite: fit.infinite,
    ...(options.newdata && options.quantiles ? quantiles(c, table, fit, options, labels) : {}),
  };
};

/** The rows of a case whose events are right-, left- or interval-censored. */
export function intervalRows(c: Case, table: CaseTable): IntervalRows {
  const { time, time2 } = c.input as { time: string; time2?: string };
  switch (c.options.censoring ?? (time2 === undefined ? "right" : "interval2")) {
    case "right":
      return rightCensored(table.numbers(time), table.events(c));
    case "left":
      return leftCensored(table.numbers(time), table.events(c));
    case "interval2":
      if (time2 === undefined) throw new RangeError("interval2 needs a column time2, the intervals' ends");
      return { lower: table.numbers(time), upper: table.numbers(time2) };
    default:
      throw new RangeError(`censoring is “${c.options.censoring}”; allowed are right, left, interval2`);
  }
}

function quantiles(
  c: Case,
  table: CaseTable,
  fit: ReturnType<typeof acceleratedFailureTime>,
  { newdata = [], quantiles: p = [] }: AftCaseOptions,
  labels: string[],
) {
  const design = designMatrix(newdata.length, table.newTerms(newdata, c.input.covariates as Covariate[] | undefined));
  const names = [c.input.strata ?? []].flat() as string[];
  const strata = newdata.map((row) => {
    const label = names.map((name) => String(row[name])).join("/");
    return names.length === 0 ? 0 : labels.indexOf(label);
  });
  const found = aftQuantiles(fit, design, p, { strata: Int32Array.from(strata) });
  const rows = (values: Float64Array) => newdata.map((_, r) => values.slice(r * p.length, (r + 1) * p.length));
  return {
    quantiles: { p, estimate: rows(found.time), stdErr: rows(found.standardError), se: rows(found.standardError) },
    logQuantiles: {
      p,
      estimate: rows(found.linear),
      stdErr: rows(found.linearStandardError),
      se: rows(found.linearStandardError),
    },
  };
}
