import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Dictionary } from "./dictionary.js";
import { unknownName } from "./nearest-name.js";
import { dayNumber, type FullDate, formatPartialDate } from "./partial-date.js";
import type { Value } from "./record.js";
import { syntheticPatients } from "./synthetic-patients.js";

/** How many records are made up, and how. */
export interface SyntheticOptions {
  /** Whole; rows of each table that has no parent. */
  readonly patients: number;
  /** Whole, of 32 bits; the same seed gives the same rows. */
  readonly seed: number;
  /**
   * By child table: rows that a parent has on average, 1.5 where it is not given. From 1 on every parent has one at least.
   * Where the limits of a count or the codes of a key allow fewer there are fewer.
   */
  readonly rowsPerParent?: Readonly<Record<string, number>>;
  /** The first and last day of all dates but births; 2000-01-01 and 2024-12-31 where they are not given. */
  readonly from?: FullDate;
  readonly to?: FullDate;
  /** Share of rows that are spoilt on purpose, 0 to 1; 0 where it is not given. All other cells are as without faults. */
  readonly faults?: number;
}

/** A table's made-up rows. */
export interface SyntheticTable {
  readonly table: string;
  /** The table's fields but derived ones, in the dictionary's order. */
  readonly columns: readonly string[];
  /** Cells in the order of the columns, empty where nothing is recorded. Made anew whenever they are gone through. */
  readonly rows: Iterable<string[]>;
}

/**
 * Made-up but plausible records for load tests and demonstrations, table by table, parents first: keys are unique, dates in
 * order, required fields filled, others empty now and then, and the dictionary's rules kept, except those that concern
 * derived fields or contradict one another. The rows of different tables belong together.
 *
 * Going through a table's rows makes all patients of its parents and siblings, one at a time: O(rows of all) for each
 * table, and the memory of one patient.
 *
 * @throws RangeError where an option is out of its range, or going through the rows where keys or days do not suffice
 */
export function syntheticRecords(dictionary: Dictionary, options: SyntheticOptions): SyntheticTable[] {
  const { patients, seed, rowsPerParent = {}, faults = 0 } = options;
  const { from = { year: 2000, month: 1, day: 1 }, to = { year: 2024, month: 12, day: 31 } } = options;
  const days = { first: dayNumber(from), last: dayNumber(to) };
  checkOptions(dictionary, options);
  if (days.first > days.last)
    throw new RangeError(`from ${formatPartialDate(from)} is after to ${formatPartialDate(to)}`);
  return parentsFirst(dictionary).map((table) => {
    const columns = Object.values(dictionary.tables[table].fields)
      .filter((field) => !("derived" in field))
      .map(({ name }) => name);
    return {
      table,
      columns,
      rows: {
        *[Symbol.iterator]() {
          const made = syntheticPatients(dictionary, {
            root: rootOf(dictionary, table),
            patients,
            rowsPerParent,
            days,
            faults,
            random: randomOf(seed),
            // Another stream, so that faults change no other cell.
            faultRandom: randomOf(~seed),
          });
          for (const rowsOf of made)
            for (const { values } of rowsOf(table)) yield columns.map((column) => cellOf(values[column]));
        },
      },
    };
  });
}

function checkOptions(
  { tables }: Dictionary,
  { patients, seed, rowsPerParent = {}, faults = 0 }: SyntheticOptions,
): void {
  if (!Number.isSafeInteger(patients) || patients < 0)
    throw new RangeError(`patients is ${patients}; a whole number from 0 on is needed`);
  if ((seed | 0) !== seed) throw new RangeError(`seed is ${seed}; a whole number of 32 bits is needed`);
  if (!(faults >= 0 && faults <= 1)) throw new RangeError(`faults is ${faults}; a share from 0 to 1 is needed`);
  const children = Object.keys(tables).filter((table) => tables[table].parent !== undefined);
  for (const [table, mean] of Object.entries(rowsPerParent)) {
    if (!children.includes(table))
      throw new RangeError(`rowsPerParent: ${unknownName(table, "child table", children)}`);
    if (!(mean >= 0 && mean <= 500))
      throw new RangeError(`rowsPerParent.${table} is ${mean}; a mean from 0 to 500 is needed`);
  }
}

/** The dictionary's order, but none before its parent. */
function parentsFirst({ tables }: Dictionary): string[] {
  const ordered = new Set<string>();
  const add = (table: string) => {
    const { parent } = tables[table];
    if (parent !== undefined) add(parent);
    ordered.add(table);
  };
  for (const table of Object.keys(tables)) add(table);
  return [...ordered];
}

function rootOf(dictionary: Dictionary, table: string): string {
  const { parent } = dictionary.tables[table];
  return parent === undefined ? table : rootOf(dictionary, parent);
}

function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

function cellOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? formatPartialDate(value) : String(value);
}
