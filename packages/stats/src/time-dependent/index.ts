export { type AalenAdditive, type AalenAdditiveOptions, aalenAdditive } from "./aalen-additive.js";
export {
  type CountingProcessRows,
  countingProcessRows,
  type DatedRowCounts,
  type DatedRows,
  type FollowedRows,
  type FollowedSubjects,
} from "./counting-process-rows.js";
export { type LandmarkExclusions, type LandmarkOptions, type LandmarkRows, landmarkRows } from "./landmark-rows.js";
export {
  type MeanCumulativeFunction,
  type MeanCumulativeOptions,
  meanCumulativeFunction,
  type RecurrentRows,
} from "./mean-cumulative-function.js";
export {
  type RecurrentEventModel,
  type RecurrentEventRows,
  type RecurrentEvents,
  recurrentEventRows,
} from "./recurrent-event-rows.js";
export { type SpellRows, type SplitRows, splitRows } from "./split-rows.js";
