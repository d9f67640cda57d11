export {
  type AftDistribution,
  type AftFit,
  type AftOptions,
  type AftRows,
  acceleratedFailureTime,
} from "./accelerated-failure-time.js";
export type { AftStatus } from "./aft-fit.js";
export { type AftQuantiles, aftQuantiles } from "./aft-quantiles.js";
