import { codeCount } from "./survival-rows.js";

/**
 * The number of rows of each group code.
 *
 * @throws TypeError where there is not one code a value; RangeError for a negative code
 */
export function checkGroups(values: Float64Array, groups: Int32Array): Int32Array {
  if (groups.length !== values.length)
    throw new TypeError(
      `groups has ${groups.length} rows, values has ${values.length}; they must have the same length`,
    );
  const sizes = new Int32Array(codeCount(groups));
  for (let i = 0; i < groups.length; i++) {
    if (groups[i] < 0) throw new RangeError(`groups[${i}] is ${groups[i]}; codes are whole numbers from 0`);
    sizes[groups[i]]++;
  }
  return sizes;
}
