import type { MethodRunner } from "./case.js";
import { aalenAdditive } from "./methods/aalen-additive.js";
import { aalenJohansen } from "./methods/aalen-johansen.js";
import { aft } from "./methods/aft.js";
import { concordance } from "./methods/concordance.js";
import { cox } from "./methods/cox.js";
import { coxBaseline } from "./methods/cox-baseline.js";
import { coxFirthOf } from "./methods/cox-firth.js";
import { coxFrailtyOf, coxLassoOf, coxRidgeOf } from "./methods/cox-penalised.js";
import { coxResidualsOf } from "./methods/cox-residuals.js";
import { coxSpline } from "./methods/cox-spline.js";
import { coxZph } from "./methods/cox-zph.js";
import { fineGray, fineGrayWeights } from "./methods/fine-gray.js";
import { grayTest } from "./methods/gray-test.js";
import { kaplanMeier } from "./methods/kaplan-meier.js";
import { logRank } from "./methods/log-rank.js";
import { logRankExact } from "./methods/log-rank-exact.js";
import { logRankWeighted } from "./methods/log-rank-weighted.js";
import { logistic } from "./methods/logistic.js";
import { meanCumulativeFunction } from "./methods/mean-cumulative-function.js";
import { metaAnalysis } from "./methods/meta-analysis.js";
import { nelsonAalen } from "./methods/nelson-aalen.js";
import { oneSampleLogRank } from "./methods/one-sample-log-rank.js";
import { brier, timeAuc } from "./methods/prediction.js";
import { pseudoValues } from "./methods/pseudo-values.js";
import { recurrentEvents } from "./methods/recurrent-events.js";
import { reverseKaplanMeier } from "./methods/reverse-kaplan-meier.js";
import { rmstDifference } from "./methods/rmst-difference.js";
import { roystonD } from "./methods/royston-d.js";
import { rubinPool } from "./methods/rubin-pool.js";
import { turnbull } from "./methods/turnbull.js";
import { twoSampleTests } from "./methods/two-sample-tests.js";
import { censoringDistribution, ipcwWeights } from "./methods/weights.js";

/** Every method that has an implementation, by its name in the cases. */
export const methods: Record<string, MethodRunner> = {
  "aalen-additive": aalenAdditive,
  "aalen-johansen": aalenJohansen,
  aft,
  brier,
  "censoring-distribution": censoringDistribution,
  concordance,
  cox,
  "cox-baseline": coxBaseline,
  "cox-firth": coxFirthOf,
  "cox-frailty": coxFrailtyOf,
  "cox-lasso": coxLassoOf,
  "cox-residuals": coxResidualsOf,
  "cox-ridge": coxRidgeOf,
  "cox-spline": coxSpline,
  "cox-zph": coxZph,
  "fine-gray": fineGray,
  "fine-gray-weights": fineGrayWeights,
  "gray-test": grayTest,
  "ipcw-weights": ipcwWeights,
  "kaplan-meier": kaplanMeier,
  "log-rank": logRank,
  "log-rank-exact": logRankExact,
  "log-rank-weighted": logRankWeighted,
  logistic,
  "mean-cumulative-function": meanCumulativeFunction,
  "meta-analysis": metaAnalysis,
  "nelson-aalen": nelsonAalen,
  "one-sample-log-rank": oneSampleLogRank,
  "pseudo-values": pseudoValues,
  "recurrent-events": recurrentEvents,
  "reverse-kaplan-meier": reverseKaplanMeier,
  "rmst-difference": rmstDifference,
  "royston-d": roystonD,
  "rubin-pool": rubinPool,
  "time-auc": timeAuc,
  turnbull,
  "two-sample-tests": twoSampleTests,
};
