export { betaQuantile } from "./beta.js";
export { chiSquaredUpper } from "./chi-squared.js";
export { fUpper } from "./f.js";
export { normalCdf, normalQuantile, normalTwoSided, normalUpper } from "./normal.js";
export { tQuantile, tTwoSided, tUpper } from "./student-t.js";
