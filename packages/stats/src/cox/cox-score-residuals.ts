import { hazardSteps } from "./cox-hazard-steps.js";
import { linearPredictor } from "./cox-likelihood.js";
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
  const hazards = hazardSteps(data, eta, ties === "efron");
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
