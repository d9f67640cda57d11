import { sampleQuantile } from "../baseline/sample-quantile.js";

/** The population that the weighted series stands for. */
export type Estimand = "ATE" | "ATT" | "ATO";

export interface TreatmentWeightOptions {
  /** ATE: all patients (default); ATT: those treated; ATO: the overlap, those who might have had either. */
  estimand?: Estimand;
  /** ATE only: times the share of the patient's own treatment, so that the weights' mean is 1. Default false. */
  stabilised?: boolean;
  /**
   * Weights below the q-quantile or above the (1 − q)-quantile become that quantile; q in [0, 0.5), default 0. Quantiles as R's type 7.
   */
  truncate?: number;
}

export interface TreatmentWeights {
  /** Length n. */
  weights: Float64Array;
  /** (Σw)² / Σw², Kish's effective number of the untreated and of the treated. */
  effectiveSize: [number, number];
  /** Weights that truncation changed. */
  truncated: number;
}

/**
 * Inverse-probability-of-treatment weights from a propensity score e (Rosenbaum & Rubin 1983; Robins, Hernán & Brumback 2000, Epidemiology
 * 11:550):
 *
 *   ATE  z/e + (1 − z)/(1 − e),  stabilised times P(Z = z)
 *   ATT  z + (1 − z) e/(1 − e)
 *   ATO  z (1 − e) + (1 − z) e   (Li, Morgan & Zaslavsky 2018, JASA 113:390)
 *
 * Curves and models of the weighted rows need robust errors: the weights are not whole, so that `kaplanMeier` and `coxRegression` take them
 * by themselves. That the propensity is estimated is left out of those errors, which makes them too large on the whole (Lunceford & Davidian
 * 2004). Agrees with R's `WeightIt`.
 *
 * @param treatment length n, 1 = treated, 0 = not
 * @param propensity length n, probability of treatment, between 0 and 1 (0 and 1 allowed for ATO)
 * @throws TypeError where lengths differ; RangeError for a treatment that is neither 0 nor 1, a propensity that gives no finite weight
 *   (someone who could not have had the other treatment), an option that cannot be
 */
export function treatmentWeights(
  treatment: Uint8Array,
  propensity: Float64Array,
  options: TreatmentWeightOptions = {},
): TreatmentWeights {
  const { estimand = "ATE", stabilised = false, truncate = 0 } = options;
  check(treatment, propensity, estimand, stabilised, truncate);
  const n = treatment.length;
  const share = treatment.reduce((sum, z) => sum + z, 0) / n;
  const raw = propensity.map((e, i) => {
    const z = treatment[i];
    if (estimand === "ATT") return z ? 1 : e / (1 - e);
    if (estimand === "ATO") return z ? 1 - e : e;
    return z ? (stabilised ? share : 1) / e : (stabilised ? 1 - share : 1) / (1 - e);
  });
  const sorted = raw.toSorted();
  const [low, high] = [sampleQuantile(sorted, truncate), sampleQuantile(sorted, 1 - truncate)];
  const weights = truncate === 0 ? raw : raw.map((w) => Math.min(high, Math.max(low, w)));
  return {
    weights,
    effectiveSize: [effectiveSize(weights, treatment, 0), effectiveSize(weights, treatment, 1)],
    truncated: weights.reduce((sum, w, i) => sum + (w === raw[i] ? 0 : 1), 0),
  };
}

function effectiveSize(weights: Float64Array, treatment: Uint8Array, z: number): number {
  let [sum, squares] = [0, 0];
  weights.forEach((w, i) => {
    if (treatment[i] !== z) return;
    sum += w;
    squares += w * w;
  });
  return squares > 0 ? sum ** 2 / squares : 0;
}

function check(
  treatment: Uint8Array,
  propensity: Float64Array,
  estimand: Estimand,
  stabilised: boolean,
  truncate: number,
): void {
  if (propensity.length !== treatment.length)
    throw new TypeError(
      `propensity has ${propensity.length} rows, treatment has ${treatment.length}; they must be equal`,
    );
  if (!["ATE", "ATT", "ATO"].includes(estimand))
    throw new RangeError(`estimand is “${String(estimand)}”; allowed are ATE, ATT, ATO`);
  if (stabilised && estimand !== "ATE")
    throw new RangeError(`stabilised is true with estimand ${estimand}; only the weights of ATE are stabilised`);
  if (!(truncate >= 0 && truncate < 0.5))
    throw new RangeError(`truncate is ${truncate}; it must be 0 or more and below 0.5`);
  for (let i = 0; i < treatment.length; i++) {
    const [z, e] = [treatment[i], propensity[i]];
    if (z > 1) throw new RangeError(`treatment[${i}] is ${z}; it must be 0 or 1`);
    if (!(e >= 0 && e <= 1)) throw new RangeError(`propensity[${i}] is ${e}; it must be a probability, 0 to 1`);
    const impossible = estimand === "ATE" ? (z ? e === 0 : e === 1) : estimand === "ATT" && !z && e === 1;
    if (impossible)
      throw new RangeError(
        `propensity[${i}] is ${e} and treatment[${i}] is ${z}; this weight is infinite: leave out those who could not have had the other treatment, or take the overlap (ATO)`,
      );
  }
}
