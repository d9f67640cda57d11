import type { LogLikelihood } from "../likelihood/newton.js";
import { unpacked } from "../linear/packed.js";
import type { CoxData } from "./cox-rows.js";

/**
 * The discrete partial likelihood (Cox 1972, JRSS B 34:187, section 6): at each time the d deaths are a draw of d of the
 * rows at risk, with probability e^{Σ η of the deaths} / B_d, B_d the sum of e^{Σ η} over all subsets of d rows.
 *
 * B_d grows by one row at a time, B_k ← B_k + e^η B_{k−1} (Gail, Lubin & Rubinstein 1981, Biometrika 68:703). Here the
 * recursion carries log B_k with the mean and the covariance of Σ x over the subsets, a mixture of the subsets without
 * and with the new row: nothing overflows and nothing is subtracted. O(n D p²), D the largest number of tied deaths;
 * with entries, O(Σ_t n_t d_t p²).
 *
 * @param eta η of each position
 */
export function exactLikelihood(data: CoxData, eta: Float64Array): LogLikelihood {
  const { p, event, rank, entryRank, first: offsets, level } = data;
  const pairs = (p * (p + 1)) / 2;
  const total = { logLikelihood: 0, score: new Float64Array(p), packed: new Float64Array(pairs) };
  const subsets = new SubsetSums(data, eta, mostDeaths(data));
  for (let stratum = 0; stratum + 1 < offsets.length; stratum++) {
    const from = offsets[stratum];
    const end = offsets[stratum + 1];
    subsets.restart();
    for (let last = end - 1, first = last; last >= from; last = first - 1) {
      first = last;
      while (first > from && rank[first - 1] === rank[last]) first--;
      const lowest = lowestDeath(data, first, last);
      if (lowest !== undefined && entryRank) {
        subsets.restart();
        for (let i = last + 1; i < end; i++) if (entryRank[i] < rank[last]) subsets.add(i);
      }
      for (let i = last; i >= first; i--) if (!event[i]) subsets.add(i);
      if (lowest === undefined) continue;
      let deaths = 0;
      for (let i = last; i >= first; i--)
        if (event[i] && (!level || level[i] === lowest)) {
          deaths++;
          subsets.add(i);
          total.logLikelihood += eta[i];
          for (let j = 0; j < p; j++) total.score[j] += data.x[i * p + j];
        }
      subsets.take(deaths, total);
      // Deaths above the level are in every subset that counts; they are rows at risk of the earlier times.
      if (level) for (let i = last; i >= first; i--) if (event[i] && level[i] > lowest) subsets.add(i);
    }
  }
  return { logLikelihood: total.logLikelihood, score: total.score, information: unpacked(total.packed, p) };
}

/** The level of the lowest death at positions first..last (0 without levels), undefined where there is none. */
function lowestDeath({ event, level }: CoxData, first: number, last: number): number | undefined {
  let lowest: number | undefined;
  for (let i = first; i <= last; i++)
    if (event[i]) lowest = Math.min(lowest ?? Number.POSITIVE_INFINITY, level ? level[i] : 0);
  return lowest;
}

function mostDeaths({ n, event, rank, first }: CoxData): number {
  let most = 0;
  for (let s = 0; s + 1 < first.length; s++)
    for (let i = first[s], deaths = 0; i < first[s + 1]; i++) {
      deaths = i > first[s] && rank[i] === rank[i - 1] ? deaths + event[i] : event[i];
      most = Math.max(most, deaths);
    }
  return Math.min(most, n);
}

/** For k = 0..most: log B_k, and the mean and covariance of Σ x over the subsets of k rows. */
class SubsetSums {
  private rows = 0;
  private level = -1;
  private readonly pairs: number;
  private readonly logB: Float64Array;
  private readonly mean: Float64Array;
  private readonly covariance: Float64Array;
  private readonly difference: Float64Array;

  constructor(
    private readonly data: CoxData,
    private readonly eta: Float64Array,
    private readonly most: number,
  ) {
    this.pairs = (data.p * (data.p + 1)) / 2;
    this.logB = new Float64Array(most + 1);
    this.mean = new Float64Array((most + 1) * data.p);
    this.covariance = new Float64Array((most + 1) * this.pairs);
    this.difference = new Float64Array(data.p);
  }

  restart(): void {
    this.rows = 0;
    this.level = -1;
  }

  add(i: number): void {
    const { data, most, logB } = this;
    if (data.level) {
      if (data.level[i] < this.level) return;
      if (data.level[i] > this.level) this.rows = 0;
      this.level = data.level[i];
    }
    const at = i * data.p;
    for (let k = Math.min(this.rows + 1, most); k >= 1; k--) {
      const withRow = this.eta[i] + (k === 1 ? 0 : logB[k - 1]);
      if (k === this.rows + 1) {
        logB[k] = withRow;
        this.takeOver(k, at);
        continue;
      }
      const e = Math.exp(-Math.abs(logB[k] - withRow));
      const larger = 1 / (1 + e);
      const smaller = e / (1 + e);
      if (withRow >= logB[k]) this.mix(k, at, larger, smaller);
      else this.mix(k, at, smaller, larger);
      logB[k] = Math.max(logB[k], withRow) + Math.log1p(e);
    }
    this.rows++;
  }

  /** The only subset of all rows so far contains the new one. */
  private takeOver(k: number, at: number): void {
    const { mean, covariance, pairs, data } = this;
    const { p, x } = data;
    for (let j = 0; j < p; j++) mean[k * p + j] = mean[(k - 1) * p + j] + x[at + j];
    for (let m = 0; m < pairs; m++) covariance[k * pairs + m] = covariance[(k - 1) * pairs + m];
  }

  private mix(k: number, at: number, share: number, rest: number): void {
    const { mean, covariance, pairs, difference, data } = this;
    const { p, x } = data;
    for (let j = 0; j < p; j++) difference[j] = mean[(k - 1) * p + j] + x[at + j] - mean[k * p + j];
    for (let j = 0, m = k * pairs, before = m - pairs; j < p; j++) {
      const spread = share * rest * difference[j];
      for (let l = 0; l <= j; l++, m++, before++)
        covariance[m] = rest * covariance[m] + share * covariance[before] + spread * difference[l];
    }
    for (let j = 0; j < p; j++) mean[k * p + j] += share * difference[j];
  }

  /** Adds −log B_d and its derivatives. */
  take(d: number, total: { logLikelihood: number; score: Float64Array; packed: Float64Array }): void {
    const { p } = this.data;
    total.logLikelihood -= this.logB[d];
    for (let j = 0; j < p; j++) total.score[j] -= this.mean[d * p + j];
    for (let m = 0; m < this.pairs; m++) total.packed[m] += this.covariance[d * this.pairs + m];
  }
}
