export { type MetaAnalysis, type MetaAnalysisOptions, metaAnalysis } from "./meta-analysis.js";
export { type PooledEstimate, rubinPool } from "./rubin-pool.js";
