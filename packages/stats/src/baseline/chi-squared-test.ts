import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { countTable } from "./count-table.js";

export interface ChiSquaredTest {
  statistic: number;
  degreesOfFreedom: number;
  p: number;
  /** Expected counts of the whole table, 0 in empty rows and columns. */
  expected: number[][];
}

/**
 * Pearson's test of independence in a table of counts (Pearson 1900), X² = Σ (|O − E| − y)²/E, E the product of the margins
 * over the total, y Yates's min(1/2, |O − E|) (Yates 1934, JRSS Suppl 1:217) in a table of 2 × 2, otherwise 0.
 *
 * Empty rows and columns do not count, while R's answer with them is NaN. A table left with one row or column gives NaN.
 * R: `chisq.test`.
 *
 * @param table rows of equal length, whole numbers >= 0
 * @param options.correct Yates's correction of a 2 × 2 table, default true
 * @throws TypeError, RangeError where the table is none
 */
export function chiSquaredTest(
  table: readonly (readonly number[])[],
  { correct = true }: { correct?: boolean } = {},
): ChiSquaredTest {
  const { rowSums, columnSums, total, counts } = countTable(table);
  const degreesOfFreedom = counts.length > 0 ? (rowSums.length - 1) * (columnSums.length - 1) : 0;
  let statistic = degreesOfFreedom > 0 ? 0 : Number.NaN;
  counts.forEach((row, i) => {
    row.forEach((observed, j) => {
      const expected = (rowSums[i] * columnSums[j]) / total;
      const distance = Math.abs(observed - expected);
      const yates = correct && degreesOfFreedom === 1 ? Math.min(0.5, distance) : 0;
      statistic += (distance - yates) ** 2 / expected;
    });
  });
  return {
    statistic,
    degreesOfFreedom,
    p: chiSquaredUpper(statistic, degreesOfFreedom),
    expected: expectedCounts(table, total),
  };
}

function expectedCounts(table: readonly (readonly number[])[], total: number): number[][] {
  const rowSums = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  return rowSums.map((rowSum) =>
    table[0].map((_, j) => (total > 0 ? (rowSum * table.reduce((sum, row) => sum + row[j], 0)) / total : 0)),
  );
}
