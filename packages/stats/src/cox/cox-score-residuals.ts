import { linearPredictor, tieSums } from "./cox-likelihood.js";
import { eachRiskSet } from "./cox-risk-sets.js";
import type { CoxData } from "./cox-rows.js";

/**
 * Each row's part of the score at β: ∫ (x − x̄(t)) dM(t), with Efron's share of a tied death's own time (Therneau &
 * Grambsch 2000, section 4.4). Not multiplied by the case weights; their weighted sum is the score. R's
 * `residuals(fit, "score")`, here of the scaled covariates.
 *
 *   x̃ − x̄ at an event, less e^η ( x [H(time) − H(entry)] − [G(time) − G(entry)] ),   H = Σ h, G = Σ h x̄
 *
 * One pass over the risk sets and one over the rows, O((n + d) p²), whatever the number of events a row is at risk for.
 *
 * @returns row-major n x p, by position
 */
export function scoreResiduals(data: CoxData, beta: Float64Array, ties: "efron" | "breslow"): Float64Array {
  const { n, p, x, event, rank, entryRank, byEntry, first: offsets, level } = data;
  const eta = linearPredictor(data, beta);
  const hazards = hazardsOf(data, eta, ties === "efron");
  const residuals = new Float64Array(n * p);
  const sums = new HazardSums(p);
  let next = hazards.count - 1;
  for (let s = offsets.length - 2; s >= 0; s--) {
    sums.restart();
    let entering = offsets[s];
    const subtract = (i: number, sign: 1 | -1) => {
      const at = sums.at(level ? level[i] : 0);
      const risk = sign * Math.exp(eta[i] - hazards.reference);
      for (let j = 0; j < p; j++) residuals[i * p + j] -= risk * (x[i * p + j] * at[p] - at[j]);
    };
    // Backwards over the list of risk sets is forwards in time; the strata come last to first.
    for (let i = offsets[s]; i < offsets[s + 1]; ) {
      const place = rank[i];
      let end = i;
      while (end < offsets[s + 1] && rank[end] === place) end++;
      if (byEntry && entryRank)
        for (; entering < offsets[s + 1] && entryRank[byEntry[entering]] < place; entering++)
          subtract(byEntry[entering], -1);
      if (next >= 0 && hazards.stratum[next] === s && hazards.rank[next] === place) {
        const hazard = hazards.hazard[next];
        const mean = hazards.mean.subarray(next * p, next * p + p);
        const tied = hazards.tied.get(next);
        const moment = tied?.moment ?? mean.map((value) => value * hazard);
        const ownHazard = tied?.ownHazard ?? hazard;
        const ownMoment = tied?.ownMoment ?? moment;
        for (let k = i; k < end; k++) {
          if (!event[k]) continue;
          const risk = Math.exp(eta[k] - hazards.reference);
          for (let j = 0; j < p; j++)
            residuals[k * p + j] += x[k * p + j] - mean[j] - risk * (x[k * p + j] * ownHazard - ownMoment[j]);
          subtract(k, 1);
        }
        sums.add(hazards.level[next--], hazard, moment);
      }
      for (let k = i; k < end; k++) if (!event[k]) subtract(k, 1);
      i = end;
    }
  }
  return residuals;
}

/** For each event time, in the order of the risk sets: Σ h over the steps of the tied deaths, and the mean over them of x̄. */
interface Hazards {
  count: number;
  /** η is taken relative to this. */
  reference: number;
  stratum: Int32Array;
  rank: Int32Array;
  level: Int32Array;
  hazard: Float64Array;
  mean: Float64Array;
  /** Where deaths are tied: Σ h x̄, and both sums with the part (1 − k/d) that a death has of the steps. */
  tied: Map<number, { moment: Float64Array; ownHazard: number; ownMoment: Float64Array }>;
}

function hazardsOf(data: CoxData, eta: Float64Array, efron: boolean): Hazards {
  const { p, events } = data;
  const codes = { stratum: new Int32Array(events), rank: new Int32Array(events), level: new Int32Array(events) };
  const result: Hazards = {
    count: 0,
    reference: eta.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY),
    ...codes,
    hazard: new Float64Array(events),
    mean: new Float64Array(events * p),
    tied: new Map(),
  };
  eachRiskSet(data, eta, (set) => {
    const { s1, e1 } = set;
    const { a0, a1, b0, b1, b2 } = tieSums(set, efron);
    const scale = Math.exp(result.reference - set.shift);
    const k = result.count++;
    codes.stratum[k] = set.stratum;
    codes.rank[k] = set.rank;
    codes.level[k] = Math.max(set.level, 0);
    result.hazard[k] = scale * a0;
    for (let j = 0; j < p; j++) result.mean[k * p + j] = (a0 * s1[j] - a1 * e1[j]) / set.eventWeight;
    if (a1 > 0)
      result.tied.set(k, {
        moment: s1.map((s, j) => scale * (b0 * s - b1 * e1[j])),
        ownHazard: scale * (a0 - a1),
        ownMoment: s1.map((s, j) => scale * ((b0 - b1) * s - (b1 - b2) * e1[j])),
      });
  });
  return result;
}

/** For each level the sums so far of h x̄ (first p) and of h (last). */
class HazardSums {
  private levels = new Map<number, Float64Array>();
  constructor(private readonly p: number) {}

  restart(): void {
    this.levels.clear();
  }

  at(level: number): Float64Array {
    let sums = this.levels.get(level);
    if (!sums) this.levels.set(level, (sums = new Float64Array(this.p + 1)));
    return sums;
  }

  add(level: number, hazard: number, moment: Float64Array): void {
    const sums = this.at(level);
    for (let j = 0; j < this.p; j++) sums[j] += moment[j];
    sums[this.p] += hazard;
  }
}
