import type { StateCurve } from "./aalen-johansen.js";

/**
 * The curve with those of its times alone at which somebody changes state; `censored` then counts since the previous such
 * time, up to and including this one. Agrees with R's `summary(survfit)`. O(times · states).
 */
export function transitionTimesOnly(curve: StateCurve): StateCurve {
  const { states, rows } = curve;
  const m = curve.time.length;
  const kept: number[] = [];
  for (let j = 0; j < m; j++)
    for (let s = 0; s < states; s++)
      if (rows.events[s * m + j] > 0) {
        kept.push(j);
        break;
      }
  const of = (column: Float64Array) =>
    Float64Array.from(
      { length: kept.length * states },
      (_, q) => column[Math.floor(q / kept.length) * m + kept[q % kept.length]],
    );
  const since = (column: Float64Array) =>
    Float64Array.from(kept, (j, q) =>
      column.subarray(q > 0 ? kept[q - 1] + 1 : 0, j + 1).reduce((sum, c) => sum + c, 0),
    );
  return Object.freeze({
    ...curve,
    time: Float64Array.from(kept, (j) => curve.time[j]),
    atRisk: of(curve.atRisk),
    events: of(curve.events),
    censored: since(curve.censored),
    rows: { atRisk: of(rows.atRisk), events: of(rows.events), censored: since(rows.censored) },
    probability: of(curve.probability),
    standardError: of(curve.standardError),
    lower: of(curve.lower),
    upper: of(curve.upper),
  });
}
