import { type RowOrder, rowOrder } from "../rows/row-order.js";
import { codeCount } from "../rows/survival-rows.js";
import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { subjectStates } from "./subject-states.js";

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
