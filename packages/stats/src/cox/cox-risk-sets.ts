import type { CoxData } from "./cox-rows.js";

/**
 * The sums over one risk set and over the events at its time, e^η divided by e^shift. The arrays are reused from one
 * risk set to the next. Second-order sums are packed lower triangles: entry (j, k), k <= j, is at j (j + 1) / 2 + k.
 */
export interface RiskSet {
  stratum: number;
  /** The event time's place in the data's `times`. */
  rank: number;
  /** Positions first..last of the rows that end at this time. */
  first: number;
  last: number;
  level: number;
  /** Number of events, their weight, Σ w η (not shifted) and Σ w x. */
  deaths: number;
  eventWeight: number;
  eventPredictor: number;
  eventX: Float64Array;
  shift: number;
  /** Σ w e^η, Σ w x e^η, Σ w x x' e^η of the rows at risk. */
  s0: number;
  s1: Float64Array;
  s2: Float64Array;
  /** The same of the events; filled only where there are two or more. */
  e0: number;
  e1: Float64Array;
  e2: Float64Array;
}

/** How far e^η may climb above the shift before the sums are rescaled, so that no η overflows. */
const HEADROOM = 200;
/**
 * A sum that falls below this part of its largest value by rows leaving is added up afresh: the digits left are few. So
 * it does when the last row of the level has left.
 */
const CANCELLATION = 1e-3;

/**
 * Passes over the risk sets of the event times, the last time of the first stratum first. Rows come in by their time;
 * those with an entry leave by it, and what their leaving would cost in digits is made good by adding up the rows that
 * are left. O(n p²), without entries exactly one addition a row.
 *
 * @param predictor η of each position
 */
export function eachRiskSet(data: CoxData, predictor: Float64Array, visit: (set: RiskSet) => void): void {
  const { p, event, weights, rank, entryRank, byEntry, first: offsets, level } = data;
  const set = emptyRiskSet(p);
  const active = entryRank && new ActiveRows(data.n);
  const peaks = new Float64Array(p + 1);
  for (let stratum = 0; stratum + 1 < offsets.length; stratum++) {
    const from = offsets[stratum];
    const end = offsets[stratum + 1];
    let leaving = end - 1;
    set.stratum = stratum;
    set.shift = Number.NEGATIVE_INFINITY;
    set.level = -1;
    clear(set);
    active?.clear();
    peaks.fill(0);
    for (let last = end - 1, first = last; last >= from; last = first - 1) {
      let deaths = event[last];
      for (first = last; first > from && rank[first - 1] === rank[last]; ) deaths += event[--first];
      if (deaths > 0 && active && entryRank && byEntry) {
        let left = 0;
        for (; leaving >= from && entryRank[byEntry[leaving]] >= rank[last]; leaving--, left++) {
          const i = byEntry[leaving];
          active.remove(i);
          if (!level || level[i] === set.level) addRow(set, data, i, -weights[i] * Math.exp(predictor[i] - set.shift));
        }
        if (left > 0 && (active.size === 0 || cancelled(set, peaks, p))) sumAfresh(set, data, predictor, active, peaks);
      }
      if (deaths > 0) startEvents(set, rank[last], first, last, deaths);
      for (let i = last; i >= first; i--) {
        active?.add(i);
        if (level && !raiseLevel(set, level[i])) continue;
        if (predictor[i] > set.shift + HEADROOM) rescale(set, predictor[i], peaks);
        const weighted = weights[i] * Math.exp(predictor[i] - set.shift);
        if (event[i]) addEvent(set, data, i, predictor[i], weighted);
        else addRow(set, data, i, weighted);
      }
      if (deaths === 0) continue;
      if (deaths > 1) addEventsToRisk(set, p);
      if (active) raisePeaks(set, peaks, p);
      visit(set);
    }
  }
}

export function emptyRiskSet(p: number): RiskSet {
  const pairs = (p * (p + 1)) / 2;
  const numbers = { stratum: 0, rank: 0, first: 0, last: 0, level: -1, deaths: 0, shift: 0, s0: 0, e0: 0 };
  const first = { eventX: new Float64Array(p), s1: new Float64Array(p), e1: new Float64Array(p) };
  return {
    ...numbers,
    eventWeight: 0,
    eventPredictor: 0,
    ...first,
    s2: new Float64Array(pairs),
    e2: new Float64Array(pairs),
  };
}

function clear(set: RiskSet): void {
  set.s0 = 0;
  set.s1.fill(0);
  set.s2.fill(0);
}

function startEvents(set: RiskSet, rank: number, first: number, last: number, deaths: number): void {
  set.rank = rank;
  set.first = first;
  set.last = last;
  set.deaths = deaths;
  set.eventWeight = 0;
  set.eventPredictor = 0;
  set.eventX.fill(0);
  set.e0 = 0;
  if (deaths > 1) {
    set.e1.fill(0);
    set.e2.fill(0);
  }
}

function addRow(set: RiskSet, { p, x }: CoxData, i: number, weighted: number): void {
  set.s0 += weighted;
  addMoments(set.s1, set.s2, x, i * p, p, weighted);
}

function addEvent(set: RiskSet, data: CoxData, i: number, eta: number, weighted: number): void {
  const { p, x, weights } = data;
  set.eventWeight += weights[i];
  set.eventPredictor += weights[i] * eta;
  for (let j = 0; j < p; j++) set.eventX[j] += weights[i] * x[i * p + j];
  set.e0 += weighted;
  if (set.deaths === 1) addRow(set, data, i, weighted);
  else addMoments(set.e1, set.e2, x, i * p, p, weighted);
}

function addEventsToRisk(set: RiskSet, p: number): void {
  set.s0 += set.e0;
  for (let j = 0; j < p; j++) set.s1[j] += set.e1[j];
  for (let m = 0; m < set.s2.length; m++) set.s2[m] += set.e2[m];
}

function addMoments(s1: Float64Array, s2: Float64Array, x: Float64Array, at: number, p: number, factor: number): void {
  for (let j = 0, m = 0; j < p; j++) {
    const product = factor * x[at + j];
    s1[j] += product;
    for (let k = 0; k <= j; k++) s2[m++] += product * x[at + k];
  }
}

/** False for a row below the set's level; a row above it makes those there negligible. */
function raiseLevel(set: RiskSet, level: number): boolean {
  if (level < set.level) return false;
  if (level > set.level) {
    set.level = level;
    set.shift = Number.NEGATIVE_INFINITY;
    clear(set);
  }
  return true;
}

function rescale(set: RiskSet, shift: number, peaks: Float64Array): void {
  const factor = Math.exp(set.shift - shift);
  for (const sums of [set.s1, set.s2, set.e1, set.e2, peaks]) for (let m = 0; m < sums.length; m++) sums[m] *= factor;
  set.s0 *= factor;
  set.e0 *= factor;
  set.shift = shift;
}

/** Peaks: the largest s0 and diagonal entries of s2 since the sums were last added up. */
function raisePeaks(set: RiskSet, peaks: Float64Array, p: number): void {
  if (set.s0 > peaks[p]) peaks[p] = set.s0;
  for (let j = 0, m = 0; j < p; m += ++j + 1) if (set.s2[m] > peaks[j]) peaks[j] = set.s2[m];
}

function cancelled(set: RiskSet, peaks: Float64Array, p: number): boolean {
  if (!(set.s0 >= CANCELLATION * peaks[p])) return true;
  for (let j = 0, m = 0; j < p; m += ++j + 1) if (!(set.s2[m] >= CANCELLATION * peaks[j])) return true;
  return false;
}

function sumAfresh(
  set: RiskSet,
  data: CoxData,
  predictor: Float64Array,
  active: ActiveRows,
  peaks: Float64Array,
): void {
  clear(set);
  peaks.fill(0);
  set.shift = Number.NEGATIVE_INFINITY;
  set.level = -1;
  for (let k = 0; k < active.size; k++) {
    const i = active.rows[k];
    if (data.level && data.level[i] > set.level) set.level = data.level[i];
    if (predictor[i] > set.shift) set.shift = predictor[i];
  }
  for (let k = 0; k < active.size; k++) {
    const i = active.rows[k];
    if (!data.level || data.level[i] === set.level)
      addRow(set, data, i, data.weights[i] * Math.exp(predictor[i] - set.shift));
  }
  raisePeaks(set, peaks, data.p);
}

/** The rows at risk, in any order; adding and removing one is O(1). */
class ActiveRows {
  readonly rows: Int32Array;
  size = 0;
  private readonly place: Int32Array;

  constructor(n: number) {
    this.rows = new Int32Array(n);
    this.place = new Int32Array(n);
  }

  clear(): void {
    this.size = 0;
  }

  add(i: number): void {
    this.place[i] = this.size;
    this.rows[this.size++] = i;
  }

  remove(i: number): void {
    const moved = this.rows[--this.size];
    this.rows[this.place[i]] = moved;
    this.place[moved] = this.place[i];
  }
}
