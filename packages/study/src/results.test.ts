import { describe, expect, it } from "vitest";
import { resultKey } from "./results.js";

describe("resultKey", () => {
  const result = { analysis: "os", cohort: "first", group: {}, name: "survival" } as const;

  it("names analysis, cohort and result", () => {
    expect(resultKey(result)).toBe("os/first/survival");
  });

  it("adds groups, model, factor, level, test and time, each in its place", () => {
    expect(resultKey({ ...result, at: 60 })).toBe("os/first/survival@60");
    expect(resultKey({ ...result, group: { radicality: "R1/R2", sex: "f" }, name: "median" })).toBe(
      "os/first/radicality=R1/R2/sex=f/median",
    );
    expect(resultKey({ ...result, name: "quantile", level: "0.25" })).toBe("os/first/quantile:0.25");
    expect(resultKey({ ...result, name: "pValue", test: "log-rank" })).toBe("os/first/pValue(log-rank)");
    expect(resultKey({ ...result, name: "hazardRatio", model: "univariable", factor: "age", level: ">=65" })).toBe(
      "os/first/univariable/age=>=65/hazardRatio",
    );
    expect(resultKey({ ...result, name: "concordance", model: "multivariable" })).toBe(
      "os/first/multivariable/concordance",
    );
  });
});
