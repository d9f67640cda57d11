import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfidenceType, confidenceLimits, twoSidedQuantile } from "./confidence-limits.js";

const z = 1.959963984540054;
const at = (s: number, e: number, type: ConfidenceType) => {
  const { lower, upper } = confidenceLimits(Float64Array.of(s), Float64Array.of(e), type, 0.95);
  return [lower[0], upper[0]];
};
const close = (actual: number[], expected: number[]) =>
  expected.forEach((value, k) => {
    expect(actual[k]).toBeCloseTo(value, 14);
  });

describe("confidenceLimits", () => {
  it("transforms, steps and transforms back", () => {
    const [s, e] = [0.64, 0.1];
    close(at(s, e, "plain"), [s - z * s * e, s + z * s * e]);
    close(at(s, e, "log"), [s * Math.exp(-z * e), s * Math.exp(z * e)]);
    const w = (z * e) / -Math.log(s);
    close(at(s, e, "log-log"), [s ** Math.exp(w), s ** Math.exp(-w)]);
    const odds = s / (1 - s);
    const half = (z * e) / (1 - s);
    const logit = [odds * Math.exp(-half), odds * Math.exp(half)].map((o) => o / (1 + o));
    close(at(s, e, "logit"), logit);
    const angle = 0.5 * z * e * Math.sqrt(odds);
    close(
      at(s, e, "arcsin"),
      [Math.asin(0.8) - angle, Math.asin(0.8) + angle].map((x) => Math.sin(x) ** 2),
    );
  });

  it("cuts where survfit does", () => {
    close(at(0.9, 1, "plain"), [0, 1]);
    expect(at(0.9, 1, "log")[1]).toBe(1);
    close(at(0.5, 3, "arcsin"), [0, 1]);
  });

  it("is not defined at 0, nor at 1 on the scales that have no 1", () => {
    for (const type of ["log", "log-log", "logit", "arcsin", "plain"] as const)
      expect(at(0, Number.POSITIVE_INFINITY, type)).toEqual([Number.NaN, Number.NaN]);
    for (const type of ["log-log", "logit", "arcsin"] as const)
      expect(at(1, 0, type)).toEqual([Number.NaN, Number.NaN]);
    expect(at(1, 0, "log")).toEqual([1, 1]);
    expect(at(1, 0, "plain")).toEqual([1, 1]);
    expect(at(0, 0, "plain")).toEqual([0, 0]);
    expect(at(0.5, 0.1, "none")).toEqual([Number.NaN, Number.NaN]);
  });

  it("holds the estimate, within 0 and 1, on every scale", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.constantFrom<ConfidenceType>("log", "log-log", "logit", "arcsin", "plain"),
        (s, e, type) => {
          const [lower, upper] = at(s, e, type);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(s + 1e-15);
          expect(upper).toBeGreaterThanOrEqual(s - 1e-15);
          expect(upper).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("refuses a level or a type that it does not know", () => {
    expect(() => at(0.5, 0.1, "probit" as "log")).toThrow("allowed are log-log, log, plain, logit, arcsin, none");
    for (const level of [0, 1, 95, Number.NaN]) expect(() => twoSidedQuantile(level)).toThrow("between 0 and 1");
    expect(twoSidedQuantile(0.95)).toBeCloseTo(z, 14);
  });

  it("refuses values that no curve has", () => {
    const of = (survival: number[], error: number[]) =>
      confidenceLimits(Float64Array.from(survival), Float64Array.from(error), "log", 0.95);
    expect(() => of([1, 1.5], [0, 0])).toThrow("survival[1] is 1.5; it must be from 0 to 1");
    expect(() => of([Number.NaN], [0])).toThrow("survival[0] is NaN");
    expect(() => of([0.5], [-1])).toThrow("logStandardError[0] is -1; it must be 0 or more");
    expect(() => of([0.5], [])).toThrow("logStandardError has 0 values, survival has 1");
    expect(of([], []).lower).toHaveLength(0);
  });
});
