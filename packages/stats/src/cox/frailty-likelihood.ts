import type { CoxData } from "./cox-rows.js";

/** Where each row of a Cox model lies among the event times, so that sums over risk sets are sums of what comes before and after. */
export interface EventSteps {
  /** Number of event times, stratum by stratum. */
  count: number;
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

export function eventSteps(data: CoxData, efron: boolean): EventSteps {
  const { n, event, rank, entryRank, first, weights } = data;
  const from = new Int32Array(n);
  const to = new Int32Array(n);
  const own = new Int32Array(n).fill(-1);
  const ranks: number[] = [];
  for (let s = 0; s + 1 < first.length; s++) {
    const begin = ranks.length;
    for (let i = first[s]; i < first[s + 1]; i++)
      if (event[i] && (ranks.length === begin || ranks[ranks.length - 1] !== rank[i])) ranks.push(rank[i]);
    let step = begin;
    for (let i = first[s]; i < first[s + 1]; i++) {
      while (step < ranks.length && ranks[step] <= rank[i]) step++;
      to[i] = step;
      if (event[i]) own[i] = step - 1;
    }
    const place = (r: number) => {
      let [low, high] = [begin, ranks.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (ranks[middle] <= r) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    for (let i = first[s]; i < first[s + 1]; i++) from[i] = entryRank ? place(entryRank[i]) : begin;
  }
  const count = ranks.length;
  const deaths = new Int32Array(count);
  const meanWeight = new Float64Array(count);
  for (let i = 0; i < n; i++)
    if (own[i] >= 0) {
      deaths[own[i]]++;
      meanWeight[own[i]] += weights[i];
    }
  for (let k = 0; k < count; k++) meanWeight[k] /= deaths[k];
  return { count, from, to, own, deaths, meanWeight, efron };
}

/** The risks of all rows at one linear predictor, and what a partial likelihood's derivatives are made of. */
export class RiskSteps {
  /** Weight times e^η, relative to the largest. */
  private readonly risk: Float64Array;
  private readonly s0: Float64Array;
  private readonly e0: Float64Array;
  /** Events that each row's risk and time make expected, its weight included. */
  readonly expected: Float64Array;
  readonly logLikelihood: number;

  constructor(
    data: CoxData,
    private readonly steps: EventSteps,
    eta: Float64Array,
  ) {
    const { n, event, weights } = data;
    const largest = eta.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    this.risk = eta.map((value, i) => weights[i] * Math.exp(value - largest));
    [this.s0, this.e0] = this.sums(new Float64Array(n).fill(1));
    let logLikelihood = 0;
    for (let i = 0; i < n; i++) if (event[i]) logLikelihood += weights[i] * (eta[i] - largest);
    for (let s = 0; s < steps.count; s++)
      for (let k = 0; k < steps.deaths[s]; k++)
        logLikelihood -= steps.meanWeight[s] * Math.log(this.s0[s] - this.gone(s, k) * this.e0[s]);
    this.logLikelihood = logLikelihood;
    this.expected = this.shared(new Float64Array(n).fill(1));
  }

  /**
   * For each row rᵢ Σ w̄ v̄ / S₀ over the steps at which it is at risk (a tied death with Efron's share), v̄ the step's risk-weighted mean
   * of v: what the information takes off for v. For v = 1 the expected events. O(n + deaths).
   */
  shared(v: Float64Array): Float64Array {
    const { steps, s0, e0, risk } = this;
    const [sum, dead] = this.sums(v);
    const before = new Float64Array(steps.count + 1);
    const less = new Float64Array(steps.count);
    for (let s = 0; s < steps.count; s++) {
      let [whole, missing] = [0, 0];
      for (let k = 0; k < steps.deaths[s]; k++) {
        const gone = this.gone(s, k);
        const left = s0[s] - gone * e0[s];
        const part = (steps.meanWeight[s] * (sum[s] - gone * dead[s])) / (left * left);
        whole += part;
        missing += gone * part;
      }
      before[s + 1] = before[s] + whole;
      less[s] = missing;
    }
    return risk.map((r, i) => {
      if (steps.to[i] <= steps.from[i]) return 0;
      const all = before[steps.to[i]] - before[steps.from[i]];
      return r * (all - (steps.own[i] >= 0 ? less[steps.own[i]] : 0));
    });
  }

  /** Efron's part of the tied deaths that is no longer at risk at the k-th of them. */
  private gone(s: number, k: number): number {
    return this.steps.efron ? k / this.steps.deaths[s] : 0;
  }

  /** Σ r v over those at risk at each step, and over its deaths. */
  private sums(v: Float64Array): [Float64Array, Float64Array] {
    const { from, to, own, count } = this.steps;
    const atRisk = new Float64Array(count);
    const dead = new Float64Array(count);
    for (let i = 0; i < v.length; i++) {
      const value = this.risk[i] * v[i];
      if (to[i] > from[i]) {
        atRisk[to[i] - 1] += value;
        if (from[i] > 0) atRisk[from[i] - 1] -= value;
      }
      if (own[i] >= 0) dead[own[i]] += value;
    }
    for (let s = count - 2; s >= 0; s--) atRisk[s] += atRisk[s + 1];
    return [atRisk, dead];
  }
}
