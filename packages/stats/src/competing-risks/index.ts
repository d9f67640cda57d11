export type { CompetingRows } from "./competing-rows.js";
export { type CumulativeIncidence, cumulativeIncidence, cumulativeIncidenceAt } from "./cumulative-incidence.js";
export { type GrayTest, grayTest } from "./gray-test.js";
