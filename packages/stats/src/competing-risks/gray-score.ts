import type { CompetingRows } from "./competing-rows.js";

/** Of the groups but the last; the variance column-major. */
export interface GrayScore {
  score: Float64Array;
  variance: Float64Array;
}

/**
 * One stratum's score for one cause, and its variance as Gray's (1988, section 4) influence gives it: a group's score depends
 * on its own events and, through the pooled estimates, on all groups'. The variance is gathered in one pass from what each
 * group's events at a time add to the three sums of a quadratic polynomial in the integral of the weights, which is only
 * complete at the end.
 *
 * @param order the stratum's rows by time
 */
export function grayScore(
  { event, group }: CompetingRows,
  order: Int32Array,
  rank: Int32Array,
  cause: number,
  groups: number,
  rho: number,
): GrayScore {
  const size = Math.max(0, groups - 1);
  const score = new Float64Array(size);
  const variance = new Float64Array(size * size);
  const atRisk = new Float64Array(groups);
  for (const i of order) atRisk[group ? group[i] : 0]++;
  const survival = new Float64Array(groups).fill(1);
  const incidence = new Float64Array(groups);
  const deaths = new Float64Array(groups);
  const others = new Float64Array(groups);
  // Row-major, groups x groups: the weights at the time, their integral, and the sums that go with it.
  const weight = new Float64Array(groups * groups);
  const integral = new Float64Array(groups * groups);
  const linear = new Float64Array(groups * groups);
  const quadratic = new Float64Array(groups);
  let pooled = 0;

  const add = (k: number, share: number, spread: number, ofTime: boolean) => {
    quadratic[k] += share * share * spread;
    const factor = (j: number) => (ofTime ? weight[j * groups + k] : 0) - share * integral[j * groups + k];
    for (let i = 0; i < size; i++) {
      linear[i * groups + k] += factor(i) * share * spread;
      for (let j = 0; j < size; j++) variance[j * size + i] += factor(i) * factor(j) * spread;
    }
  };

  for (let from = 0, end = 0; from < order.length; from = end) {
    deaths.fill(0);
    others.fill(0);
    for (end = from; end < order.length && rank[order[end]] === rank[order[from]]; end++) {
      const i = order[end];
      if (event[i] === cause) deaths[group ? group[i] : 0]++;
      else if (event[i] !== 0) others[group ? group[i] : 0]++;
    }
    const dead = deaths.reduce((sum, d) => sum + d, 0);
    if (dead > 0 || others.some((d) => d > 0)) {
      let [total, atRiskOfCause] = [0, 0];
      const before = survival.slice();
      const left = incidence.map((f) => 1 - f);
      for (let k = 0; k < groups; k++) {
        if (atRisk[k] === 0) continue;
        total += atRisk[k] / before[k];
        atRiskOfCause += (atRisk[k] * left[k]) / before[k];
        incidence[k] += (before[k] * deaths[k]) / atRisk[k];
        survival[k] = (before[k] * (atRisk[k] - deaths[k] - others[k])) / atRisk[k];
      }
      const now = pooled + dead / total;
      const late = (1 - pooled) ** rho;
      weight.fill(0);
      for (let i = 0; i < groups; i++)
        for (let j = 0; j < groups; j++) {
          if (atRisk[i] === 0 || atRisk[j] === 0) continue;
          const [a, b] = [atRisk[i] / before[i], atRisk[j] / before[j]];
          const at = i * groups + j;
          weight[at] = late * a * ((i === j ? 1 : 0) - b / total);
          integral[at] += (weight[at] * dead) / (total * (1 - pooled));
        }
      for (let i = 0; i < size; i++)
        if (atRisk[i] > 0) score[i] += late * (deaths[i] - (dead * atRisk[i] * left[i]) / (before[i] * atRiskOfCause));
      for (let k = 0; k < groups; k++) {
        if (atRisk[k] === 0) continue;
        if (dead > 0) {
          const share = survival[k] > 0 ? 1 - (1 - now) / survival[k] : 1;
          const ties = dead > 1 ? 1 - (dead - 1) / (total * before[k] - 1) : 1;
          add(k, share, (ties * before[k] * dead) / (total * atRisk[k]), true);
        }
        if (others[k] > 0 && survival[k] > 0) {
          const share = (1 - now) / survival[k];
          const ties = others[k] > 1 ? 1 - (others[k] - 1) / (atRisk[k] - 1) : 1;
          add(k, -share, (ties * before[k] ** 2 * others[k]) / atRisk[k] ** 2, false);
        }
      }
      pooled = now;
    }
    for (let k = from; k < end; k++) atRisk[group ? group[order[k]] : 0]--;
  }
  for (let k = 0; k < groups; k++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const [a, b] = [integral[i * groups + k], integral[j * groups + k]];
        variance[j * size + i] += a * b * quadratic[k] + a * linear[j * groups + k] + b * linear[i * groups + k];
      }
  return { score, variance };
}
