import { rowOrder } from "../rows/row-order.js";
import { checkSameColumns, firstOfRank } from "./cox-baseline.js";
import { hazardSteps } from "./cox-hazard-steps.js";
import { linearPredictor } from "./cox-likelihood.js";
import type { CoxFit } from "./cox-regression.js";
import { type CoxData, type CoxRows, coxData } from "./cox-rows.js";
import { scoreResiduals } from "./cox-score-residuals.js";

/**
 * Observed less expected events of each row, event − e^{x'β}(H(time) − H(entry)) (Therneau & Grambsch 2000, section 4.2), with
 * Efron's share for a tied death where the fit is Efron's, Breslow's hazard otherwise (exact ties too, as in R). Their
 * weighted sum is 0. NaN with a coefficient that runs away. R: `residuals(fit, "martingale")`. O((n + d) p²).
 *
 * @param rows the rows that were fitted
 * @throws TypeError, RangeError as `coxData`; RangeError where the fit has other columns
 */
export function martingaleResiduals(rows: CoxRows, fit: CoxFit): Float64Array {
  const data = dataOf(rows, fit);
  const { time, event, entry, weights, strata } = rows;
  const n = time.length;
  if (fit.infinite.some(Boolean)) return new Float64Array(n).fill(Number.NaN);
  const beta = scaledBeta(data, fit);
  const steps = hazardSteps(data, linearPredictor(data, beta), fit.ties === "efron");
  const order = rowOrder({ time, event, entry, weights, group: strata });
  const residuals = Float64Array.from(event);
  const eta = predictorOfAll(rows, data, beta);
  let next = steps.count - 1;
  const hazards = new Float64Array(n);
  for (let s = order.groups - 1; s >= 0; s--) {
    let [cumulative, entering] = [0, order.first[s]];
    for (let k = order.first[s]; k < order.first[s + 1]; ) {
      const place = order.rank[order.byEnd[k]];
      if (order.byEntry && order.entryRank)
        for (; entering < order.first[s + 1] && order.entryRank[order.byEntry[entering]] < place; entering++)
          hazards[order.byEntry[entering]] = -cumulative;
      let own: number | undefined;
      const before = cumulative;
      if (next >= 0 && steps.stratum[next] === s && steps.rank[next] === place) {
        own = steps.tied.get(next)?.ownHazard;
        cumulative += steps.hazard[next--];
      }
      for (; k < order.first[s + 1] && order.rank[order.byEnd[k]] === place; k++) {
        const i = order.byEnd[k];
        const part = event[i] && own !== undefined && weights?.[i] !== 0 ? before + own : cumulative;
        // No event while the row was at risk: its hazard is 0, whatever its covariates.
        if (hazards[i] + part !== 0) residuals[i] -= Math.exp(eta[i] - steps.reference) * (hazards[i] + part);
      }
    }
  }
  return residuals;
}

export interface CoxResiduals {
  martingale: Float64Array;
  /** sign(M) √(−2 (M + δ log(δ − M))), more symmetric. */
  deviance: Float64Array;
  /** Column-major, one row a row: each row's part of the score. */
  score: Float64Array;
  /** Weight times score times the inverse information: about the change of β by leaving the row out. */
  dfbeta: Float64Array;
  /** dfbeta over the standard errors. */
  dfbetas: Float64Array;
}

/**
 * The residuals of a Cox model by row, or summed by `collapse` (the rows of one patient), codes ascending. Score, dfbeta and
 * dfbetas are NaN for exact ties, which have none; a row of weight 0 has no score. R: `residuals(fit, type, collapse = )`.
 * O((n + d) p²).
 *
 * @throws as `martingaleResiduals`; RangeError for codes that cannot be
 */
export function coxResiduals(rows: CoxRows, fit: CoxFit, options: { collapse?: Int32Array } = {}): CoxResiduals {
  const data = dataOf(rows, fit);
  const { n } = rows.design;
  const p = fit.columns.length;
  const { codes, count } = collapsing(options.collapse, n);
  const martingale = summed(martingaleResiduals(rows, fit), codes, count, n);
  const events = summed(Float64Array.from(rows.event), codes, count, n);
  const perRow = scoreByRow(rows, data, fit);
  const covariance = (fit.naive?.covariance ?? fit.covariance).map((v) => (Number.isNaN(v) ? 0 : v));
  const dfbeta = new Float64Array(n * p);
  for (let k = 0; k < p; k++)
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += perRow[j * n + i] * covariance[k * p + j];
      dfbeta[k * n + i] = (fit.redundant[k] ? Number.NaN : sum) * (rows.weights ? rows.weights[i] : 1);
    }
  const spread = Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]));
  const collapsed = summed(dfbeta, codes, count, n);
  return {
    martingale,
    deviance: martingale.map((m, i) => devianceOf(m, events[i])),
    score: summed(perRow, codes, count, n),
    dfbeta: collapsed,
    dfbetas: collapsed.map((value, at) => value / spread[Math.floor(at / count)]),
  };
}

export interface SchoenfeldResiduals {
  /** The event's row, time and stratum; sorted by stratum, time, row. */
  row: Int32Array;
  time: Float64Array;
  stratum: Int32Array;
  /** Column-major: x − x̄(t), not weighted. */
  residuals: Float64Array;
  /** Schoenfeld times covariance times the number of events, plus β: about β(t). */
  scaled: Float64Array;
}

/**
 * For each event its covariates less their mean over the risk set (Schoenfeld 1982, Biometrika 69:239), Efron's mean over the
 * steps of tied deaths; scaled as Grambsch & Therneau (1994). NaN for exact ties and with a coefficient that runs away.
 * R: `residuals(fit, "schoenfeld")`, `"scaledsch"`. O((n + d) p²).
 *
 * @throws as `martingaleResiduals`
 */
export function schoenfeldResiduals(rows: CoxRows, fit: CoxFit): SchoenfeldResiduals {
  const data = dataOf(rows, fit);
  const { p, scale, rank, first, event, source } = data;
  const steps = hazardSteps(data, linearPredictor(data, scaledBeta(data, fit)), fit.ties === "efron");
  const undefinedHere = fit.ties === "exact" || fit.infinite.some(Boolean);
  const found: { row: number; time: number; stratum: number; x: Float64Array }[] = [];
  for (let k = steps.count - 1; k >= 0; k--) {
    const [s, place] = [steps.stratum[k], steps.rank[k]];
    for (let i = firstOfRank(data, first[s], first[s + 1], place); i < first[s + 1] && rank[i] === place; i++) {
      if (!event[i]) continue;
      const x = Float64Array.from({ length: p }, (_, j) =>
        undefinedHere ? Number.NaN : (data.x[i * p + j] - steps.mean[k * p + j]) * scale[j],
      );
      found.push({ row: source[i], time: data.times[place], stratum: s, x });
    }
  }
  found.sort((a, b) => a.stratum - b.stratum || a.time - b.time || a.row - b.row);
  const d = found.length;
  const covariance = fit.naive?.covariance ?? fit.covariance;
  const residuals = new Float64Array(d * p);
  const scaled = new Float64Array(d * p);
  for (let j = 0; j < p; j++)
    found.forEach(({ x }, k) => {
      residuals[j * d + k] = x[j];
      let sum = 0;
      for (let l = 0; l < p; l++) if (!fit.redundant[l]) sum += x[l] * covariance[j * p + l];
      scaled[j * d + k] = fit.redundant[j] ? Number.NaN : sum * d + fit.coefficients[j];
    });
  return {
    row: Int32Array.from(found, ({ row }) => row),
    time: Float64Array.from(found, ({ time }) => time),
    stratum: Int32Array.from(found, ({ stratum }) => stratum),
    residuals,
    scaled,
  };
}

function dataOf(rows: CoxRows, fit: CoxFit): CoxData {
  const data = coxData(rows);
  checkSameColumns(rows, fit);
  return data;
}

function scaledBeta({ scale }: CoxData, { coefficients }: CoxFit): Float64Array {
  return coefficients.map((b, j) => (Number.isFinite(b) ? b * scale[j] : 0));
}

function devianceOf(m: number, events: number): number {
  const term = events === 0 ? 0 : events * Math.log(events - m);
  return Math.sign(m) * Math.sqrt(Math.max(0, -2 * (m + term)));
}

function scoreByRow({ design }: CoxRows, data: CoxData, fit: CoxFit): Float64Array {
  const { n } = design;
  const { p, scale, source } = data;
  const result = new Float64Array(n * p);
  if (fit.ties === "exact" || fit.infinite.some(Boolean)) return result.fill(Number.NaN);
  const residuals = scoreResiduals(data, scaledBeta(data, fit), fit.ties);
  for (let i = 0; i < data.n; i++)
    for (let j = 0; j < p; j++) result[j * n + source[i]] = residuals[i * p + j] * scale[j];
  return result;
}

/** x'β + offset of every row, in the centring of its stratum's positions. */
function predictorOfAll(rows: CoxRows, data: CoxData, beta: Float64Array): Float64Array {
  const { design, strata, offset } = rows;
  const { p, x, scale, first, source } = data;
  return Float64Array.from({ length: design.n }, (_, i) => {
    const at = first[strata?.[i] ?? 0];
    if (!(first[(strata?.[i] ?? 0) + 1] > at)) return offset ? offset[i] : 0;
    let eta = offset ? offset[i] : 0;
    for (let j = 0; j < p; j++) {
      if (beta[j] === 0) continue;
      const centre = design.x[j * design.n + source[at]] - x[at * p + j] * scale[j];
      eta += ((design.x[j * design.n + i] - centre) / scale[j]) * beta[j];
    }
    return eta;
  });
}

function collapsing(collapse: Int32Array | undefined, n: number): { codes: Int32Array; count: number } {
  if (!collapse) return { codes: Int32Array.from({ length: n }, (_, i) => i), count: n };
  if (collapse.length !== n) throw new TypeError(`collapse has ${collapse.length} rows, time has ${n}`);
  for (let i = 0; i < n; i++)
    if (collapse[i] < 0) throw new RangeError(`collapse[${i}] is ${collapse[i]}; codes are whole numbers from 0`);
  return { codes: collapse, count: collapse.reduce((most, code) => Math.max(most, code + 1), 0) };
}

function summed(values: Float64Array, codes: Int32Array, count: number, n: number): Float64Array {
  const columns = n === 0 ? 0 : values.length / n;
  const sums = new Float64Array(count * columns);
  for (let j = 0; j < columns; j++) for (let i = 0; i < n; i++) sums[j * count + codes[i]] += values[j * n + i];
  return sums;
}
