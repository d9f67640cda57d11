export type { CompetingRows } from "./competing-rows.js";
export { type CumulativeIncidence, cumulativeIncidence, cumulativeIncidenceAt } from "./cumulative-incidence.js";
export { type FineGrayFit, type FineGrayOptions, fineGray, fineGrayIncidence } from "./fine-gray.js";
export type { FineGrayRows } from "./fine-gray-rows.js";
export { type FineGrayWeights, fineGrayWeights } from "./fine-gray-weights.js";
export { type GrayTest, grayTest } from "./gray-test.js";
