import { type RowOrder, rowOrder } from "../rows/row-order.js";
import { codeCount } from "../rows/survival-rows.js";
import { subjectStates } from "./subject-states.js";

/**
 * Rows of subjects that move between states, column by column; every array has length n and row i is one spell in one
 * state. States are codes from 0; state 0 is the one in which subjects start unless `from` says otherwise, so that
 * competing risks need `time` and `to` alone.
 */
export interface MultiStateRows {
  /** End of the spell, any one unit, finite. */
  time: Float64Array;
  /** State entered at `time`; −1: none, the spell ends unobserved (or goes on in the subject's next row). */
  to: Int32Array;
  /** State held over the spell. Absent: 0, and in a subject's later rows the state that the rows before lead to. */
  from?: Int32Array;
  /** Start of the spell: the row is at risk for entry < t <= time. Absent: at risk from the start. */
  entry?: Float64Array;
  /** Codes of the subjects; absent: each row is a subject of its own. */
  id?: Int32Array;
  /** Case weights, finite, >= 0. Absent: 1. */
  weights?: Float64Array;
  group?: Int32Array;
  /** Whose rows' influences are added up for the errors; default `id`. */
  cluster?: Int32Array;
}

export interface MultiStateOptions {
  /** Number of states, at least; default as many as the codes need. */
  states?: number;
  /** Number of groups, at least; default as many as the codes need. */
  groups?: number;
  /**
   * Distribution over the states at the start, known without error: one for all groups, or one for each. Default: that
   * of the rows at risk at the group's first transition.
   */
  p0?: ArrayLike<number> | readonly ArrayLike<number>[];
  /** The curve given the states at this time: rows that end before it are left out. */
  startTime?: number;
  /** States that nobody leaves: a transition out of one is refused. */
  absorbing?: readonly number[];
  /** Whether a subject may be out of sight between two of its rows; default `refuse`. */
  gaps?: "refuse" | "allow";
}

/** Rows that were checked, sorted, and freed of what was left open. */
export interface StateSpells {
  states: number;
  time: Float64Array;
  from: Int32Array;
  to: Int32Array;
  weights?: Float64Array;
  /** Code of the row's cluster; absent: each row is its own. */
  cluster?: Int32Array;
  clusters: number;
  /** 1 where the row ends without a transition and the subject's next row begins there: nobody is censored. */
  goesOn: Uint8Array;
  order: RowOrder;
}

/**
 * Checks the rows and puts them in order. O(n log n).
 *
 * @throws TypeError where an array has another length; RangeError for values that are not finite, negative weights or
 *   codes, unknown states, empty, reversed or overlapping spells of one subject, a state that does not follow from the
 *   last, gaps unless they are allowed, a transition out of an absorbing state
 */
export function stateSpells(rows: MultiStateRows, options: MultiStateOptions = {}): StateSpells {
  const { time, to, entry, weights, group, id } = rows;
  const n = time.length;
  for (const name of ["to", "from", "id"] as const)
    if (rows[name] && rows[name].length !== n)
      throw new TypeError(`${name} has ${rows[name].length} rows, time has ${n}; they must have the same length`);
  if (id)
    for (let i = 0; i < n; i++)
      if (id[i] < 0) throw new RangeError(`id[${i}] is ${id[i]}; codes are whole numbers from 0`);
  const states = stateCount(rows, options.states);
  const cluster = rows.cluster ?? id;
  const event = Uint8Array.from(to, (state) => (state < 0 ? 0 : 1));
  const order = rowOrder({ time, event, entry, weights, group, cluster }, options.groups, options.startTime);
  const { from, goesOn } = subjectStates(rows, order, options.gaps ?? "refuse");
  refuseLeaving(from, to, states, options.absorbing ?? []);
  const clusters = cluster ? codeCount(cluster, 0) : n;
  return { states, time, from, to, weights, cluster, clusters, goesOn, order };
}

function stateCount({ to, from }: MultiStateRows, known: number | undefined): number {
  if (known !== undefined && !(Number.isInteger(known) && known > 0 && known < 2 ** 15))
    throw new RangeError(`states is ${known}; it must be a whole number from 1`);
  const last = (known ?? 2 ** 15) - 1;
  let count = known ?? 1;
  for (let i = 0; i < to.length; i++) {
    if (to[i] < -1 || to[i] > last)
      throw new RangeError(`to[${i}] is ${to[i]}; allowed are −1 (no transition) and the states 0 to ${last}`);
    if (from && (from[i] < 0 || from[i] > last))
      throw new RangeError(`from[${i}] is ${from[i]}; allowed are the states 0 to ${last}`);
    count = Math.max(count, to[i] + 1, from ? from[i] + 1 : 1);
  }
  return count;
}

function refuseLeaving(from: Int32Array, to: Int32Array, states: number, absorbing: readonly number[]): void {
  const closed = new Uint8Array(states);
  for (const [k, state] of absorbing.entries()) {
    if (!(state >= 0 && state < states && Number.isInteger(state)))
      throw new RangeError(`absorbing[${k}] is ${state}; allowed are the states 0 to ${states - 1}`);
    closed[state] = 1;
  }
  for (let i = 0; i < to.length; i++)
    if (to[i] >= 0 && to[i] !== from[i] && closed[from[i]])
      throw new RangeError(
        `from[${i}] is ${from[i]}, to[${i}] is ${to[i]}; nobody leaves state ${from[i]}, it is absorbing`,
      );
}
