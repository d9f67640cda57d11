import type { InfluenceSums } from "./influence-sums.js";
import type { StateSpells } from "./state-spells.js";
import { forRowsAt, type StateSteps } from "./state-steps.js";

/**
 * Standard errors of the probabilities by the infinitesimal jackknife: the square root of Σ_c U_ck² over the clusters,
 * U_c = Σ_{i in c} w_i ∂p / ∂w_i. Where p0 is estimated its error counts: ∂p0 / ∂w_i = (e_s − p0) / n at the start.
 * One pass over the rows of group g; see `InfluenceSums`. O(n log(times) states² + times states²) and more in `steps` at
 * which much of the weight moves at once.
 *
 * @param sums reset for the group's moves
 * @returns errors at the group's times, column-major by state, and at the start
 */
export function probabilityErrors(
  spells: StateSpells,
  g: number,
  { moves, place, states, start, p0 }: StateSteps,
  sums: InfluenceSums,
): { errors: Float64Array; startErrors: Float64Array } {
  const { order, from, to, weights } = spells;
  const { rank, entryRank, byEnd, byEntry } = order;
  const weightOf = (i: number) => (weights ? weights[i] : 1);
  if (start && start.weight > 0)
    forRowsAt(spells, g, start.place, (i) => sums.begin(i, from[i], weightOf(i) / start.weight, p0));
  const startErrors = Float64Array.from({ length: states }, (_, s) => sums.error(s));
  const m = place.length;
  const errors = new Float64Array(states * m);
  const end = order.first[g + 1];
  let entering = order.first[g];
  let leaving = entering;
  let e = 0;
  for (let j = 0; j < m; j++) {
    // Whoever enters before the time does so before others leave that merely go on: some do both since the time before.
    for (; entering < end; entering++) {
      const i = byEntry ? byEntry[entering] : byEnd[entering];
      if (entryRank && entryRank[i] >= place[j]) break;
      sums.enter(i, from[i], weightOf(i));
    }
    for (; leaving < end && rank[byEnd[leaving]] < place[j]; leaving++)
      sums.leave(byEnd[leaving], from[byEnd[leaving]], -1, weightOf(byEnd[leaving]));
    const step = e < moves.count && moves.place[e] === place[j];
    if (step) sums.step(e++);
    for (; leaving < end && rank[byEnd[leaving]] === place[j]; leaving++) {
      const i = byEnd[leaving];
      sums.leave(i, from[i], step ? to[i] : -1, weightOf(i));
    }
    if (step) sums.settle(e - 1);
    for (let s = 0; s < states; s++) errors[s * m + j] = sums.error(s);
  }
  return { errors, startErrors };
}
