import type { CoxData } from "./cox-rows.js";

/** Where each row of a Cox model lies among the event times, so that sums over risk sets are sums of what comes before and after. */
export interface EventSteps {
  /** Strata + 1 offsets into the event times. */
  first: Int32Array;
  /** For each row the first step at which it is at risk, and the one after the last; equal where it never is. */
  from: Int32Array;
  to: Int32Array;
  /** The step at which the row has its event, −1 without. */
  own: Int32Array;
  /** Number and mean weight of the deaths at each step. */
  deaths: Int32Array;
  meanWeight: Float64Array;
  efron: boolean;
}

/** The event times of each stratum and where the rows lie among them. O(n log n). */
export function eventSteps(data: CoxData, efron: boolean): EventSteps {
  const { n, event, rank, entryRank, first: rows, weights } = data;
  const first = new Int32Array(rows.length);
  const from = new Int32Array(n);
  const to = new Int32Array(n);
  const own = new Int32Array(n).fill(-1);
  const ranks: number[] = [];
  for (let s = 0; s + 1 < rows.length; s++) {
    const begin = ranks.length;
    for (let i = rows[s]; i < rows[s + 1]; i++)
      if (event[i] && (ranks.length === begin || ranks[ranks.length - 1] !== rank[i])) ranks.push(rank[i]);
    first[s + 1] = ranks.length;
    let step = begin;
    for (let i = rows[s]; i < rows[s + 1]; i++) {
      while (step < ranks.length && ranks[step] <= rank[i]) step++;
      to[i] = step;
      if (event[i]) own[i] = step - 1;
      from[i] = entryRank ? firstAfter(ranks, begin, entryRank[i]) : begin;
    }
  }
  const deaths = new Int32Array(ranks.length);
  const meanWeight = new Float64Array(ranks.length);
  for (let i = 0; i < n; i++)
    if (own[i] >= 0) {
      deaths[own[i]]++;
      meanWeight[own[i]] += weights[i];
    }
  for (let k = 0; k < deaths.length; k++) meanWeight[k] /= deaths[k];
  return { first, from, to, own, deaths, meanWeight, efron };
}

function firstAfter(ranks: number[], begin: number, rank: number): number {
  let [low, high] = [begin, ranks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranks[middle] <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A sum that falls below this part of its largest value by rows leaving is added up afresh: the digits left are few. */
const CANCELLATION = 1e-3;

/** The risks of all rows at one linear predictor, and what a partial likelihood's derivatives are made of. */
export class RiskSteps {
  /** Weight times e^η, relative to the largest of the stratum. */
  private readonly risk: Float64Array;
  private readonly s0: Float64Array;
  private readonly e0: Float64Array;
  /** 1 for a step at which the sum over those at risk is added up afresh. */
  private readonly afresh: Uint8Array;
  /** Events that each row's risk and time make expected, its weight included. */
  readonly expected: Float64Array;
  readonly logLikelihood: number;

  constructor(
    private readonly data: CoxData,
    private readonly steps: EventSteps,
    eta: Float64Array,
  ) {
    const { n, event, weights, first } = data;
    this.risk = new Float64Array(n);
    let logLikelihood = 0;
    for (let s = 0; s + 1 < first.length; s++) {
      const own = eta.subarray(first[s], first[s + 1]);
      const largest = own.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      for (let i = first[s]; i < first[s + 1]; i++) {
        this.risk[i] = weights[i] * Math.exp(eta[i] - largest);
        if (event[i]) logLikelihood += weights[i] * (eta[i] - largest);
      }
    }
    const ones = new Float64Array(n).fill(1);
    this.afresh = new Uint8Array(steps.deaths.length);
    [this.s0, this.e0] = this.sums(ones, true);
    for (let s = 0; s < steps.deaths.length; s++)
      for (let k = 0; k < steps.deaths[s]; k++)
        logLikelihood -= steps.meanWeight[s] * Math.log(this.s0[s] - this.gone(s, k) * this.e0[s]);
    this.logLikelihood = logLikelihood;
    this.expected = this.shared(ones);
  }

  /**
   * For each row rᵢ Σ w̄ v̄ / S₀ over the steps at which it is at risk (a tied death with Efron's share), v̄ the step's risk-weighted mean
   * of v: what the information takes off for v. For v = 1 the expected events. O(n + deaths).
   */
  shared(v: Float64Array): Float64Array {
    const { data, steps, s0, e0, risk } = this;
    const [sum, dead] = this.sums(v);
    const whole = new Float64Array(sum.length);
    const less = new Float64Array(sum.length);
    for (let s = 0; s < sum.length; s++)
      for (let k = 0; k < steps.deaths[s]; k++) {
        const gone = this.gone(s, k);
        const left = s0[s] - gone * e0[s];
        const part = (steps.meanWeight[s] * (sum[s] - gone * dead[s])) / (left * left);
        whole[s] += part;
        less[s] += gone * part;
      }
    // Sums of the steps before and from each; of the two differences that give a row's steps, the one of smaller numbers keeps more digits.
    const before = new Float64Array(sum.length + 1);
    const onwards = new Float64Array(sum.length + 1);
    const result = new Float64Array(v.length);
    for (let stratum = 0; stratum + 1 < steps.first.length; stratum++) {
      const [begin, end] = [steps.first[stratum], steps.first[stratum + 1]];
      before[begin] = 0;
      onwards[end] = 0;
      for (let s = begin; s < end; s++) before[s + 1] = before[s] + whole[s];
      for (let s = end - 1; s >= begin; s--) onwards[s] = onwards[s + 1] + whole[s];
      for (let i = data.first[stratum]; i < data.first[stratum + 1]; i++) {
        const [from, to, own] = [steps.from[i], steps.to[i], steps.own[i]];
        if (to <= from) continue;
        const lived =
          Math.abs(before[to]) <= Math.abs(onwards[from]) ? before[to] - before[from] : onwards[from] - onwards[to];
        result[i] = risk[i] * (lived - (own >= 0 ? less[own] : 0));
      }
    }
    return result;
  }

  /** Efron's part of the tied deaths that is no longer at risk at the k-th of them. */
  private gone(s: number, k: number): number {
    return this.steps.efron ? k / this.steps.deaths[s] : 0;
  }

  /** Σ r v over those at risk at each step, and over its deaths; `looking` for where that has to be done afresh. */
  private sums(v: Float64Array, looking = false): [Float64Array, Float64Array] {
    const { data, steps, risk, afresh } = this;
    const { first, from, to, own, deaths } = steps;
    const atRisk = new Float64Array(deaths.length);
    const dead = new Float64Array(deaths.length);
    for (let stratum = 0; stratum + 1 < first.length; stratum++) {
      const [begin, end] = [first[stratum], first[stratum + 1]];
      const leaving = new Float64Array(end - begin);
      for (let i = data.first[stratum]; i < data.first[stratum + 1]; i++) {
        if (to[i] <= from[i]) continue;
        const value = risk[i] * v[i];
        atRisk[to[i] - 1] += value;
        if (from[i] > begin) leaving[from[i] - 1 - begin] += value;
        if (own[i] >= 0) dead[own[i]] += value;
      }
      let [sum, largest] = [0, 0];
      for (let s = end - 1; s >= begin; s--) {
        largest = Math.max(largest, sum + atRisk[s]);
        sum += atRisk[s] - leaving[s - begin];
        if (looking && leaving[s - begin] > 0 && sum < CANCELLATION * largest) afresh[s] = 1;
        if (afresh[s]) {
          sum = 0;
          for (let i = data.first[stratum]; i < data.first[stratum + 1]; i++)
            if (from[i] <= s && s < to[i]) sum += risk[i] * v[i];
          largest = sum;
        }
        atRisk[s] = sum;
      }
    }
    return [atRisk, dead];
  }
}
