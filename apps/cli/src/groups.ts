import type { CompleteRows } from "./complete-rows.js";

/** Rows by the labels of one or more columns. */
export interface Groups {
  /** Length n; an index into `groups`. */
  codes: Int32Array;
  /** Column to label; only the groups that occur, sorted by value, the first column slowest. */
  groups: Record<string, string>[];
}

/** Groups by the columns named; one group of all rows where none is. O(n × columns). */
export function groupsBy(rows: CompleteRows, names: readonly string[]): Groups {
  let result: Groups = { codes: new Int32Array(rows.n), groups: [{}] };
  for (const name of names) {
    const { codes, labels } = rows.labels(name);
    const before = result;
    // Codes below 2^31 times labels below 2^21: pairs stay exact numbers.
    const pairs = Float64Array.from(codes, (code, i) => before.codes[i] * labels.length + code);
    const occurring = Float64Array.from(new Set(pairs)).sort();
    const place = new Map(Array.from(occurring, (pair, k) => [pair, k]));
    result = {
      codes: Int32Array.from(pairs, (pair) => place.get(pair)!),
      groups: Array.from(occurring, (pair) => {
        const label = labels[pair % labels.length];
        return { ...before.groups[Math.floor(pair / labels.length)], [name]: label };
      }),
    };
  }
  return result;
}
