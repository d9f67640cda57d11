import { describe, expect, it } from "vitest";
import type { CompleteRows } from "./complete-rows.js";
import { groupsBy } from "./groups.js";

function rowsOf(columns: Record<string, { codes: number[]; labels: string[] }>): CompleteRows {
  const n = Object.values(columns)[0].codes.length;
  const labels = (name: string) => ({ codes: Int32Array.from(columns[name].codes), labels: columns[name].labels });
  return { n, labels } as unknown as CompleteRows;
}

describe("groupsBy", () => {
  it("makes one group of all rows where no column is named", () => {
    expect(groupsBy(rowsOf({ a: { codes: [0, 1], labels: ["x", "y"] } }), [])).toEqual({
      codes: Int32Array.of(0, 0),
      groups: [{}],
    });
  });

  it("makes only the groups that occur, the first column slowest", () => {
    const rows = rowsOf({
      sex: { codes: [1, 0, 1, 1], labels: ["f", "m"] },
      arm: { codes: [0, 2, 2, 0], labels: ["A", "B", "C"] },
    });
    expect(groupsBy(rows, ["sex", "arm"])).toEqual({
      codes: Int32Array.of(1, 0, 2, 1),
      groups: [
        { sex: "f", arm: "C" },
        { sex: "m", arm: "A" },
        { sex: "m", arm: "C" },
      ],
    });
  });

  it("takes columns in which no two rows are alike, whose pairs are too many to list", () => {
    const n = 100_000;
    const each = { codes: Array.from({ length: n }, (_, i) => i), labels: Array.from({ length: n }, (_, i) => `${i}`) };
    const { codes, groups } = groupsBy(rowsOf({ a: each, b: each }), ["a", "b"]);
    expect(groups).toHaveLength(n);
    expect(groups[codes[n - 1]]).toEqual({ a: "99999", b: "99999" });
  });
});
