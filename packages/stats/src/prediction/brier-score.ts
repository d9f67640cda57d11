import { censoringWeights, checkPredictions, errorOfMean, type PredictionRows } from "./censoring-weights.js";

export interface BrierScore {
  time: number;
  /** NaN at a time beyond the last row, if that is a censoring: nothing is known of then. */
  brier: number;
  /** By the influence function, the estimated censoring weights included. */
  standardError: number;
  /** Of the same prediction for everyone: the Kaplan–Meier (with several causes Aalen–Johansen) estimate. */
  nullBrier: number;
  /** Index of prediction accuracy, 1 − brier / nullBrier. */
  predictionAccuracy: number;
}

/**
 * The Brier score of predicted probabilities of the event by each time (Graf et al. 1999, Stat Med 18:2529; Gerds & Schumacher
 * 2006, Biom J 48:1029), with competing causes as in Schoop et al. (2011):
 *
 *   (1/n) Σ w (1{event of the cause by t} − p)²,   w = 1/G(T−) for an event by t, 1/G(t) beyond t, 0 if censored by then
 *
 * with G the Kaplan–Meier estimate of censoring, events before censorings at ties. Agrees with `riskRegression::Score(metrics =
 * "brier", cens.model = "km")`. No rows: NaN. O(n log n), then O(n) a time.
 *
 * @param predictions for each time a column of n probabilities, 0 to 1
 * @param options.cause code of the event that is predicted, default 1
 * @throws TypeError, RangeError as `checkPredictions`; RangeError for a cause that is no code of an event
 */
export function brierScore(
  rows: PredictionRows,
  predictions: Float64Array[],
  times: readonly number[],
  { cause = 1 }: { cause?: number } = {},
): BrierScore[] {
  checkPredictions(rows, predictions, times);
  checkCause(cause);
  const weightsAt = censoringWeights(rows);
  const n = rows.time.length;
  return times.map((time, k) => {
    const { weights, eventByThen, known, influenceOf } = weightsAt(time);
    const happened = eventByThen.map((by, i) => (by && rows.event[i] === cause ? 1 : 0));
    const score = (prediction: (i: number) => number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += weights[i] * (happened[i] - prediction(i)) ** 2;
      return known ? sum / n : Number.NaN;
    };
    const brier = score((i) => predictions[k][i]);
    const incidence = weights.reduce((sum, w, i) => sum + w * happened[i], 0) / n;
    const nullBrier = score(() => incidence);
    const residuals = Float64Array.from(happened, (y, i) => (y - predictions[k][i]) ** 2);
    const throughWeights = influenceOf(residuals);
    const influence = residuals.map((residual, i) => weights[i] * residual - brier + throughWeights[i]);
    return {
      time,
      brier,
      standardError: errorOfMean(influence),
      nullBrier,
      predictionAccuracy: 1 - brier / nullBrier,
    };
  });
}

/**
 * The integrated Brier score: the mean of the scores over [0, last time] by trapezoids from the score 0 at time 0, as
 * `pec::ibs` and `riskRegression` with `summary = "ibs"` weigh the times. NaN where a score is.
 *
 * @param scores of two times or more, ascending, above 0
 * @throws RangeError where the times do not ascend from above 0
 */
export function integratedBrierScore(scores: readonly Pick<BrierScore, "time" | "brier">[]): number {
  let [area, time, brier] = [0, 0, 0];
  scores.forEach((score, k) => {
    if (!(score.time > time))
      throw new RangeError(`scores[${k}] is at time ${score.time}; times must ascend from above 0`);
    area += ((score.brier + brier) / 2) * (score.time - time);
    ({ time, brier } = score);
  });
  return area / time;
}

/** @throws RangeError where a cause is no code of an event */
export function checkCause(cause: number): void {
  if (!(Number.isInteger(cause) && cause > 0 && cause < 256))
    throw new RangeError(`cause is ${cause}; it must be the code of an event, a whole number from 1 to 255`);
}
