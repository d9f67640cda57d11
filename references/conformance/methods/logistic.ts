import { designMatrix, logisticFirth, logisticRegression } from "@seriatim/stats";
import { allowOptions, type Covariate, type MethodRunner } from "../case.js";
import { codesOf, matrix } from "./cox.js";

/** `logistic`: `glm(family = binomial)`, with `firth` what `logistf` gives. */
export const logistic: MethodRunner = (c, table) => {
  allowOptions(c, ["confLevel", "robust", "firth"]);
  const { confLevel, robust, firth } = c.options as { confLevel?: number; robust?: boolean; firth?: boolean };
  const { input } = c;
  const rows = {
    outcome: table.events(c),
    design: designMatrix(table.n, table.terms(input.covariates as Covariate[] | undefined)),
    weights: input.weights === undefined ? undefined : table.numbers(input.weights as string),
    offset: input.offset === undefined ? undefined : table.numbers(input.offset as string),
    cluster: codesOf(table, input.cluster),
  };
  if (firth) {
    const fit = logisticFirth(rows, { confidenceLevel: confLevel });
    return {
      ...common(fit),
      chisq: fit.tests.map(({ statistic }) => statistic),
      p: fit.tests.map(({ p }) => p),
      likelihoodRatio: testOf(fit.likelihoodRatio),
    };
  }
  const fit = logisticRegression(rows, { confidenceLevel: confLevel, robust });
  return {
    ...common(fit),
    z: fit.z,
    p: fit.p,
    vcov: matrix(fit.covariance),
    naiveVcov: fit.naive && matrix(fit.naive.covariance),
    infinite: fit.infinite,
    likelihoodRatio: testOf(fit.tests.likelihoodRatio),
  };
};

type Fit = ReturnType<typeof logisticRegression> | ReturnType<typeof logisticFirth>;

function common({ n, events, columns, coefficients, standardErrors, oddsRatio, lower, upper, logLikelihood }: Fit) {
  const logLik = logLikelihood;
  return { n, events, terms: columns, coef: coefficients, se: standardErrors, oddsRatio, lower, upper, logLik };
}

function testOf({ statistic, degreesOfFreedom, p }: { statistic: number; degreesOfFreedom: number; p: number }) {
  return { chisq: statistic, df: degreesOfFreedom, p };
}
