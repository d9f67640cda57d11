import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designMatrix } from "../cox/design-matrix.js";
import { expectClose } from "../fixtures/expect-close.js";
import { leftCensored, rightCensored } from "../rows/interval-rows.js";
import { type AftDistribution, type AftRows, acceleratedFailureTime } from "./accelerated-failure-time.js";
import { extremeValue, gaussian, logistic, studentT } from "./standard-distribution.js";

const numeric = (x: number[], name = "x") =>
  designMatrix(x.length, [{ type: "numeric", name, values: Float64Array.from(x) }]);
const right = (time: number[], event: number[]) => rightCensored(Float64Array.from(time), Uint8Array.from(event));
const none = (n: number) => designMatrix(n, []);

describe("acceleratedFailureTime", () => {
  it("has the exponential's mean, total time over events, with variance 1/events", () => {
    // 3 events in 1 + 2 + 4 + 5 = 12
    const fit = acceleratedFailureTime(
      { ...right([1, 2, 4, 5], [1, 0, 1, 1]), design: none(4) },
      { distribution: "exponential" },
    );
    expectClose(fit.coefficients, [Math.log(4)], { rel: 1e-10 });
    expectClose(fit.standardErrors, [1 / Math.sqrt(3)], { rel: 1e-9 });
    expect(fit.logLikelihood.fitted).toBeCloseTo(-3 * Math.log(4) - 3, 10);
    expect(fit).toMatchObject({ scaleFixed: true, status: "converged", n: 4, degreesOfFreedom: 1 });
  });

  it("multiplies time by e^β: two exponential groups have their own means", () => {
    const fit = acceleratedFailureTime(
      { ...right([1, 3, 2, 10], [1, 1, 1, 1]), design: numeric([0, 0, 1, 1]) },
      { distribution: "exponential" },
    );
    expectClose(fit.coefficients, [Math.log(2), Math.log(3)], { rel: 1e-9 });
    expectClose(fit.covariance, [1 / 2, -1 / 2, -1 / 2, 1], { rel: 1e-8 });
    // 2 log 2 + 2 log 6 against 4 log 4
    expect(fit.likelihoodRatio.statistic).toBeCloseTo(2 * (4 * Math.log(4) - 2 * Math.log(2) - 2 * Math.log(6)), 9);
  });

  it("is exponential in the squared time for Rayleigh, and for a Weibull of scale ½", () => {
    const rows = { ...right([1, 2, 3], [1, 1, 0]), design: none(3) };
    const fit = acceleratedFailureTime(rows, { distribution: "rayleigh" });
    // (1 + 4 + 9)/2 events = 7: half its logarithm
    expectClose(fit.coefficients, [Math.log(7) / 2], { rel: 1e-9 });
    const weibull = acceleratedFailureTime(rows, { scale: 0.5 });
    expectClose(weibull.coefficients, fit.coefficients);
    expect(weibull.logLikelihood.fitted).toBeCloseTo(fit.logLikelihood.fitted, 12);
  });

  it("has mean and standard deviation (divisor n) of exact log times for the lognormal", () => {
    // log times 0, 1, 2: mean 1, variance 2/3; variances σ²/n and of log σ 1/(2n)
    const fit = acceleratedFailureTime(
      { ...right([1, Math.E, Math.E ** 2], [1, 1, 1]), design: none(3) },
      { distribution: "lognormal" },
    );
    expectClose(fit.coefficients, [1], { rel: 1e-9 });
    expectClose(fit.scale, [Math.sqrt(2 / 3)], { rel: 1e-9 });
    expectClose(fit.covariance, [2 / 9, 0, 0, 1 / 6], { rel: 1e-7, abs: 1e-9 });
    // −n/2 log(2πσ²) − n/2 − Σ log t
    expect(fit.logLikelihood.fitted).toBeCloseTo(-1.5 * Math.log((2 * Math.PI * 2) / 3) - 1.5 - 3, 9);
  });

  it("gives each stratum a scale of its own", () => {
    const time = [0, 1, 2, 5, 9, 10, 15].map(Math.exp);
    const strata = Int32Array.of(0, 0, 0, 1, 1, 1, 1);
    const fit = acceleratedFailureTime(
      {
        ...right(
          time,
          time.map(() => 1),
        ),
        design: numeric(Array.from(strata)),
        strata,
      },
      { distribution: "lognormal" },
    );
    // 0, 1, 2 and 5, 9, 10, 15: means 1 and 39/4
    expectClose(fit.coefficients, [1, 35 / 4], { rel: 1e-8 });
    expectClose(
      fit.scale,
      [Math.sqrt(2 / 3), Math.sqrt([5, 9, 10, 15].reduce((s, v) => s + (v - 39 / 4) ** 2, 0) / 4)],
      { rel: 1e-8 },
    );
  });

  it("knows of an interval only that the event was in it, of a left-censored time that it was before", () => {
    // 3 of 4 before 1: e^(−1/mean) = 1/4
    const lower = Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 1);
    const upper = Float64Array.of(1, 1, 1, Number.POSITIVE_INFINITY);
    const fit = acceleratedFailureTime({ lower, upper, design: none(4) }, { distribution: "exponential" });
    expectClose(fit.coefficients, [-Math.log(Math.log(4))], { rel: 1e-9 });
    expect(fit.logLikelihood.fitted).toBeCloseTo(3 * Math.log(3 / 4) + Math.log(1 / 4), 10);
    const left = acceleratedFailureTime(
      { ...leftCensored(Float64Array.of(1, 1, 1, 5), Uint8Array.of(0, 0, 0, 1)), design: none(4) },
      { distribution: "exponential" },
    );
    expect(Number.isFinite(left.coefficients[0])).toBe(true);
  });

  const distributions = [
    "weibull",
    "exponential",
    "rayleigh",
    "lognormal",
    "loglogistic",
    "gaussian",
    "logistic",
    "extreme",
    "t",
  ] as const;
  const standard = {
    weibull: extremeValue,
    exponential: extremeValue,
    rayleigh: extremeValue,
    lognormal: gaussian,
    loglogistic: logistic,
    gaussian,
    logistic,
    extreme: extremeValue,
    t: studentT(4),
  };
  const onTime: AftDistribution[] = ["gaussian", "logistic", "extreme", "t"];
  const drawn = fc.array(
    fc.record({
      time: fc.integer({ min: 1, max: 30 }),
      kind: fc.integer({ min: 0, max: 4 }),
      x: fc.integer({ min: -3, max: 3 }),
      w: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 8, maxLength: 20 },
  );
  const rowsOf = (rows: { time: number; kind: number; x: number; w: number }[]): AftRows => ({
    // exact twice as often; right-, left-, interval-censored
    lower: Float64Array.from(rows, ({ time, kind }) => (kind === 3 ? Number.NEGATIVE_INFINITY : time)),
    upper: Float64Array.from(rows, ({ time, kind }) =>
      kind === 2 ? Number.POSITIVE_INFINITY : kind === 4 ? time + 5 : time,
    ),
    design: numeric(rows.map(({ x }) => x)),
    weights: Float64Array.from(rows, ({ w }) => w),
  });

  it.each(distributions)("is a maximum of the %s likelihood, row by row", (distribution) => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const table = rowsOf(rows);
        const fit = acceleratedFailureTime(table, { distribution });
        fc.pre(fit.status === "converged" && !fit.redundant.some(Boolean));
        const d = standard[distribution];
        const y = (t: number) => (onTime.includes(distribution) || !Number.isFinite(t) ? t : Math.log(t));
        const value = ([a, b, s]: number[]) =>
          rows.reduce((sum, { x, w }, i) => {
            const [l, u] = [table.lower[i], table.upper[i]].map((t) => (y(t) - a - b * x) / Math.exp(s));
            if (l === u)
              return sum + w * (d.logDensity(l) - s - (onTime.includes(distribution) ? 0 : Math.log(table.lower[i])));
            const before = l === Number.NEGATIVE_INFINITY ? 0 : Math.exp(d.logLower(l));
            const after = u === Number.POSITIVE_INFINITY ? 0 : Math.exp(d.logUpper(u));
            return sum + w * Math.log(1 - before - after);
          }, 0);
        const at = [...fit.coefficients, Math.log(fit.scale[0])];
        expect(value(at)).toBeCloseTo(fit.logLikelihood.fitted, 6);
        for (let j = 0; j < (fit.scaleFixed ? 2 : 3); j++)
          for (const step of [1e-3, -1e-3])
            expect(value(at.map((v, k) => (k === j ? v + step : v)))).toBeLessThan(fit.logLikelihood.fitted + 1e-9);
      }),
      { numRuns: 25 },
    );
  });

  it("takes a weight of 2 as the row twice, and does not depend on the rows' order", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const weighted = acceleratedFailureTime(rowsOf(rows));
        const repeated = rows.flatMap((row) => Array.from({ length: row.w }, () => ({ ...row, w: 1 }))).reverse();
        const fit = acceleratedFailureTime(rowsOf(repeated));
        fc.pre(fit.status === "converged");
        expectClose(weighted.coefficients, fit.coefficients, { rel: 1e-6, abs: 1e-7 });
        expect(weighted.logLikelihood.fitted).toBeCloseTo(fit.logLikelihood.fitted, 7);
      }),
      { numRuns: 40 },
    );
  });

  it("moves the intercept alone when time changes its unit", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const table = rowsOf(rows);
        const fit = acceleratedFailureTime(table, { distribution: "loglogistic" });
        fc.pre(fit.status === "converged" && !fit.redundant.some(Boolean));
        const times = (ends: Float64Array) => ends.map((t) => 365.25 * t);
        const other = acceleratedFailureTime(
          { ...table, lower: times(table.lower), upper: times(table.upper) },
          { distribution: "loglogistic" },
        );
        expectClose(other.coefficients, [fit.coefficients[0] + Math.log(365.25), fit.coefficients[1]], {
          rel: 1e-6,
          abs: 1e-6,
        });
        expectClose(other.scale, fit.scale, { rel: 1e-6 });
      }),
      { numRuns: 40 },
    );
  });

  it("is right for covariates of scale 1e6 and 1e-6", () => {
    const rows = right([1, 2, 4, 5, 7, 9], [1, 0, 1, 1, 1, 0]);
    const x = [3, 1, 4, 1, 5, 2];
    const fit = acceleratedFailureTime({ ...rows, design: numeric(x) });
    for (const unit of [1e6, 1e-6]) {
      const other = acceleratedFailureTime({ ...rows, design: numeric(x.map((v) => v * unit)) });
      expectClose(
        [other.coefficients[1] * unit, other.standardErrors[1] * unit],
        [fit.coefficients[1], fit.standardErrors[1]],
        { rel: 1e-7 },
      );
    }
  });

  it("has the sandwich with a cluster; the inverse information is kept beside it", () => {
    // Exponential of one mean: scores t/mean − 1 for events; mean 4 of 1, 3, 8; A = 3
    const cluster = Int32Array.of(0, 0, 1);
    const fit = acceleratedFailureTime(
      { ...right([1, 3, 8], [1, 1, 1]), design: none(3), cluster },
      { distribution: "exponential" },
    );
    // −3/4 − 1/4 and 1: (1 + 1)/9
    expectClose(fit.covariance, [2 / 9], { rel: 1e-8 });
    expectClose(fit.naiveCovariance!, [1 / 3], { rel: 1e-8 });
  });

  it("weighs the scores of the sandwich: a row of weight 2 is the row twice in one cluster", () => {
    const weighted = acceleratedFailureTime(
      { ...right([1, 4], [1, 1]), design: none(2), weights: Float64Array.of(2, 1), cluster: Int32Array.of(0, 1) },
      { distribution: "exponential" },
    );
    const twice = acceleratedFailureTime(
      { ...right([1, 1, 4], [1, 1, 1]), design: none(3), cluster: Int32Array.of(0, 0, 1) },
      { distribution: "exponential" },
    );
    // The mean is 2: scores 2 (1/2 − 1) and 2 − 1, A = 3
    expectClose(weighted.covariance, [2 / 9], { rel: 1e-8 });
    expectClose(twice.covariance, [2 / 9], { rel: 1e-8 });
  });

  it("makes the sandwich of the rows' own derivatives, those of intervals too", () => {
    const lower = Float64Array.of(8, 6, 9, 8, 10, 5, 10, 3);
    const upper = Float64Array.of(10, 9, 13, 8, 14, 7, 13, 3);
    const x = [0.6, -0.9, 0.9, 0.1, -0.8, 0.7, -0.4, -0.6];
    const fit = acceleratedFailureTime({ lower, upper, design: numeric(x) }, { robust: true });
    const theta = [...fit.coefficients, Math.log(fit.scale[0])];
    const logLikelihood = (i: number, [a, b, s]: number[]) => {
      const [l, u] = [lower[i], upper[i]].map((t) => (Math.log(t) - a - b * x[i]) / Math.exp(s));
      return l === u ? l - Math.exp(l) - s : Math.log(Math.exp(-Math.exp(l)) - Math.exp(-Math.exp(u)));
    };
    const h = 1e-5;
    const scores = x.map((_, i) =>
      theta.map((_value, j) => {
        const [up, down] = [h, -h].map((step) =>
          logLikelihood(
            i,
            theta.map((v, k) => (k === j ? v + step : v)),
          ),
        );
        return (up - down) / (2 * h);
      }),
    );
    const naive = fit.naiveCovariance!;
    const moved = scores.map((u) => [0, 1, 2].map((j) => u.reduce((sum, v, k) => sum + v * naive[k * 3 + j], 0)));
    const sandwich = [0, 1, 2].flatMap((k) => [0, 1, 2].map((j) => moved.reduce((sum, d) => sum + d[j] * d[k], 0)));
    expectClose(fit.covariance, sandwich, { rel: 1e-5, abs: 1e-8 });
  });

  it("names a coefficient that runs away, a redundant column, and times that are met exactly", () => {
    const away = acceleratedFailureTime(
      { ...right([1, 3, 2, 4], [1, 1, 0, 0]), design: numeric([0, 0, 1, 1]) },
      { distribution: "exponential" },
    );
    expect(away.status).toBe("monotone likelihood");
    expect(away.infinite).toEqual([false, true]);
    expectClose(away.coefficients, [Math.log(2), Number.POSITIVE_INFINITY], { rel: 1e-8 });
    const twice = designMatrix(
      4,
      ["a", "b"].map((name) => ({ type: "numeric" as const, name, values: Float64Array.of(1, 2, 3, 5) })),
    );
    const fit = acceleratedFailureTime({ ...right([1, 3, 2, 4], [1, 1, 1, 0]), design: twice });
    expect(fit.redundant).toEqual([false, false, true]);
    expect(fit.coefficients[2]).toBeNaN();
    const exact = acceleratedFailureTime({ ...right([2, 2, 2], [1, 1, 1]), design: none(3) });
    expect(exact.status).toBe("scale 0");
  });

  it("has nothing to say without rows", () => {
    const fit = acceleratedFailureTime({ ...right([], []), design: none(0) });
    expect(fit.n).toBe(0);
    expect(fit.coefficients[0]).toBeNaN();
  });

  it("refuses what cannot be, naming argument, row and value", () => {
    const rows = { ...right([1, 2, 4], [1, 1, 0]), design: none(3) };
    expect(() => acceleratedFailureTime({ ...right([1, 0, 4], [1, 1, 0]), design: none(3) })).toThrow(
      "lower[1] is 0; a time must be above 0",
    );
    expect(() =>
      acceleratedFailureTime({ ...right([1, 0, 4], [1, 1, 0]), design: none(3) }, { distribution: "gaussian" }),
    ).not.toThrow();
    expect(() => acceleratedFailureTime(rows, { distribution: "gompertz" as never })).toThrow(
      "distribution is “gompertz”; allowed are weibull",
    );
    expect(() => acceleratedFailureTime(rows, { scale: 0 })).toThrow("scale is 0");
    expect(() => acceleratedFailureTime(rows, { distribution: "exponential", scale: 2 })).toThrow(
      "scale is 2, but the exponential distribution has scale 1",
    );
    expect(() => acceleratedFailureTime({ ...rows, weights: Float64Array.of(1, -1, 1) })).toThrow("weights[1] is -1");
    expect(() => acceleratedFailureTime({ ...rows, strata: Int32Array.of(0, -1, 0) })).toThrow("strata[1] is -1");
    expect(() => acceleratedFailureTime({ ...rows, lower: Float64Array.of(5, 2, 4) })).toThrow(/lower\[0\]/);
    expect(() => acceleratedFailureTime({ ...right([1], [1]), design: numeric([1]) })).toThrow(
      "the model has 2 coefficients and 1 rows",
    );
  });
});
