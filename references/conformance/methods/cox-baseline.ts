import {
  baselineSurvival,
  type ConfidenceType,
  type CoxFit,
  type CoxRows,
  type CoxSurvivalCurve,
  coxPredict,
  coxRegression,
  coxSurvival,
  coxSurvivalAlongPath,
  designMatrix,
  type Ties,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type Covariate, type MethodRunner } from "../case.js";
import { coxRows } from "./cox.js";

type NewRow = Record<string, number | string>;
type Types = 1 | 2 | undefined;

/** `cox-baseline`: R's `basehaz`, `survfit.coxph` and `predict.coxph`. */
export const coxBaseline: MethodRunner = (c, table) => {
  allowOptions(c, [
    "ties",
    "newdata",
    "stype",
    "ctype",
    "confType",
    "confLevel",
    "maxIter",
    "robust",
    "predictRows",
    "path",
    "maxRows",
  ]);
  const { ties, maxIter, robust, newdata, path, confLevel } = c.options as {
    ties?: Ties;
    maxIter?: number;
    robust?: boolean;
    newdata?: NewRow[];
    path?: NewRow[];
    confLevel?: number;
  };
  const rows = coxRows(c, table);
  const fit = coxRegression(rows, { ties, maxIterations: maxIter, robust });
  const options = {
    survivalType: c.options.stype as Types,
    hazardType: c.options.ctype as Types,
    confidenceType: (c.options.confType ?? "log") as ConfidenceType,
    confidenceLevel: confLevel ?? 0.95,
  };
  const labels = table.strata(c.input.strata as string | string[] | undefined).labels;
  const answer = (curve: CoxSurvivalCurve) => ({
    ...(c.input.strata !== undefined && { stratum: labels[curve.stratum] }),
    time: curve.time,
    nRisk: curve.atRisk,
    nEvent: curve.eventCount,
    nCensor: curve.censored,
    cumulativeHazard: curve.cumulativeHazard,
    survival: curve.survival,
    cumHazStdErr: curve.cumulativeHazardStandardError,
    stdErr: curve.cumulativeHazardStandardError.map((error, k) => error * curve.survival[k]),
    lower: curve.lower,
    upper: curve.upper,
  });
  // basehaz is at the mean of the offset, not at 0.
  const shift = rows.offset ? Math.exp(rows.offset.reduce((sum, value) => sum + value, 0) / table.n) : 1;
  return {
    terms: fit.columns,
    coef: fit.coefficients,
    baseline: baselineSurvival(rows, fit, options).map((curve) => ({
      ...answer(curve),
      cumulativeHazard: curve.cumulativeHazard.map((h) => h * shift),
    })),
    ...(newdata && { curves: patientCurves(c, table, rows, fit, newdata, options, labels, answer) }),
    ...(path && { curves: [{ ...answer(pathCurve(c, table, rows, fit, path, options, labels)), newdata: 0 }] }),
    predict: predictions(table, rows, fit),
  };
};

type Options = Parameters<typeof coxSurvival>[3];

function patientCurves(
  c: Case,
  table: CaseTable,
  rows: CoxRows,
  fit: CoxFit,
  newdata: NewRow[],
  options: Options,
  labels: string[],
  answer: (curve: CoxSurvivalCurve) => Record<string, unknown>,
) {
  const offset = offsetOf(c, newdata);
  return coxSurvival(rows, fit, newDesign(c, table, newdata), { ...options, offset })
    .filter(({ row, stratum }) => {
      // Where the new rows name their stratum, as in survfit, there is one curve each.
      const wanted = strataOf(c, newdata[row]);
      return wanted === undefined || wanted === labels[stratum];
    })
    .map((curve) => ({ newdata: curve.row, ...answer(curve) }));
}

function pathCurve(
  c: Case,
  table: CaseTable,
  rows: CoxRows,
  fit: CoxFit,
  path: NewRow[],
  options: Options,
  labels: string[],
): CoxSurvivalCurve {
  const end = (names: string[]) =>
    Float64Array.from(path, (row) => Number(names.map((name) => row[name]).find((value) => value !== undefined)));
  const strata = path.map((row) => Math.max(0, labels.indexOf(strataOf(c, row) ?? labels[0])));
  return coxSurvivalAlongPath(
    rows,
    fit,
    {
      entry: end([String(c.input.entry), "start", "entry", "tstart"]),
      time: end([String(c.input.time), "stop", "time", "tstop", "end"]),
      design: newDesign(c, table, path),
      strata: Int32Array.from(strata),
      offset: offsetOf(c, path),
    },
    options,
  );
}

function newDesign(c: Case, table: CaseTable, rows: NewRow[]) {
  return designMatrix(rows.length, table.newTerms(rows, c.input.covariates as Covariate[] | undefined));
}

function offsetOf({ input }: Case, rows: NewRow[]): Float64Array | undefined {
  return input.offset === undefined
    ? undefined
    : Float64Array.from(rows, (row) => Number(row[String(input.offset)] ?? 0));
}

function strataOf({ input }: Case, row: NewRow): string | undefined {
  const names = [input.strata ?? []].flat() as string[];
  return names.length > 0 && names.every((name) => name in row) ? names.map((name) => row[name]).join("/") : undefined;
}

function predictions(table: CaseTable, rows: CoxRows, fit: CoxFit) {
  const { linearPredictor, standardError, expected } = coxPredict(rows, fit);
  return { rows: table.rows, linearPredictor, linearPredictorStdErr: standardError, expected };
}
