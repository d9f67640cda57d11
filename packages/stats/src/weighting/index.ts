export { type LogisticFirthFit, type LogisticFirthOptions, logisticFirth } from "./logistic-firth.js";
export {
  type LogisticFit,
  type LogisticOptions,
  logisticProbability,
  logisticRegression,
} from "./logistic-regression.js";
export type { LogisticRows } from "./logistic-rows.js";
export {
  type Estimand,
  type TreatmentWeightOptions,
  type TreatmentWeights,
  treatmentWeights,
} from "./treatment-weights.js";
