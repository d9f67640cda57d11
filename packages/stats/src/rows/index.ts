export { checkEventTable, type EventTable, eventTable } from "./event-table.js";
export { eventTimesOnly } from "./event-times.js";
export { checkIntervalRows, type IntervalRows, leftCensored, rightCensored } from "./interval-rows.js";
export { checkSubjectRows, type SubjectRows } from "./subject-rows.js";
export { checkSurvivalRows, codeCount, type SurvivalRows } from "./survival-rows.js";
export { TIE_TOLERANCE, type TimeGrid, timeGrid } from "./time-grid.js";
