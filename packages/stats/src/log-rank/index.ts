export { type LogRankOptions, type LogRankTest, logRank } from "./log-rank.js";
export { type ExactLogRankTest, logRankExact } from "./log-rank-exact.js";
export { type LogRankWeights, logRankWeighted, type WeightedLogRankTest } from "./log-rank-weighted.js";
export { type KnownHazard, type OneSampleLogRankTest, oneSampleLogRank } from "./one-sample-log-rank.js";
