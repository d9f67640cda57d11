import { rowOrder } from "../rows/row-order.js";
import { checkFinite, checkSurvivalRows } from "../rows/survival-rows.js";
import type { DesignMatrix } from "./design-matrix.js";

/** Rows of a Cox model; the arrays have length n and mean what they mean in SurvivalRows. */
export interface CoxRows {
  time: Float64Array;
  event: Uint8Array;
  entry?: Float64Array;
  weights?: Float64Array;
  strata?: Int32Array;
  /** Rows with one code are not independent of each other: the sandwich variance adds them up first. */
  cluster?: Int32Array;
  /** Added to the linear predictor; any finite numbers. */
  offset?: Float64Array;
  /** Codes of the subjects. Rows with `entry` of one subject and stratum must not overlap; nothing else depends on it. */
  id?: Int32Array;
  design: DesignMatrix;
}

/**
 * The rows that enter the partial likelihood, ready for passes over the risk sets: sorted by stratum and time, without
 * rows that no event finds at risk, covariates centred within the stratum and scaled to unit variance.
 *
 * Positions count these rows; `source` leads back to the rows given.
 */
export interface CoxData {
  n: number;
  p: number;
  /** Row-major, `x[i * p + j]`. */
  x: Float64Array;
  /** What a scaled coefficient is divided by to become one of the given covariate; 0 for a covariate without variance. */
  scale: Float64Array;
  event: Uint8Array;
  weights: Float64Array;
  offset?: Float64Array;
  /** Places of the rows' ends, and entries, in `times`. */
  rank: Int32Array;
  entryRank?: Int32Array;
  /** Positions by stratum and entry, ascending. */
  byEntry?: Int32Array;
  times: Float64Array;
  /** Strata + 1 offsets into the positions (and into `byEntry`). */
  first: Int32Array;
  source: Int32Array;
  /** Total weight and number of the events. */
  eventWeight: number;
  events: number;
  /**
   * Only where the likelihood is taken to its limit along a direction in which it never falls: the rank of the row along
   * that direction. Of a risk set the rows of the highest level (exact ties: of the lowest death's level) remain.
   */
  level?: Int32Array;
}

/**
 * Checks and sorts the rows of a Cox model. Rows of weight 0 are left out. O(n log n + n p).
 *
 * @throws TypeError, RangeError as `checkSurvivalRows`, and for a covariate or offset that is not finite
 */
export function coxData(rows: CoxRows): CoxData {
  checkCoxRows(rows);
  const { time, event, entry, weights, strata, offset, design } = rows;
  const order = rowOrder({ time, event, entry, weights, group: strata });
  const used = rowsEverAtRisk(rows, order);
  const strataCount = order.groups;
  const position = new Int32Array(time.length).fill(-1);
  const first = new Int32Array(strataCount + 1);
  const source = new Int32Array(used.count);
  let n = 0;
  for (let s = 0; s < strataCount; s++) {
    for (let k = order.first[s]; k < order.first[s + 1]; k++) {
      const i = order.byEnd[k];
      if (!used.atRisk[i]) continue;
      position[i] = n;
      source[n++] = i;
    }
    first[s + 1] = n;
  }
  const data: CoxData = {
    n,
    p: design.p,
    ...scaledColumns(design, source, first),
    event: gather(new Uint8Array(n), event, source),
    weights: weights ? gather(new Float64Array(n), weights, source) : new Float64Array(n).fill(1),
    rank: gather(new Int32Array(n), order.rank, source),
    times: order.times,
    first,
    source,
    eventWeight: 0,
    events: 0,
  };
  if (offset) data.offset = gather(new Float64Array(n), offset, source);
  if (order.entryRank && order.byEntry) {
    data.entryRank = gather(new Int32Array(n), order.entryRank, source);
    data.byEntry = new Int32Array(n);
    let k = 0;
    for (const i of order.byEntry) if (position[i] >= 0) data.byEntry[k++] = position[i];
  }
  for (let i = 0; i < n; i++)
    if (data.event[i]) {
      data.events++;
      data.eventWeight += data.weights[i];
    }
  return data;
}

function checkCoxRows({ time, event, entry, weights, strata, cluster, id, offset, design }: CoxRows): void {
  const n = time.length;
  checkSurvivalRows({ time, event, entry, weights, strata, cluster, id });
  if (design.n !== n) throw new TypeError(`the covariates have ${design.n} rows, time has ${n}; they must be equal`);
  if (offset && offset.length !== n)
    throw new TypeError(`offset has ${offset.length} rows, time has ${n}; they must have the same length`);
  if (offset) checkFinite("offset", offset);
  for (let j = 0; j < design.p; j++) checkFinite(design.columns[j], design.x.subarray(j * n, (j + 1) * n));
}

/** A row counts where an event of its stratum lies in (entry, time]. */
function rowsEverAtRisk({ time, event, weights }: CoxRows, order: ReturnType<typeof rowOrder>) {
  const atRisk = new Uint8Array(time.length);
  const eventsBefore = new Int32Array(order.entryRank ? time.length : 0);
  const eventRanks = new Int32Array(order.times.length + 1);
  let count = 0;
  for (let s = 0; s < order.groups; s++) {
    const from = order.first[s];
    const end = order.first[s + 1];
    let distinct = 0;
    for (let k = from; k < end; k++) {
      const i = order.byEnd[k];
      if (!event[i] || weights?.[i] === 0) continue;
      if (distinct === 0 || eventRanks[distinct - 1] !== order.rank[i]) eventRanks[distinct++] = order.rank[i];
    }
    if (order.byEntry && order.entryRank)
      for (let k = from, seen = 0; k < end; k++) {
        const i = order.byEntry[k];
        while (seen < distinct && eventRanks[seen] <= order.entryRank[i]) seen++;
        eventsBefore[i] = seen;
      }
    for (let k = from, seen = 0; k < end; k++) {
      const i = order.byEnd[k];
      while (seen < distinct && eventRanks[seen] <= order.rank[i]) seen++;
      if (seen > (order.entryRank ? eventsBefore[i] : 0) && weights?.[i] !== 0) {
        atRisk[i] = 1;
        count++;
      }
    }
  }
  return { atRisk, count };
}

function scaledColumns({ n, p, x }: DesignMatrix, source: Int32Array, first: Int32Array) {
  const used = source.length;
  const scaled = new Float64Array(used * p);
  const scale = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < used; i++) scaled[i * p + j] = x[j * n + source[i]];
    let squares = 0;
    for (let s = 0; s + 1 < first.length; s++) squares += centre(scaled, p, j, first[s], first[s + 1]);
    scale[j] = used ? Math.sqrt(squares / used) : 0;
    if (scale[j] > 0) for (let i = 0; i < used; i++) scaled[i * p + j] /= scale[j];
  }
  return { x: scaled, scale };
}

/** Takes the mean off column j at positions from..end-1 and returns the sum of squares left; exactly 0 for a constant. */
function centre(x: Float64Array, p: number, j: number, from: number, end: number): number {
  let sum = 0;
  let constant = true;
  for (let i = from; i < end; i++) {
    const value = x[i * p + j];
    sum += value;
    if (value !== x[from * p + j]) constant = false;
  }
  const mean = constant ? x[from * p + j] : sum / (end - from);
  let squares = 0;
  for (let i = from; i < end; i++) squares += (x[i * p + j] -= mean) ** 2;
  return squares;
}

function gather<T extends Float64Array | Int32Array | Uint8Array>(target: T, column: T, source: Int32Array): T {
  for (let i = 0; i < source.length; i++) target[i] = column[source[i]];
  return target;
}
