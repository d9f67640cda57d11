import { coxRegression, coxResiduals, schoenfeldResiduals, type Ties } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows } from "./cox.js";

/** `cox-residuals`: R's `residuals.coxph`. */
export const coxResidualsOf: MethodRunner = (c, table) => {
  allowOptions(c, ["types", "ties", "maxIter", "robust", "collapse"]);
  const { ties, maxIter, robust, collapse } = c.options as {
    ties?: Ties;
    maxIter?: number;
    robust?: boolean;
    collapse?: string;
  };
  const rows = coxRows(c, table);
  const fit = coxRegression(rows, { ties, maxIterations: maxIter, robust });
  const summed = collapse === undefined ? undefined : table.codes(collapse);
  const found = coxResiduals(rows, fit, { collapse: summed?.codes });
  const p = fit.columns.length;
  const schoenfeld = schoenfeldResiduals(rows, fit);
  // The events that the case lists, or all of them, in the format's order.
  const position = Array.from(schoenfeld.row, (i) => table.rows[i]);
  const listed = (c.expected.schoenfeldRows as number[] | undefined)?.map((row) => position.indexOf(row));
  const places = listed ?? position.map((_, k) => k);
  const events = (values: Float64Array) => places.map((k) => columnsAt(values, k, p));
  return {
    terms: fit.columns,
    coef: fit.coefficients,
    rows: summed ? summed.labels.map((label) => Object.values(label)[0]) : table.rows,
    martingale: found.martingale,
    deviance: found.deviance,
    score: byRow(found.score, p),
    dfbeta: byRow(found.dfbeta, p),
    dfbetas: byRow(found.dfbetas, p),
    schoenfeldRows: places.map((k) => position[k]),
    schoenfeldTimes: places.map((k) => schoenfeld.time[k]),
    schoenfeld: events(schoenfeld.residuals),
    scaledSchoenfeld: events(schoenfeld.scaled),
  };
};

/** A column-major matrix of p columns by row. */
function byRow(values: Float64Array, p: number): number[][] {
  return Array.from({ length: p === 0 ? 0 : values.length / p }, (_, i) => columnsAt(values, i, p));
}

function columnsAt(values: Float64Array, i: number, p: number): number[] {
  return Array.from({ length: p }, (_, j) => values[(j * values.length) / p + i]);
}
