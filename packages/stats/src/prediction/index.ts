export {
  type Concordance,
  type ConcordanceOptions,
  type ConcordanceRows,
  concordance,
} from "./concordance.js";
export type { TimeWeight } from "./concordance-weights.js";
