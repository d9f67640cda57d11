export { type AnalysisOfVariance, analysisOfVariance } from "./analysis-of-variance.js";
export { type ChiSquaredTest, chiSquaredTest } from "./chi-squared-test.js";
export { clopperPearson } from "./clopper-pearson.js";
export { type FisherTest, fisherExactTest } from "./fisher-exact-test.js";
export { kruskalWallis } from "./kruskal-wallis.js";
export { standardisedDifferenceOfProportions } from "./standardised-difference-of-proportions.js";
export { standardisedMeanDifference } from "./standardised-mean-difference.js";
export { studentTTest, type TTest, welchTTest } from "./t-test.js";
export { type WilcoxonTest, wilcoxonRankSum } from "./wilcoxon-rank-sum.js";
