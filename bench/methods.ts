import type { Benchmark } from "./methods/benchmark.js";
import { comparingCurves } from "./methods/comparing-curves.js";
import { competingRisks } from "./methods/competing-risks.js";
import { cox } from "./methods/cox.js";
import { curves } from "./methods/curves.js";
import { parametric } from "./methods/parametric.js";
import { prediction } from "./methods/prediction.js";

/** Every method that is measured, family by family. */
export const benchmarks: Benchmark[] = [
  ...curves,
  ...comparingCurves,
  ...cox,
  ...competingRisks,
  ...parametric,
  ...prediction,
];
