import { metaAnalysis as analyse, type MetaAnalysisOptions } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";

/** `meta-analysis`: `metafor::rma`. */
export const metaAnalysis: MethodRunner = (c, table) => {
  allowOptions(c, ["method", "test", "confLevel"]);
  const { method, test, confLevel } = c.options as MetaAnalysisOptions & { confLevel?: number };
  const { estimate, variance } = c.input as { estimate: string; variance: string };
  const answer = analyse(table.numbers(estimate), table.numbers(variance), {
    method,
    test,
    confidenceLevel: confLevel,
  });
  return {
    ...answer,
    stdErr: answer.standardError,
    df: answer.degreesOfFreedom,
    Q: answer.heterogeneity.q,
    Qdf: answer.heterogeneity.degreesOfFreedom,
    Qp: answer.heterogeneity.p,
    I2: answer.i2,
    H2: answer.h2,
  };
};
