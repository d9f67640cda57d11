import { type RowOrder, rowOrder } from "../rows/row-order.js";
import { checkFinite, checkSurvivalRows } from "../rows/survival-rows.js";
import { clusterSumOfSquares, pairCounts } from "./concordance-pairs.js";
import { type TimeWeight, timeWeights } from "./concordance-weights.js";

export interface ConcordanceRows {
  time: Float64Array;
  event: Uint8Array;
  entry?: Float64Array;
  weights?: Float64Array;
  strata?: Int32Array;
  cluster?: Int32Array;
  /** Length n, finite: the prediction to judge. */
  score: Float64Array;
}

export interface ConcordanceOptions {
  /**
   * The weight of an event at t, per stratum: n 1; S total · S(t-)/n(t); S/G total · S(t-)/(G(t-) n(t)) (Schemper); n/G2
   * 1/G(t-)² (Uno); I 1/n(t); with n(t) at risk, S and G the Kaplan-Meier of events and of censoring. Default n (Harrell).
   */
  timeWeight?: TimeWeight;
  /** Default true: a higher score is a shorter time. */
  reverse?: boolean;
  /** Events after it do not count. */
  yMax?: number;
}

export interface Concordance {
  n: number;
  /** (concordant + tiedScore / 2) / (concordant + discordant + tiedScore); NaN where no pair can be compared. */
  concordance: number;
  /** Infinitesimal jackknife, by cluster where there is one. */
  standardError: number;
  /** Weighted numbers of pairs, summed over strata. */
  counts: { concordant: number; discordant: number; tiedScore: number; tiedTime: number; tiedBoth: number };
}

/**
 * The probability that of two rows the one with the higher score has the shorter time (Harrell et al. 1982, JAMA
 * 247:2543): over the pairs of one stratum of which one had its event while the other was at risk and went on.
 *
 * A pair tied on time with both events does not count, an event tied with a censoring counts the censored row as later,
 * tied scores count one half. Agrees with R's `concordance`, also in two of its ways: a stratum with fewer than two
 * events has time weight 1 (but for I with more than ten strata), and with entries `tiedTime` has the case weights alone.
 * O(n log n) by binary indexed trees over the scores.
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`; RangeError for S/G or n/G2 with entries, where G is not defined
 */
export function concordance(rows: ConcordanceRows, options: ConcordanceOptions = {}): Concordance {
  const { timeWeight = "n", reverse = true, yMax = Number.POSITIVE_INFINITY } = options;
  const { time, event, entry, weights, strata, cluster, score } = rows;
  checkRows(rows);
  checkOptions(rows, timeWeight, yMax);
  const order: RowOrder = rowOrder({ time, event, entry, weights, group: strata });
  const perTime = timeWeights(order, rows, timeWeight, yMax);
  const pairs = pairCounts(order, rows, score, perTime);
  const { greater, less, tiedScore } = pairs;
  const comparable = greater + less + tiedScore;
  // Of the pairs with the longer time at the greater score.
  const somersD = (greater - less) / comparable;
  const n = time.length;
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [up, down, tied] = [pairs.greaterOf[i], pairs.lessOf[i], pairs.tiedOf[i]];
    influence[i] = ((weights ? weights[i] : 1) * (up - down - somersD * (up + down + tied))) / comparable;
  }
  return {
    n,
    concordance: reverse ? (1 - somersD) / 2 : (1 + somersD) / 2,
    standardError: Math.sqrt(clusterSumOfSquares(influence, cluster)) / 2,
    counts: {
      concordant: reverse ? less : greater,
      discordant: reverse ? greater : less,
      tiedScore,
      tiedTime: pairs.tiedTime,
      tiedBoth: pairs.tiedBoth,
    },
  };
}

function checkRows({ time, event, entry, weights, strata, cluster, score }: ConcordanceRows): void {
  checkSurvivalRows({ time, event, entry, weights, strata, cluster });
  if (score.length !== time.length)
    throw new TypeError(`score has ${score.length} rows, time has ${time.length}; they must have the same length`);
  checkFinite("score", score);
}

function checkOptions({ entry }: ConcordanceRows, timeWeight: TimeWeight, yMax: number): void {
  if (!["n", "S", "S/G", "n/G2", "I"].includes(timeWeight))
    throw new RangeError(`timeWeight is “${timeWeight}”; allowed are n, S, S/G, n/G2, I`);
  if (entry && (timeWeight === "S/G" || timeWeight === "n/G2"))
    throw new RangeError(`timeWeight is ${timeWeight}, and the rows have entries; then only n, S and I are defined`);
  if (Number.isNaN(yMax)) throw new RangeError("yMax is NaN; it must be a number");
}
