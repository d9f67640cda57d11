import { coxFrailty, coxLasso, coxRidge } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows, matrix } from "./cox.js";

/** `cox-ridge`: R's `coxph` with `ridge()`. */
export const coxRidgeOf: MethodRunner = (c, table) => {
  allowOptions(c, ["theta", "scale", "ties", "maxIter"]);
  const { theta, scale, ties, maxIter } = c.options as {
    theta: number;
    scale?: boolean;
    ties?: "efron" | "breslow";
    maxIter?: number;
  };
  const fit = coxRidge(coxRows(c, table), { theta, scale, ties, maxIterations: maxIter });
  return {
    n: fit.n,
    events: fit.events,
    terms: fit.columns,
    coef: fit.coefficients,
    se: fit.standardErrors,
    se2: fit.standardErrors2,
    z: fit.z,
    p: fit.p,
    vcov: matrix(fit.covariance),
    df: fit.degreesOfFreedom,
    penalty: fit.penalty,
    logLik: fit.logLikelihood,
  };
};

/** `cox-frailty`: R's `coxph` with `frailty(distribution = "gamma")`. */
export const coxFrailtyOf: MethodRunner = (c, table) => {
  allowOptions(c, ["theta", "ties", "maxIter"]);
  const { theta, ties, maxIter } = c.options as { theta?: number; ties?: "efron" | "breslow"; maxIter?: number };
  const { codes, labels } = table.codes(c.input.id as string);
  // The format's `id` are those who share a frailty; their rows may overlap.
  const { id: _, ...rows } = coxRows(c, table);
  const fit = coxFrailty({ ...rows, group: codes }, { theta, ties, maxIterations: maxIter });
  return {
    n: fit.n,
    events: fit.events,
    terms: fit.columns,
    coef: fit.coefficients,
    se: fit.standardErrors,
    z: fit.z,
    p: fit.p,
    hazardRatio: fit.hazardRatio,
    vcov: matrix(fit.covariance),
    theta: fit.theta,
    frailties: { id: labels.map((label) => Object.values(label)[0]), logFrailty: fit.logFrailty },
    // What the format calls penalized is coxph's second log likelihood: that of the fit, without the penalty.
    logLik: { ...fit.logLikelihood, penalized: fit.logLikelihood.fitted },
  };
};

/** `cox-lasso`: `glmnet(family = "cox")`. */
export const coxLassoOf: MethodRunner = (c, table) => {
  allowOptions(c, ["lambda", "alpha", "standardize"]);
  const { lambda, alpha, standardize } = c.options as {
    lambda?: number | number[];
    alpha?: number;
    standardize?: boolean;
  };
  const rows = coxRows(c, table);
  const fits = coxLasso(rows, { lambda: lambda === undefined ? undefined : [lambda].flat(), alpha, standardize });
  return {
    n: rows.time.length,
    events: rows.event.reduce((sum, value) => sum + value, 0),
    terms: rows.design.columns,
    lambda: fits.map((fit) => fit.lambda),
    coef: fits.map((fit) => fit.coefficients),
    nonzero: fits.map((fit) => fit.nonzero),
    logLik: fits.map((fit) => fit.logLikelihood),
  };
};
