import type { Result } from "@seriatim/study/results";
import { type Bound, bound, type Inline, sentence } from "../document.js";
import { findResult, sameGroup } from "../find-analysis.js";
import { formatEstimateCell, formatPercent } from "../format.js";

/** A number of the baseline in words; medians and limits of a factor that has whole values only without decimals. */
export function shown(result: Result, rows: readonly Result[]): Bound {
  return bound(result, formatEstimateCell(result.estimate, result.unit, decimalsOf(result, rows)));
}

/** `15 (65%)`, the share bound to its own result. */
export function countAndShare(rows: readonly Result[], count: Result): Inline[] {
  const share = findResult(rows, { ...count, name: "proportion" });
  const percent =
    share === undefined || !("value" in share.estimate)
      ? "–"
      : bound(share, formatPercent(share.estimate.value, { n: share.n }));
  return sentence`${shown(count, rows)} (${percent})`;
}

/** A result that counts everyone of a group, those with missing values too. */
export function rowOfAll(rows: readonly Result[], group: Record<string, string>): Result | undefined {
  return rows.find((row) => row.name === "missing" && sameGroup(row.group, group));
}

const orderStatistics: readonly string[] = ["median", "lowerQuartile", "upperQuartile", "minimum", "maximum"];

function decimalsOf({ name, factor }: Result, rows: readonly Result[]): { decimals?: number } {
  const values = rows.flatMap((row) =>
    row.factor === factor && orderStatistics.includes(row.name) && "value" in row.estimate ? [row.estimate.value] : [],
  );
  if (values.length === 0) return {};
  const isWhole = values.every(Number.isInteger);
  if (isWhole && orderStatistics.includes(name)) return { decimals: 0 };
  return name === "count" || name === "missing" ? {} : { decimals: 1 };
}
