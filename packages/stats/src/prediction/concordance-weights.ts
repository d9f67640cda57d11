import type { RowOrder } from "../rows/row-order.js";

/** How the events of a concordance are weighted; see `ConcordanceOptions.timeWeight`. */
export type TimeWeight = "n" | "S" | "S/G" | "n/G2" | "I";

interface WeightedRows {
  event: Uint8Array;
  weights?: Float64Array;
}

/**
 * The weight of the events of each stratum and time, by the place of its first row in `order.byEnd`; 0 after `yMax`.
 * See `ConcordanceOptions.timeWeight`. O(n).
 */
export function timeWeights(order: RowOrder, rows: WeightedRows, kind: TimeWeight, yMax: number): Float64Array {
  const { times, rank, first, byEnd, groups } = order;
  const result = new Float64Array(byEnd.length).fill(1);
  for (let s = 0; s < groups; s++) {
    const events = eventsIn(order, rows.event, s);
    if (kind !== "n" && (events >= 2 || (kind === "I" && groups > 10))) weighStratum(order, rows, kind, s, result);
    for (let k = first[s]; k < first[s + 1]; k++) if (times[rank[byEnd[k]]] > yMax) result[k] = 0;
  }
  return result;
}

function eventsIn({ first, byEnd }: RowOrder, event: Uint8Array, s: number): number {
  let events = 0;
  for (let k = first[s]; k < first[s + 1]; k++) events += event[byEnd[k]];
  return events;
}

function weighStratum(
  { rank, entryRank, first, byEnd, byEntry }: RowOrder,
  { event, weights }: WeightedRows,
  kind: TimeWeight,
  s: number,
  result: Float64Array,
): void {
  const weight = (i: number) => (weights ? weights[i] : 1);
  const atRisk = new Float64Array(first[s + 1] - first[s]);
  let total = 0;
  // Backwards: added up from the smallest, the numbers at risk keep their digits.
  for (let k = first[s + 1] - 1, leaving = k, sum = 0; k >= first[s]; k--) {
    const i = byEnd[k];
    sum += weight(i);
    total += weight(i);
    if (k > first[s] && rank[byEnd[k - 1]] === rank[i]) continue;
    if (byEntry && entryRank)
      for (; leaving >= first[s] && entryRank[byEntry[leaving]] >= rank[i]; leaving--) sum -= weight(byEntry[leaving]);
    atRisk[k - first[s]] = sum;
  }
  let survival = 1;
  let uncensored = 1;
  for (let k = first[s], end = k; k < first[s + 1]; k = end) {
    let deaths = 0;
    let censored = 0;
    for (; end < first[s + 1] && rank[byEnd[end]] === rank[byEnd[k]]; end++) {
      if (event[byEnd[end]]) deaths += weight(byEnd[end]);
      else censored += weight(byEnd[end]);
    }
    const n = atRisk[k - first[s]];
    // Rows of weight 0 alone: they weigh nothing, whatever the time weight.
    if (n === 0) continue;
    if (kind === "S") result[k] = (total * survival) / n;
    else if (kind === "S/G") result[k] = (total * survival) / (uncensored * n);
    else if (kind === "n/G2") result[k] = 1 / uncensored ** 2;
    else result[k] = 1 / n;
    survival *= (n - deaths) / n;
    if (censored > 0) uncensored *= (n - deaths - censored) / (n - deaths);
  }
}
