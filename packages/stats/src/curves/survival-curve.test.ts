import { describe, expect, it } from "vitest";
import { eventTable } from "../rows/event-table.js";
import { checkCurveTypes, robustByDefault, survivalCurves } from "./survival-curve.js";

const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };

describe("robustByDefault", () => {
  it("is true with a cluster or a weight that is not whole", () => {
    expect(robustByDefault(rows)).toBe(false);
    expect(robustByDefault({ ...rows, weights: Float64Array.of(0, 3) })).toBe(false);
    expect(robustByDefault({ ...rows, weights: Float64Array.of(1, 0.5) })).toBe(true);
    expect(robustByDefault({ ...rows, cluster: Int32Array.of(0, 0) })).toBe(true);
  });
});

describe("survivalCurves", () => {
  const types = { survivalType: 1, hazardType: 1 } as const;

  it("gives an event table as many groups as are asked for", () => {
    const curves = survivalCurves(eventTable(rows), types, { groups: 3, confidenceType: "log" });
    expect(curves.map(({ n, time }) => [n, time.length])).toEqual([
      [2, 2],
      [0, 0],
      [0, 0],
    ]);
    expect(curves.map(({ confidenceType }) => confidenceType)).toEqual(["log", "log", "log"]);
  });

  it("needs rows for robust errors and for a start", () => {
    for (const options of [{ robust: true }, { startTime: 1 }])
      expect(() => survivalCurves(eventTable(rows), types, options)).toThrow("an event table has only their sums");
    expect(survivalCurves(eventTable(rows), types, { robust: false })[0].robust).toBe(false);
  });
});

describe("checkCurveTypes", () => {
  it("knows types 1 and 2", () => {
    expect(() => checkCurveTypes({ survivalType: 1, hazardType: 2 })).not.toThrow();
    expect(() => checkCurveTypes({ survivalType: 0 as 1, hazardType: 2 })).toThrow(
      "survivalType is 0; allowed are 1 and 2",
    );
  });
});
