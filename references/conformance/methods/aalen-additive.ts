import { aalenAdditive as estimate } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows } from "./cox.js";

/** `aalen-additive`: `survival::aareg`. */
export const aalenAdditive: MethodRunner = (c, table) => {
  allowOptions(c, ["nmin"]);
  const fit = estimate(coxRows(c, table), { minimumAtRisk: c.options.nmin as number | undefined });
  const d = fit.time.length;
  const byEvent = (values: Float64Array) =>
    Array.from({ length: d }, (_, k) => fit.columns.map((_column, j) => values[j * d + k]));
  return {
    n: table.n,
    terms: fit.columns,
    time: fit.time,
    row: Array.from(fit.row, (i) => table.rows[i]),
    nRisk: fit.atRisk,
    increments: byEvent(fit.increments),
    cumulative: byEvent(fit.cumulative),
    testStatistic: fit.tests.map(({ statistic }) => statistic),
    testVariance: fit.tests.map(({ variance }) => variance),
    z: fit.tests.map(({ z }) => z),
    p: fit.tests.map(({ p }) => p),
    chisq: fit.global.chiSquared,
    df: fit.global.degreesOfFreedom,
  };
};
