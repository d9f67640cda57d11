import { describe, expect, it } from "vitest";
import type { Case } from "./case.js";
import { compareCase } from "./compare.js";

const caseOf = (expected: Record<string, unknown>, more: Partial<Case> = {}): Case => ({
  id: "x",
  method: "x",
  data: "x.csv",
  input: {},
  options: {},
  expected,
  tolerance: { rel: 1e-8, abs: 1e-12 },
  ...more,
});
const ratio = (expected: Record<string, unknown>, actual: unknown, more?: Partial<Case>) =>
  compareCase(caseOf(expected, more), actual)?.ratio ?? 0;

describe("compareCase", () => {
  it("accepts a figure within abs + rel · |expected| and fails one at ten times that", () => {
    expect(ratio({ p: 0.5 }, { p: 0.5 + 4e-9 })).toBeLessThan(1);
    expect(ratio({ p: 0.5 }, { p: 0.5 + 5e-8 })).toBeGreaterThan(9);
  });

  it("holds null against NaN and Inf against Infinity, and nothing else", () => {
    expect(
      ratio(
        { a: null, b: "Inf", c: "-Inf" },
        { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY },
      ),
    ).toBe(0);
    expect(ratio({ a: null }, { a: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(ratio({ b: "Inf" }, { b: 1e300 })).toBe(Number.POSITIVE_INFINITY);
    expect(ratio({ p: 0.5 }, { p: Number.NaN })).toBe(Number.POSITIVE_INFINITY);
  });

  it("fails what is missing or of another length", () => {
    expect(ratio({ p: 0.5 }, {})).toBe(Number.POSITIVE_INFINITY);
    expect(ratio({ x: [1, 2] }, { x: Float64Array.of(1) })).toBe(Number.POSITIVE_INFINITY);
  });

  it("matches groups by their label, whatever their order", () => {
    const expected = {
      groups: [
        { group: { sex: "1" }, n: 1 },
        { group: { sex: "2" }, n: 2 },
      ],
    };
    expect(
      ratio(expected, {
        groups: [
          { group: { sex: "2" }, n: 2 },
          { group: { sex: "1" }, n: 1 },
        ],
      }),
    ).toBe(0);
    expect(
      ratio(expected, {
        groups: [
          { group: { sex: "2" }, n: 1 },
          { group: { sex: "1" }, n: 2 },
        ],
      }),
    ).toBeGreaterThan(1);
  });

  it("looks a selection of a curve's rows up by time and counts the whole", () => {
    const expected = { rows: 3, time: [1, 3], survival: [0.9, 0.5] };
    expect(ratio(expected, { time: [1, 2, 3], survival: [0.9, 0.7, 0.5] })).toBe(0);
    expect(ratio(expected, { time: [1, 2, 3], survival: [0.9, 0.5, 0.4] })).toBeGreaterThan(1);
    expect(ratio(expected, { time: [1, 3], survival: [0.9, 0.5] })).toBeGreaterThan(1);
    expect(ratio(expected, { time: [1, 2, 4], survival: [0.9, 0.7, 0.5] })).toBeGreaterThan(1);
  });

  it("looks up the same selection in each row of a matrix over the times", () => {
    const expected = {
      rows: 3,
      time: [1, 3],
      influence: [
        [0.1, 0.3],
        [0.4, 0.6],
      ],
    };
    const whole = (last: number) => ({
      time: [1, 2, 3],
      influence: [
        [0.1, 0.2, 0.3],
        [0.4, 0.5, last],
      ],
    });
    expect(ratio(expected, whole(0.6))).toBe(0);
    expect(ratio(expected, whole(0.5))).toBeGreaterThan(1);
    expect(ratio(expected, { time: [1, 2, 3], influence: [[0.1, 0.2, 0.3]] })).toBe(Number.POSITIVE_INFINITY);
  });

  it("loosens only the key that the case names", () => {
    const more = { toleranceFor: { logLik: { rel: 1e-3, abs: 0 } } };
    expect(ratio({ logLik: { fitted: -10 } }, { logLik: { fitted: -10.005 } }, more)).toBeLessThan(1);
    expect(ratio({ coef: [1] }, { coef: [1.0005] }, more)).toBeGreaterThan(1);
  });
});
