import { describe, expect, it } from "vitest";
import { designMatrix } from "../cox/design-matrix.js";
import { expectClose } from "../fixtures/expect-close.js";
import { rightCensored } from "../rows/interval-rows.js";
import { acceleratedFailureTime } from "./accelerated-failure-time.js";
import { aftQuantiles } from "./aft-quantiles.js";

const rows = rightCensored(Float64Array.of(1, 2, 4, 5), Uint8Array.of(1, 0, 1, 1));

describe("aftQuantiles", () => {
  it("has the exponential's median, mean times log 2, with the error that the mean's gives it", () => {
    const fit = acceleratedFailureTime({ ...rows, design: designMatrix(4, []) }, { distribution: "exponential" });
    const { time, standardError, linear } = aftQuantiles(fit, designMatrix(1, []), [0.5, 1 - Math.exp(-1)]);
    expectClose(time, [4 * Math.log(2), 4], { rel: 1e-9 });
    expectClose(standardError, [(4 * Math.log(2)) / Math.sqrt(3), 4 / Math.sqrt(3)], { rel: 1e-8 });
    expectClose(linear, [Math.log(4 * Math.log(2)), Math.log(4)], { rel: 1e-9 });
  });

  it("counts the scale's uncertainty for the lognormal, but not at the median", () => {
    const exact = rightCensored(Float64Array.of(1, Math.E, Math.E ** 2), Uint8Array.of(1, 1, 1));
    const fit = acceleratedFailureTime({ ...exact, design: designMatrix(3, []) }, { distribution: "lognormal" });
    const p = 0.8413447460685429; // one standard deviation
    const { linear, linearStandardError } = aftQuantiles(fit, designMatrix(1, []), [0.5, p]);
    expectClose(linear, [1, 1 + Math.sqrt(2 / 3)], { rel: 1e-8 });
    // σ²/n, and σ²/n + σ²/(2n)
    expectClose(linearStandardError, [Math.sqrt(2 / 9), Math.sqrt(1 / 3)], { rel: 1e-7 });
  });

  it("is NaN where it needs a coefficient without a finite value", () => {
    const x = designMatrix(4, [{ type: "numeric", name: "x", values: Float64Array.of(0, 0, 1, 1) }]);
    const away = rightCensored(Float64Array.of(1, 3, 2, 4), Uint8Array.of(1, 1, 0, 0));
    const fit = acceleratedFailureTime({ ...away, design: x }, { distribution: "exponential" });
    const at = designMatrix(2, [{ type: "numeric", name: "x", values: Float64Array.of(0, 1) }]);
    const { time, standardError } = aftQuantiles(fit, at, [0.5]);
    expect(time[0]).toBeCloseTo(2 * Math.log(2), 8);
    expect(standardError[1]).toBeNaN();
  });

  it("refuses other columns, shares and strata", () => {
    const fit = acceleratedFailureTime({ ...rows, design: designMatrix(4, []) });
    expect(() => aftQuantiles(fit, designMatrix(1, []), [1])).toThrow("p[0] is 1; it must lie between 0 and 1");
    expect(() => aftQuantiles(fit, designMatrix(1, []), [0.5], { strata: Int32Array.of(1) })).toThrow(
      "strata[0] is 1; the model has 1 scales",
    );
    const other = designMatrix(1, [{ type: "numeric", name: "x", values: Float64Array.of(1) }]);
    expect(() => aftQuantiles(fit, other, [0.5])).toThrow("the new rows have 1 covariates, the model has 0");
  });
});
