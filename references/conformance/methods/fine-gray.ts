import { designMatrix, fineGray as estimate, fineGrayIncidence, fineGrayWeights as weights } from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type Covariate, type MethodRunner } from "../case.js";
import { codesOf, matrix } from "./cox.js";
import { causeCodes } from "./prediction.js";

interface FineGrayCaseOptions {
  cause?: number | string;
  estimator?: "crr" | "weighted-cox";
  ties?: "efron" | "breslow";
  confLevel?: number;
  maxIter?: number;
  newdata?: Record<string, number | string>[];
  atTimes?: number[];
}

/** `fine-gray`: `cmprsk::crr`, or `finegray` and `coxph`. */
export const fineGray: MethodRunner = (c, table) => {
  allowOptions(c, ["cause", "estimator", "ties", "confLevel", "maxIter", "newdata", "atTimes"]);
  const { estimator, ties, confLevel, maxIter, newdata, atTimes = [] } = c.options as FineGrayCaseOptions;
  const { rows, cause } = competingRows(c, table);
  const covariates = c.input.covariates as Covariate[] | undefined;
  const found = estimate(
    {
      ...rows,
      design: designMatrix(table.n, table.terms(covariates)),
      censorGroup: codesOf(table, c.input.censorGroup),
      strata: codesOf(table, c.input.strata),
    },
    { cause, estimator, ties, confidenceLevel: confLevel, maxIterations: maxIter },
  );
  const predicted =
    newdata && fineGrayIncidence(found, designMatrix(newdata.length, table.newTerms(newdata, covariates)), atTimes);
  return {
    n: found.n,
    events: found.events,
    terms: found.columns,
    coef: found.coefficients,
    se: found.standardErrors,
    z: found.z,
    p: found.p,
    hazardRatio: found.hazardRatio,
    lower: found.lower,
    upper: found.upper,
    vcov: matrix(found.covariance),
    naiveVcov: matrix(found.naiveCovariance),
    logLik: found.logLikelihood,
    likelihoodRatio: {
      chisq: found.likelihoodRatio.statistic,
      df: found.likelihoodRatio.degreesOfFreedom,
      p: found.likelihoodRatio.p,
    },
    ...(predicted && {
      predict: {
        time: atTimes,
        cumulativeIncidence: newdata.map((_, r) => predicted.slice(r * atTimes.length, (r + 1) * atTimes.length)),
      },
    }),
  };
};

/** `fine-gray-weights`: `survival::finegray`. */
export const fineGrayWeights: MethodRunner = (c, table) => {
  allowOptions(c, ["cause"]);
  const { rows, cause } = competingRows(c, table);
  const entry = c.input.entry === undefined ? undefined : table.numbers(c.input.entry as string);
  const found = weights({ ...rows, strata: codesOf(table, c.input.strata ?? c.input.censorGroup) }, { cause, entry });
  const id = c.input.id === undefined ? undefined : table.column(c.input.id as string);
  return {
    id: Array.from(found.row, (i) => (id ? id[i] : table.rows[i])),
    row: Array.from(found.row, (i) => table.rows[i]),
    start: found.start,
    stop: found.stop,
    event: found.event,
    status: found.event,
    weight: found.weight,
  };
};

function competingRows(c: Case, table: CaseTable) {
  const { input } = c;
  const { cause } = c.options as FineGrayCaseOptions;
  const { codes, labels } = causeCodes(table.column(input.event as string), String(input.censorCode ?? 0));
  const wanted = cause === undefined ? 1 : labels.indexOf(String(cause)) + 1;
  if (wanted === 0) throw new RangeError(`cause is ${cause}; the table has ${labels.join(", ")}`);
  return { rows: { time: table.numbers(input.time as string), event: codes }, cause: wanted };
}
