import { type Moves, timesStep } from "./moves.js";

/** So many steps are taken one by one; longer ways go over whole blocks. */
const BLOCK = 16;

/**
 * What the steps do to the influence U (a row vector over the states) of rows that only stand at risk: a step takes U to
 *
 *   U H + Σ_s ω_s c_s,   c_s = (p_s / n_s) (e_s − H_s)
 *
 * with ω_s the rows' weight at risk in state s. Such maps compose to maps of the same kind, U M + Σ_s ω_s C_s, so that
 * a way over many steps is a few products of matrices that were made once (a tree over blocks of steps; no inverse, which
 * would not exist where a state empties). One way costs O(log(steps) states²).
 */
export class InfluenceFlow {
  private readonly states: number;
  private readonly size: number;
  /** Of each node of the tree M and C, row by row; node 1 is the root, `leaves` + b is block b. */
  private readonly nodes: (Float64Array | undefined)[];
  private readonly leaves: number;
  /** The way from the start, kept for the rows that have been there since. */
  private readonly prefix: Float64Array;
  private prefixEnd = 0;
  private readonly scratch: Float64Array;
  private readonly old: Float64Array;

  constructor(private readonly moves: Moves) {
    this.states = moves.states;
    this.size = 2 * this.states * this.states;
    let leaves = 1;
    while (leaves * BLOCK < moves.count) leaves *= 2;
    this.leaves = leaves;
    this.nodes = new Array<Float64Array | undefined>(2 * leaves);
    this.prefix = this.identity();
    this.scratch = new Float64Array(this.states);
    this.old = new Float64Array(this.states);
  }

  /** Takes U, in `u` from `offset`, over the steps `start` to `end` − 1; ω is in `weight` from `offset`. */
  advance(u: Float64Array, weight: Float64Array, offset: number, start: number, end: number): void {
    if (start >= end) return;
    if (start === 0 && end >= this.prefixEnd) {
      for (; this.prefixEnd < end; this.prefixEnd++) this.extend(this.prefix, this.prefixEnd);
      this.apply(this.prefix, u, weight, offset);
      return;
    }
    let e = start;
    while (e < end) {
      if (e % BLOCK !== 0 || e + BLOCK > end) {
        this.step(e, u, weight, offset);
        e++;
        continue;
      }
      let node = this.leaves + e / BLOCK;
      let length = BLOCK;
      while (node % 2 === 0 && e + 2 * length <= end) {
        node /= 2;
        length *= 2;
      }
      this.apply(this.node(node), u, weight, offset);
      e += length;
    }
  }

  /** One step: U H + Σ ω_s c_s. */
  step(e: number, u: Float64Array, weight: Float64Array, offset: number): void {
    const { first, from, to, value, pull } = this.moves;
    timesStep(this.moves, e, u, offset, this.scratch);
    for (let q = first[e]; q < first[e + 1]; q++) {
      const w = weight[offset + from[q]];
      if (w !== 0) u[offset + to[q]] += w * pull[q] * ((from[q] === to[q] ? 1 : 0) - value[q]);
    }
  }

  private node(node: number): Float64Array {
    const known = this.nodes[node];
    if (known) return known;
    const made = this.identity();
    if (node >= this.leaves) {
      const start = (node - this.leaves) * BLOCK;
      for (let e = start; e < start + BLOCK && e < this.moves.count; e++) this.extend(made, e);
    } else this.compose(this.node(2 * node), this.node(2 * node + 1), made);
    this.nodes[node] = made;
    return made;
  }

  private identity(): Float64Array {
    const map = new Float64Array(this.size);
    for (let s = 0; s < this.states; s++) map[s * this.states + s] = 1;
    return map;
  }

  /** The map and then step e, in its place. */
  private extend(map: Float64Array, e: number): void {
    const { states } = this;
    const { first, from, to, value, pull } = this.moves;
    for (let row = 0; row < 2 * states; row++) timesStep(this.moves, e, map, row * states, this.scratch);
    for (let q = first[e]; q < first[e + 1]; q++)
      map[(states + from[q]) * states + to[q]] += pull[q] * ((from[q] === to[q] ? 1 : 0) - value[q]);
  }

  private compose(a: Float64Array, b: Float64Array, into: Float64Array): void {
    const S = this.states;
    for (let row = 0; row < 2 * S; row++)
      for (let k = 0; k < S; k++) {
        let sum = row < S ? 0 : b[row * S + k];
        for (let s = 0; s < S; s++) sum += a[row * S + s] * b[s * S + k];
        into[row * S + k] = sum;
      }
  }

  private apply(map: Float64Array, u: Float64Array, weight: Float64Array, offset: number): void {
    const { states, old } = this;
    for (let s = 0; s < states; s++) {
      old[s] = u[offset + s];
      u[offset + s] = 0;
    }
    for (let s = 0; s < states; s++) {
      const w = weight[offset + s];
      if (old[s] !== 0) for (let k = 0; k < states; k++) u[offset + k] += old[s] * map[s * states + k];
      if (w !== 0) for (let k = 0; k < states; k++) u[offset + k] += w * map[(states + s) * states + k];
    }
  }
}
