export {
  type HazardsPanel,
  type HazardsQuestion,
  proportionalHazardsPanels,
  type SplineEffect,
  type SplineQuestion,
  splineEffect,
} from "./analyses/cox-panels.js";
export { type CompletenessAt, completenessByYear } from "./completeness-by-year.js";
export {
  type EstimateWithLimits,
  type FollowUpWorklist,
  type FollowUpWorklistOptions,
  followUpWorklist,
  type OverduePatient,
} from "./follow-up-worklist.js";
export { type ReadyRecords, type RunSource, readyRecords } from "./prepare-run.js";
export { type ResolvedStudy, resolveStudy } from "./resolve-study.js";
export * from "./results.js";
export { resultsJsonSchema, resultsSchema } from "./results-schema.js";
export { type OnProgress, runStudy, version } from "./run-study.js";
export { stringifyResults } from "./stringify-results.js";
export type * from "./study.js";
export { StudyError } from "./study-error.js";
export { studyFaults } from "./study-faults.js";
export { parseStudy } from "./study-file.js";
export { studyJsonSchema } from "./study-schema.js";
