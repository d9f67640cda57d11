export { type CoxContrast, coxContrast, coxLikelihoodRatioTest, coxWaldTest } from "./cox-contrast.js";
export { type CoxFirthFit, type CoxFirthOptions, coxFirth } from "./cox-firth.js";
export { type CoxFrailtyFit, type CoxFrailtyOptions, type CoxFrailtyRows, coxFrailty } from "./cox-frailty.js";
export { type CoxLassoFit, type CoxLassoOptions, coxLasso } from "./cox-lasso.js";
export type { Ties } from "./cox-likelihood.js";
export { type CoxPrediction, coxPredict } from "./cox-predict.js";
export { type CoxFit, type CoxOptions, type CoxTest, coxRegression } from "./cox-regression.js";
export {
  type CoxResiduals,
  coxResiduals,
  martingaleResiduals,
  type SchoenfeldResiduals,
  schoenfeldResiduals,
} from "./cox-residuals.js";
export { type CoxRidgeFit, type CoxRidgeOptions, coxRidge } from "./cox-ridge.js";
export type { CoxRows } from "./cox-rows.js";
export {
  baselineSurvival,
  type CovariatePath,
  type CoxSurvivalCurve,
  type CoxSurvivalOptions,
  coxSurvival,
  coxSurvivalAlongPath,
} from "./cox-survival.js";
export * from "./design-matrix.js";
export {
  type ProportionalHazardsTest,
  proportionalHazardsTest,
  type TimeTransform,
} from "./proportional-hazards.js";
export { restrictedCubicSpline, splineKnots } from "./restricted-cubic-spline.js";
export { partialLikelihoodOfSums, type RiskSums, riskSums } from "./risk-sums.js";
