import { coxFirth } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows, matrix } from "./cox.js";

/** `cox-firth`: Firth's penalised likelihood, `coxphf` or SAS PHREG. */
export const coxFirthOf: MethodRunner = (c, table) => {
  allowOptions(c, ["ties", "confLevel", "maxIter"]);
  const { ties, confLevel, maxIter } = c.options as {
    ties?: "efron" | "breslow";
    confLevel?: number;
    maxIter?: number;
  };
  const fit = coxFirth(coxRows(c, table), { ties, confidenceLevel: confLevel, maxIterations: maxIter });
  const { statistic, degreesOfFreedom, p } = fit.likelihoodRatio;
  return {
    n: fit.n,
    events: fit.events,
    terms: fit.columns,
    coef: fit.coefficients,
    se: fit.standardErrors,
    vcov: matrix(fit.covariance),
    hazardRatio: fit.hazardRatio,
    lower: fit.lower,
    upper: fit.upper,
    chisq: fit.tests.map((test) => test.statistic),
    p: fit.tests.map((test) => test.p),
    likelihoodRatio: { chisq: statistic, df: degreesOfFreedom, p },
    logLik: fit.logLikelihood,
  };
};
