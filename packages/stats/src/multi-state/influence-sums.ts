import { InfluenceFlow } from "./influence-flow.js";
import { MoveBuilder, type Moves, pullOf, timesStep } from "./moves.js";
import type { StateSpells } from "./state-spells.js";

/**
 * Σ U'U over the clusters, U being a cluster's weighted influence on the probabilities (a row vector over the states) and
 * ω its weight at risk by state. A step takes every U to U H + Σ_s ω_s c_s (`InfluenceFlow`), and who moves from s to k
 * gains w (p_s/n_s)(e_k − e_s) besides. With M = Σ U'U, V_s = Σ ω_s U and W_st = Σ ω_s ω_t the step is
 *
 *   M ← H'M H + Σ_s ((V_s H)'c_s + c_s'(V_s H)) + Σ_st W_st c_s'c_t,   V_s ← V_s H + Σ_t W_st c_t,
 *
 * so that no time costs more than the rows that enter, leave or move there. Sums that have lost most of their terms keep
 * the round-off of those that are gone, and are added up afresh.
 */
export class InfluenceSums {
  private readonly states: number;
  private readonly influence: Float64Array;
  private readonly weight: Float64Array;
  /** Steps that the cluster's influence has seen. */
  private readonly since: Int32Array;
  private readonly known: Uint8Array;
  private readonly touched: number[] = [];
  private moves: Moves;
  private flow: InfluenceFlow;
  private done = 0;
  /** M, W, and V row by row. */
  private readonly squares: Float64Array;
  private readonly weights: Float64Array;
  private readonly products: Float64Array;
  /** Of each state the largest Σ U², and the largest Σ ω², since they were last added up afresh. */
  private readonly peak: Float64Array;
  private readonly members: number[][];
  private readonly peakWeight: Float64Array;
  private readonly position: Int32Array;
  private readonly scratch: Float64Array;
  private readonly jump: Float64Array;

  constructor(private readonly spells: StateSpells) {
    const { states, clusters } = spells;
    this.states = states;
    this.moves = new MoveBuilder(states).moves();
    this.flow = new InfluenceFlow(this.moves);
    this.influence = new Float64Array(clusters * states);
    this.weight = new Float64Array(clusters * states);
    this.since = new Int32Array(clusters);
    this.known = new Uint8Array(clusters);
    this.squares = new Float64Array(states * states);
    this.weights = new Float64Array(states * states);
    this.products = new Float64Array(states * states);
    this.peak = new Float64Array(states);
    this.members = Array.from({ length: states }, () => []);
    this.peakWeight = new Float64Array(states);
    this.position = new Int32Array(spells.time.length);
    this.scratch = new Float64Array(states);
    this.jump = new Float64Array(states);
  }

  /** Nobody at risk, no influence, and the moves of another group to come. */
  reset(moves: Moves): void {
    for (const c of this.touched) {
      const at = c * this.states;
      this.influence.fill(0, at, at + this.states);
      this.weight.fill(0, at, at + this.states);
      this.since[c] = 0;
      this.known[c] = 0;
    }
    this.touched.length = 0;
    for (const sums of [this.squares, this.weights, this.products, this.peak, this.peakWeight]) sums.fill(0);
    for (const rows of this.members) rows.length = 0;
    this.moves = moves;
    this.flow = new InfluenceFlow(moves);
    this.done = 0;
  }

  /** The row's influence on p0, `share` (e_s − p0). */
  begin(i: number, s: number, share: number, p0: Float64Array): void {
    if (share === 0) return;
    for (let k = 0; k < this.states; k++) this.jump[k] = share * ((k === s ? 1 : 0) - p0[k]);
    this.add(this.upToDate(i));
  }

  enter(i: number, s: number, w: number): void {
    if (w === 0) return;
    const c = this.upToDate(i);
    this.position[i] = this.members[s].push(i) - 1;
    this.reweigh(c, s, w);
  }

  /** The row leaves its place in state s at the step just taken, for state k, or (−1) for none. */
  leave(i: number, s: number, k: number, w: number): void {
    if (w === 0) return;
    const { states } = this;
    const c = this.upToDate(i);
    if (k >= 0 && k !== s) {
      const gain = w * pullOf(this.moves, this.done - 1, s);
      this.jump.fill(0);
      this.jump[k] = gain;
      this.jump[s] = -gain;
      this.add(c);
    }
    const rows = this.members[s];
    const last = rows.pop() as number;
    if (last !== i) {
      rows[this.position[i]] = last;
      this.position[last] = this.position[i];
    }
    this.reweigh(c, s, -w);
    if (rows.length > 0) return;
    this.peakWeight[s] = 0;
    for (let t = 0; t < states; t++)
      this.weights[s * states + t] = this.weights[t * states + s] = this.products[s * states + t] = 0;
  }

  /** Everybody's influence over step e. */
  step(e: number): void {
    const { states, squares, weights, products, moves, scratch } = this;
    for (let s = 0; s < states; s++) if (weights[s * states + s] < 0.25 * this.peakWeight[s]) this.addUpProducts(s);
    const { first, from, to, value, pull } = moves;
    for (let s = 0; s < states; s++) timesStep(moves, e, squares, s * states, scratch);
    for (let s = 0; s < states; s++)
      for (let k = 0; k < s; k++) {
        const other = squares[s * states + k];
        squares[s * states + k] = squares[k * states + s];
        squares[k * states + s] = other;
      }
    for (let s = 0; s < states; s++) timesStep(moves, e, squares, s * states, scratch);
    for (let s = 0; s < states; s++) timesStep(moves, e, products, s * states, scratch);
    const c = (q: number) => pull[q] * ((from[q] === to[q] ? 1 : 0) - value[q]);
    for (let q = first[e]; q < first[e + 1]; q++) {
      const drift = c(q);
      for (let k = 0; k < states; k++) {
        const cross = products[from[q] * states + k] * drift;
        squares[k * states + to[q]] += cross;
        squares[to[q] * states + k] += cross;
      }
      for (let r = first[e]; r < first[e + 1]; r++)
        squares[to[q] * states + to[r]] += weights[from[q] * states + from[r]] * drift * c(r);
    }
    for (let q = first[e]; q < first[e + 1]; q++)
      for (let t = 0; t < states; t++) products[t * states + to[q]] += weights[t * states + from[q]] * c(q);
    this.done = e + 1;
    this.raisePeaks();
  }

  /** After all who move at step e have left: nothing moves the probability of a state that is empty by the data. */
  settle(e: number): void {
    const { states, squares, products } = this;
    const { first, from, to, value } = this.moves;
    for (let q = first[e]; q < first[e + 1]; q++) {
      const k = from[q];
      if (to[q] !== k || value[q] !== 0) continue;
      let entered = false;
      for (let r = first[e]; r < first[e + 1]; r++) if (to[r] === k && value[r] > 0) entered = true;
      if (entered) continue;
      this.peak[k] = 0;
      for (let t = 0; t < states; t++) squares[k * states + t] = squares[t * states + k] = products[t * states + k] = 0;
    }
  }

  /** The square root of Σ U_k². */
  error(k: number): number {
    const at = k * this.states + k;
    if (this.squares[at] < 1e-4 * this.peak[k]) this.addUpSquares();
    return Math.sqrt(this.squares[at]);
  }

  /** The jump is added to the cluster's influence. */
  private add(c: number): void {
    const { states, squares, products, influence, weight, jump } = this;
    const at = c * states;
    for (let k = 0; k < states; k++)
      for (let t = 0; t < states; t++)
        squares[k * states + t] += influence[at + k] * jump[t] + jump[k] * influence[at + t] + jump[k] * jump[t];
    for (let s = 0; s < states; s++)
      if (weight[at + s] !== 0) for (let k = 0; k < states; k++) products[s * states + k] += weight[at + s] * jump[k];
    for (let k = 0; k < states; k++) influence[at + k] += jump[k];
    this.raisePeaks();
  }

  private reweigh(c: number, s: number, w: number): void {
    const { states, weights, products, influence, weight } = this;
    const at = c * states;
    for (let t = 0; t < states; t++) {
      weights[s * states + t] += w * weight[at + t];
      weights[t * states + s] += w * weight[at + t];
      products[s * states + t] += w * influence[at + t];
    }
    weights[s * states + s] += w * w;
    weight[at + s] += w;
    this.peakWeight[s] = Math.max(this.peakWeight[s], weights[s * states + s]);
  }

  private upToDate(i: number): number {
    const c = this.clusterOf(i);
    if (!this.known[c]) {
      this.known[c] = 1;
      this.touched.push(c);
      this.since[c] = this.done;
    }
    this.bring(c);
    return c;
  }

  private bring(c: number): void {
    this.flow.advance(this.influence, this.weight, c * this.states, this.since[c], this.done);
    this.since[c] = this.done;
  }

  private raisePeaks(): void {
    for (let k = 0; k < this.states; k++) {
      const square = this.squares[k * this.states + k];
      if (square > this.peak[k]) this.peak[k] = square;
    }
  }

  private addUpSquares(): void {
    const { states, squares, influence } = this;
    squares.fill(0);
    for (const c of this.touched) {
      this.bring(c);
      const at = c * states;
      for (let k = 0; k < states; k++)
        for (let t = 0; t < states; t++) squares[k * states + t] += influence[at + k] * influence[at + t];
    }
    for (let k = 0; k < states; k++) this.peak[k] = squares[k * states + k];
  }

  private addUpProducts(s: number): void {
    const { states, spells, weights, products, influence, weight } = this;
    const rows = this.members[s];
    for (let t = 0; t < states; t++) weights[s * states + t] = weights[t * states + s] = products[s * states + t] = 0;
    for (const i of rows) weight[this.upToDate(i) * states + s] = 0;
    for (const i of rows) weight[this.clusterOf(i) * states + s] += spells.weights ? spells.weights[i] : 1;
    for (const i of rows) {
      const at = this.clusterOf(i) * states;
      const w = spells.weights ? spells.weights[i] : 1;
      for (let t = 0; t < states; t++) {
        weights[s * states + t] += w * weight[at + t];
        products[s * states + t] += w * influence[at + t];
      }
    }
    for (let t = 0; t < states; t++) weights[t * states + s] = weights[s * states + t];
    this.peakWeight[s] = weights[s * states + s];
  }

  private clusterOf(i: number): number {
    return this.spells.cluster ? this.spells.cluster[i] : i;
  }
}
