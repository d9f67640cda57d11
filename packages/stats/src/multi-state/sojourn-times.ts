import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { rowInfluence } from "./row-influence.js";
import { type StateSpells, stateSpells } from "./state-spells.js";
import { stateSteps } from "./state-steps.js";

/** The expected time in each state up to `tau`, by state. */
export interface SojournTimes {
  n: number;
  tau: number;
  estimate: Float64Array;
  standardError: Float64Array;
}

/**
 * The expected time in each state from the start to tau, one for each group: the area under each probability of
 * `aalenJohansen`, the last values carried on,
 *
 *   ∫_{t₀}^{tau} p(t) dt,
 *
 * and its standard error by the infinitesimal jackknife, Σ (Σ w_i ∂/∂w_i)² over the clusters; where p0 is estimated its
 * error counts. t₀ is `startTime`, or 0, or the earliest end of a row where that is negative. With two states it is the
 * restricted mean. Agrees with R's `summary(survfit(…, influence = TRUE), rmean = tau)`, but that R leaves the weights out
 * of the error. A group without rows: NaN. O(n log n + times · states²).
 *
 * @param tau in the unit of `time`, finite, not before t₀
 * @throws TypeError, RangeError as `aalenJohansen`; RangeError for a tau that is not
 */
export function sojournTimes(rows: MultiStateRows, tau: number, options: MultiStateOptions = {}): SojournTimes[] {
  const spells = stateSpells(rows, options);
  const start = options.startTime ?? earliestStart(spells);
  if (!(Number.isFinite(tau) && tau >= start))
    throw new RangeError(`tau is ${tau}; it must be a finite number from ${start}, the start`);
  const influence = new Float64Array(spells.states * spells.time.length);
  return Array.from({ length: spells.order.groups }, (_, g) => {
    const steps = stateSteps(spells, g, options.p0);
    const estimate = rowInfluence(spells, g, steps, { time: tau, of: "sojourn", start }, influence);
    return Object.freeze({ n: steps.n, tau, estimate, standardError: clusterErrors(spells, g, influence) });
  });
}

/** 0, or the earliest end of a row where that is negative. */
export function earliestStart({ order }: StateSpells): number {
  let earliest = 0;
  for (const i of order.byEnd) earliest = Math.min(earliest, order.times[order.rank[i]]);
  return earliest;
}

/** Of each state the square root of Σ_c (Σ_{i in c} w_i ∂/∂w_i)² over the rows of group g. */
function clusterErrors(
  { order, states, time, weights, cluster, clusters }: StateSpells,
  g: number,
  influence: Float64Array,
) {
  const sums = new Float64Array(clusters);
  const members = order.byEnd.subarray(order.first[g], order.first[g + 1]);
  if (members.length === 0) return new Float64Array(states).fill(Number.NaN);
  return Float64Array.from({ length: states }, (_, k) => {
    const of = (i: number) => (cluster ? cluster[i] : i);
    for (const i of members) sums[of(i)] = 0;
    for (const i of members) sums[of(i)] += (weights ? weights[i] : 1) * influence[k * time.length + i];
    let squares = 0;
    for (const i of members) {
      squares += sums[of(i)] ** 2;
      sums[of(i)] = 0;
    }
    return Math.sqrt(squares);
  });
}
