export { type AalenJohansenOptions, aalenJohansen, type StateCurve } from "./aalen-johansen.js";
export type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
export { type SojournTimes, sojournTimes } from "./sojourn-times.js";
export { type StateProbabilityAtTime, stateProbabilityAt } from "./state-probability-at.js";
