export * from "./baseline/index.js";
export * from "./cox/index.js";
export * from "./curves/index.js";
export * from "./distributions/index.js";
export * from "./log-rank/index.js";
export * from "./pooling/index.js";
export * from "./prediction/index.js";
export * from "./rows/index.js";
