export { type BrierScore, brierScore, integratedBrierScore } from "./brier-score.js";
export { type CensoringDistribution, censoringDistribution, ipcwWeights } from "./censoring-distribution.js";
export type { PredictionRows } from "./censoring-weights.js";
export {
  type Concordance,
  type ConcordanceOptions,
  type ConcordanceRows,
  concordance,
} from "./concordance.js";
export type { TimeWeight } from "./concordance-weights.js";
export { type RoystonD, roystonD } from "./royston-d.js";
export { type TimeDependentAuc, timeDependentAuc } from "./time-dependent-auc.js";
