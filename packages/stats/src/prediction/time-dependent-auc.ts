import { checkCause } from "./brier-score.js";
import { censoringWeights, checkPredictions, errorOfMean, type PredictionRows } from "./censoring-weights.js";

export interface TimeDependentAuc {
  time: number;
  /** NaN without a case or a control, or beyond what is known. */
  auc: number;
  /** By the influence function, the estimated censoring weights included. */
  standardError: number;
}

/**
 * The area under the time-dependent ROC curve, cumulative cases and dynamic controls (Heagerty et al. 2000; Blanche, Dartigues
 * & Jacqmin-Gadda 2013, Stat Med 32:5381, doi 10.1002/sim.5958): of a case, who has the event of the cause by t, and a
 * control, everyone else who is known at t (the other causes' events by t among them), the share of pairs in which the case has the
 * higher prediction, ties one half:
 *
 *   Σ_{cases, controls} wᵢ wⱼ (1{pᵢ > pⱼ} + ½ 1{pᵢ = pⱼ}) / Σ_{cases} w Σ_{controls} w
 *
 * with the weights of `brierScore`. Agrees with `riskRegression::Score(metrics = "auc", cens.model = "km")`. O(n log n) a time.
 *
 * @param predictions for each time a column of n probabilities, 0 to 1
 * @param options.cause code of the event that is predicted, default 1
 * @throws as `brierScore`
 */
export function timeDependentAuc(
  rows: PredictionRows,
  predictions: Float64Array[],
  times: readonly number[],
  { cause = 1 }: { cause?: number } = {},
): TimeDependentAuc[] {
  checkPredictions(rows, predictions, times);
  checkCause(cause);
  const weightsAt = censoringWeights(rows);
  const n = rows.time.length;
  return times.map((time, k) => {
    const { weights, eventByThen, known, influenceOf } = weightsAt(time);
    const isCase = eventByThen.map((by, i) => (by && rows.event[i] === cause ? 1 : 0));
    const { cases, controls, won } = wonPairs(predictions[k], weights, isCase);
    const total = cases * controls;
    const auc =
      known && total > 0
        ? won.reduce((sum, value, i) => sum + (isCase[i] ? weights[i] * value : 0), 0) / total
        : Number.NaN;
    // The derivative of the ratio by a row's share of the weighted sums, times n.
    const contributions = won.map((value, i) => (n * (value - auc * (isCase[i] ? controls : cases))) / total);
    const throughWeights = influenceOf(contributions);
    const influence = contributions.map((value, i) => weights[i] * value + throughWeights[i]);
    return { time, auc, standardError: errorOfMean(influence) };
  });
}

/** For each row the weight of those on the other side against whom the case has the higher prediction, ties one half. */
function wonPairs(prediction: Float64Array, weights: Float64Array, isCase: Uint8Array) {
  const n = prediction.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => prediction[a] - prediction[b]);
  const won = new Float64Array(n);
  let [cases, controls] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (isCase[i]) cases += weights[i];
    else controls += weights[i];
  }
  let [casesBelow, controlsBelow] = [0, 0];
  for (let from = 0, end = 0; from < n; from = end) {
    let [tiedCases, tiedControls] = [0, 0];
    for (end = from; end < n && prediction[order[end]] === prediction[order[from]]; end++) {
      const i = order[end];
      if (isCase[i]) tiedCases += weights[i];
      else tiedControls += weights[i];
    }
    for (let k = from; k < end; k++) {
      const i = order[k];
      won[i] = isCase[i] ? controlsBelow + tiedControls / 2 : cases - casesBelow - tiedCases / 2;
    }
    casesBelow += tiedCases;
    controlsBelow += tiedControls;
  }
  return { cases, controls, won };
}
