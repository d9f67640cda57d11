export * from "./design-matrix.js";
export * from "./survival-rows.js";
export * from "./time-grid.js";
