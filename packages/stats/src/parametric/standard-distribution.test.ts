import { describe, expect, it } from "vitest";
import { extremeValue, gaussian, logistic, type StandardDistribution, studentT } from "./standard-distribution.js";

const distributions: Record<string, StandardDistribution> = {
  extremeValue,
  logistic,
  gaussian,
  "studentT(4)": studentT(4),
  "studentT(1.5)": studentT(1.5),
};

describe.each(Object.entries(distributions))("%s", (_, d) => {
  const points = [-6, -2.5, -0.3, 0, 0.8, 1.9];

  it("has tails that add up to 1, and a density that is the slope of the lower one", () => {
    for (const w of points) {
      expect(Math.exp(d.logLower(w)) + Math.exp(d.logUpper(w))).toBeCloseTo(1, 12);
      const h = 1e-4;
      const slope = (Math.exp(d.logLower(w + h)) - Math.exp(d.logLower(w - h))) / (2 * h);
      expect(Math.exp(d.logDensity(w))).toBeCloseTo(slope, 7);
    }
  });

  it("has the derivatives of the log density", () => {
    const h = 1e-4;
    for (const w of points) {
      expect(d.slope(w)).toBeCloseTo((d.logDensity(w + h) - d.logDensity(w - h)) / (2 * h), 6);
      expect(d.bend(w)).toBeCloseTo((d.slope(w + h) - d.slope(w - h)) / (2 * h), 6);
    }
  });

  it("has quantiles that invert the lower tail", () => {
    for (const p of [1e-6, 0.1, 0.5, 0.9, 0.999]) expect(d.logLower(d.quantile(p))).toBeCloseTo(Math.log(p), 9);
  });

  it("keeps the logarithm of a far tail", () => {
    expect(Number.isFinite(d.logLower(-30))).toBe(true);
    expect(d.logLower(-30)).toBeLessThan(-3);
  });
});
