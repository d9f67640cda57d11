/**
 * The matrices H = I + dA of the times at which somebody moves, by those of their rows that are not rows of I: step e
 * has the entries `first[e]` to `first[e + 1] - 1`, entry q is H[from[q], to[q]] = value[q], sorted by `from`; each
 * `from` has its diagonal among them. The rows sum to 1.
 */
export interface Moves {
  states: number;
  count: number;
  /** Of each step the place in the order's times, ascending. */
  place: Int32Array;
  first: Int32Array;
  from: Int32Array;
  to: Int32Array;
  value: Float64Array;
  /** Weight at risk in the state `from`, and p/n of it just before the step: how far a unit of weight pulls. */
  atRisk: Float64Array;
  pull: Float64Array;
}

/** Row vector times H of step e, in place: `v` holds it from `offset`. O(states + entries). */
export function timesStep(moves: Moves, e: number, v: Float64Array, offset: number, scratch: Float64Array): void {
  const { states, from, to, value } = moves;
  const end = moves.first[e + 1];
  let q = moves.first[e];
  for (let s = 0; s < states; s++) {
    scratch[s] = v[offset + s];
    v[offset + s] = 0;
  }
  for (let s = 0; s < states; s++)
    if (q < end && from[q] === s) for (; q < end && from[q] === s; q++) v[offset + to[q]] += scratch[s] * value[q];
    else v[offset + s] += scratch[s];
}

/** p/n of state s just before step e; 0 where nobody leaves s. */
export function pullOf({ first, from, pull }: Moves, e: number, s: number): number {
  for (let q = first[e]; q < first[e + 1]; q++) if (from[q] === s) return pull[q];
  return 0;
}

/** The transitions of one time after the other, and the steps that they make. */
export class MoveBuilder {
  private readonly weights: Float64Array;
  private readonly seen: Uint8Array;
  private readonly leaving: Uint8Array;
  private readonly movers: Int32Array;
  private readonly place: number[] = [];
  private readonly first: number[] = [0];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly value: number[] = [];
  private readonly atRisk: number[] = [];
  private readonly pull: number[] = [];
  private moved = false;

  constructor(private readonly states: number) {
    this.weights = new Float64Array(states * states);
    this.seen = new Uint8Array(states * states);
    this.leaving = new Uint8Array(states);
    this.movers = new Int32Array(states);
  }

  /** Moves without weight count too: they change nothing, but the estimate has a derivative by their weight. */
  add(from: number, to: number, weight: number): void {
    this.weights[from * this.states + to] += weight;
    this.seen[from * this.states + to] = 1;
    this.leaving[from] = 1;
    if (weight > 0) this.movers[from]++;
    this.moved = true;
  }

  /**
   * Ends the time at `place`: where anybody moved there is a step, and p becomes p H.
   *
   * @param atRisk by state held the weight at risk, and the number of rows that have it
   */
  close(place: number, atRisk: (state: number) => { weight: number; rows: number }, p: Float64Array): void {
    if (!this.moved) return;
    const { states, weights, seen, movers } = this;
    const before = p.slice();
    p.fill(0);
    for (let s = 0; s < states; s++) {
      const risk = this.leaving[s] ? atRisk(s) : { weight: 0, rows: 0 };
      if (risk.rows === 0) p[s] += before[s];
      else {
        let leaving = 0;
        for (let k = 0; k < states; k++) leaving += weights[s * states + k];
        const everyone = movers[s] === risk.rows;
        const n = everyone ? leaving : risk.weight;
        for (let k = 0; k < states; k++) {
          if (k !== s && !seen[s * states + k]) continue;
          const value = k !== s ? weights[s * states + k] / n : Math.max(0, 1 - leaving / n);
          this.from.push(s);
          this.to.push(k);
          this.value.push(value);
          this.atRisk.push(n);
          this.pull.push(before[s] / n);
          p[k] += before[s] * value;
        }
      }
      if (!this.leaving[s]) continue;
      this.leaving[s] = movers[s] = 0;
      weights.fill(0, s * states, (s + 1) * states);
      seen.fill(0, s * states, (s + 1) * states);
    }
    this.place.push(place);
    this.first.push(this.from.length);
    this.moved = false;
  }

  moves(): Moves {
    return {
      states: this.states,
      count: this.place.length,
      place: Int32Array.from(this.place),
      first: Int32Array.from(this.first),
      from: Int32Array.from(this.from),
      to: Int32Array.from(this.to),
      value: Float64Array.from(this.value),
      atRisk: Float64Array.from(this.atRisk),
      pull: Float64Array.from(this.pull),
    };
  }
}
