import type { MultiStateOptions } from "./multi-state-rows.js";
import type { StateSpells } from "./state-spells.js";
import { type StateSteps, stateSteps } from "./state-steps.js";

/** The subject of each row, numbered by first rows, and those. */
export interface Subjects {
  of: Int32Array;
  first: Int32Array;
}

/**
 * θ + n Σ ∂θ / ∂w over each subject's rows, at each time and for each of the estimate's columns; n is the number of the
 * group's subjects.
 *
 * @param estimate.start no time may lie before it
 * @param at the group's θ by column, and its derivative by row i for column c at `influence[c * rows + i]`, which is 0 before
 */
export function pseudoValuesOf(
  spells: StateSpells,
  times: ArrayLike<number>,
  subjects: Subjects,
  { columns, start, p0 }: { columns: number; start: number; p0: MultiStateOptions["p0"] },
  at: (g: number, steps: StateSteps, time: number, influence: Float64Array) => Float64Array,
): { rows: Int32Array; times: Float64Array; columns: number; values: Float64Array } {
  for (let j = 0; j < times.length; j++) {
    if (!Number.isFinite(times[j])) throw new RangeError(`times[${j}] is ${times[j]}; it must be a finite number`);
    if (times[j] < start)
      throw new RangeError(`times[${j}] is ${times[j]}; it must not lie before ${start}, the start`);
  }
  const n = spells.time.length;
  const count = subjects.first.length;
  const values = new Float64Array(count * times.length * columns).fill(Number.NaN);
  const influence = new Float64Array(n * columns);
  for (let g = 0; g < spells.order.groups; g++) {
    const members = spells.order.byEnd.subarray(spells.order.first[g], spells.order.first[g + 1]);
    const own = new Set(Array.from(members, (i) => subjects.of[i]));
    const steps = stateSteps(spells, g, p0);
    for (let j = 0; j < times.length; j++) {
      influence.fill(0);
      const estimate = at(g, steps, times[j], influence);
      for (let c = 0; c < columns; c++) {
        const first = (c * times.length + j) * count;
        for (const k of own) values[first + k] = estimate[c];
        for (const i of members) values[first + subjects.of[i]] += own.size * influence[c * n + i];
      }
    }
  }
  return { rows: subjects.first, times: Float64Array.from(times), columns, values };
}

/**
 * The subjects of the rows; without `id` each row is its own.
 *
 * @throws TypeError for an `id` of another length; RangeError where a subject has rows in two groups
 */
export function subjectsOf(n: number, id: Int32Array | undefined, group: Int32Array | undefined): Subjects {
  if (id && id.length !== n)
    throw new TypeError(`id has ${id.length} rows, time has ${n}; they must have the same length`);
  const of = new Int32Array(n);
  const first: number[] = [];
  const known = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const seen = id ? known.get(id[i]) : undefined;
    if (seen === undefined) {
      of[i] = first.length;
      if (id) known.set(id[i], first.length);
      first.push(i);
      continue;
    }
    of[i] = seen;
    const other = first[seen];
    if (group && group[other] !== group[i])
      throw new RangeError(
        `group[${i}] is ${group[i]}, group[${other}] is ${group[other]}; a subject's pseudo-value belongs to one group`,
      );
  }
  return { of, first: Int32Array.from(first) };
}
