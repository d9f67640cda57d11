import { checkConfidenceLevel, checkMaxIterations } from "../likelihood/fit-options.js";
import { fitPenalised, type PenalisedFit } from "../likelihood/penalised-fit.js";
import { independentColumns } from "./cox-estimate.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { checkPenalisedTies } from "./cox-ridge.js";
import { type CoxRows, coxData } from "./cox-rows.js";
import { firthLikelihood } from "./firth-likelihood.js";

export interface CoxFirthOptions {
  /** Default breslow, as in coxphf and SAS. */
  ties?: "efron" | "breslow";
  confidenceLevel?: number;
  /** Default 500. */
  maxIterations?: number;
}

/** Arrays of length p, matrices p x p column-major; NaN for a redundant column. The limits are of the hazard ratio. */
export interface CoxFirthFit extends PenalisedFit {
  n: number;
  events: number;
  columns: string[];
  hazardRatio: Float64Array;
  confidenceLevel: number;
}

/**
 * Cox's model with Firth's penalty (Heinze & Schemper 2001, Biometrics 57:114, doi 10.1111/j.0006-341X.2001.00114.x): β maximises
 *
 *   l*(β) = l(β) + ½ log det I(β)
 *
 * which takes the first-order bias from the estimate and has a finite maximum where the likelihood is monotone. Intervals are
 * profile penalised-likelihood intervals, { b : 2 (l*(β̂) − max_{βⱼ = b} l*) <= χ²₁ }, p-values penalised likelihood ratio tests,
 * both with the determinant of the whole information. Agrees with `coxphf` and SAS PHREG's FIRTH where ties are Breslow's.
 *
 * There is no robust variance: the sandwich of a penalised score has no agreed form, so a `cluster` is refused. Without events
 * the coefficients are NaN. O((n + d) p²) a step, some hundred steps for the limits of a coefficient.
 *
 * @throws TypeError, RangeError as `coxData`; RangeError for exact ties, a cluster, more columns than rows or an option that
 *   cannot be
 */
export function coxFirth(rows: CoxRows, options: CoxFirthOptions = {}): CoxFirthFit {
  const { ties = "breslow", confidenceLevel = 0.95, maxIterations = 500 } = options;
  check(rows, ties, confidenceLevel, maxIterations);
  const data = coxData(rows);
  const { p, scale } = data;
  const kept = independentColumns(data, partialLikelihood(data, new Float64Array(p), ties));
  const likelihood = (beta: Float64Array) => firthLikelihood(data, beta, ties, kept);
  const { beta: _, ...fit } = fitPenalised({ likelihood, kept, scale, nuisance: 0 }, confidenceLevel, maxIterations);
  return {
    n: rows.time.length,
    events: rows.event.reduce((sum, value) => sum + value, 0),
    columns: [...rows.design.columns],
    hazardRatio: fit.coefficients.map(Math.exp),
    ...fit,
    confidenceLevel,
  };
}

function check({ design, cluster }: CoxRows, ties: string, confidenceLevel: number, maxIterations: number): void {
  checkPenalisedTies(ties);
  if (cluster) throw new RangeError("cluster is given; Firth's penalised likelihood has no robust variance");
  const { n, p } = design;
  if (n > 0 && p > n)
    throw new RangeError(
      `the design has ${p} columns and ${n} rows; it needs at least as many rows as columns: leave columns out, or use coxRidge`,
    );
  checkConfidenceLevel(confidenceLevel);
  checkMaxIterations(maxIterations);
}
