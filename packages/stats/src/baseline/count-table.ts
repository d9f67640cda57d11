/** A table of counts without its empty rows and columns, and its margins. */
export interface CountTable {
  counts: number[][];
  rowSums: number[];
  columnSums: number[];
  total: number;
}

/**
 * A table whose empty rows and columns are left out: they hold nothing that a test could use.
 *
 * @param table rows of equal length, whole numbers >= 0
 * @throws TypeError where rows differ in length; RangeError where a count is negative or not whole
 */
export function countTable(table: readonly (readonly number[])[]): CountTable {
  table.forEach((row, i) => {
    if (row.length !== table[0].length)
      throw new TypeError(`row ${i} has ${row.length} columns, row 0 has ${table[0].length}; a table has equal rows`);
    row.forEach((count, j) => {
      if (!Number.isSafeInteger(count) || count < 0)
        throw new RangeError(`row ${i}, column ${j} is ${count}; a count is a whole number from 0`);
    });
  });
  const filled = table.filter((row) => row.some((count) => count > 0));
  const columns = (filled[0] ?? []).map((_, j) => j).filter((j) => filled.some((row) => row[j] > 0));
  const counts = filled.map((row) => columns.map((j) => row[j]));
  const rowSums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = columns.map((_, j) => counts.reduce((sum, row) => sum + row[j], 0));
  return { counts, rowSums, columnSums, total: rowSums.reduce((sum, count) => sum + count, 0) };
}
