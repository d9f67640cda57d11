export { type AnalysisOfVariance, analysisOfVariance } from "./analysis-of-variance.js";
export { type ChiSquaredTest, chiSquaredTest } from "./chi-squared-test.js";
export { clopperPearson } from "./clopper-pearson.js";
export {
  type Concordance,
  type ConcordanceOptions,
  type ConcordanceRows,
  concordance,
} from "./concordance.js";
export type { TimeWeight } from "./concordance-weights.js";
export { type ConfidenceType, confidenceLimits } from "./confidence-limits.js";
export type { Ties } from "./cox-likelihood.js";
export { type CoxFit, type CoxOptions, coxRegression } from "./cox-regression.js";
export type { CoxRows } from "./cox-rows.js";
export * from "./design-matrix.js";
export { betaQuantile } from "./distributions/beta.js";
export { chiSquaredUpper } from "./distributions/chi-squared.js";
export { fUpper } from "./distributions/f.js";
export { normalCdf, normalQuantile, normalTwoSided, normalUpper } from "./distributions/normal.js";
export { tQuantile, tTwoSided, tUpper } from "./distributions/student-t.js";
export { checkEventTable, type EventTable, eventTable } from "./event-table.js";
export { eventTimesOnly } from "./event-times.js";
export { type FisherTest, fisherExactTest } from "./fisher-exact-test.js";
export { kaplanMeier } from "./kaplan-meier.js";
export { kruskalWallis } from "./kruskal-wallis.js";
export { type LogRankOptions, type LogRankTest, logRank } from "./log-rank.js";
export { type ExactLogRankTest, logRankExact } from "./log-rank-exact.js";
export { type LogRankWeights, logRankWeighted, type WeightedLogRankTest } from "./log-rank-weighted.js";
export { nelsonAalen } from "./nelson-aalen.js";
export { type KnownHazard, type OneSampleLogRankTest, oneSampleLogRank } from "./one-sample-log-rank.js";
export {
  type ProportionalHazardsTest,
  proportionalHazardsTest,
  type TimeTransform,
} from "./proportional-hazards.js";
export { restrictedMean } from "./restricted-mean.js";
export { restrictedMeanDifference } from "./restricted-mean-difference.js";
export { reverseKaplanMeier } from "./reverse-kaplan-meier.js";
export { partialLikelihoodOfSums, type RiskSums, riskSums } from "./risk-sums.js";
export { standardisedMeanDifference } from "./standardised-mean-difference.js";
export { type SurvivalAtTime, survivalAt } from "./survival-at.js";
export { type CurveOptions, robustByDefault, type SurvivalCurve } from "./survival-curve.js";
export { type SurvivalInfluence, survivalInfluence } from "./survival-influence.js";
export { survivalQuantile } from "./survival-quantile.js";
export { checkSurvivalRows, codeCount, type SurvivalRows } from "./survival-rows.js";
export { studentTTest, type TTest, welchTTest } from "./t-test.js";
export { TIE_TOLERANCE, type TimeGrid, timeGrid } from "./time-grid.js";
export { type WilcoxonTest, wilcoxonRankSum } from "./wilcoxon-rank-sum.js";
