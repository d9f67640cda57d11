import { describe, expect, it } from "vitest";
import { resultOf } from "../fixtures/results.js";
import { ratioAxis } from "./ratio-axis.js";

const ratio = (value: number, lower: number | null, upper: number | null) =>
  resultOf({
    analysis: "f",
    name: "hazardRatio",
    estimate: { value },
    interval: { lower, upper, level: 0.95, method: "Wald" },
  });

describe("ratioAxis", () => {
  it("goes from and to a round ratio about all limits", () => {
    expect(ratioAxis([])).toEqual({ lower: 0.5, upper: 2, ticks: [0.5, 1, 2] });
    expect(ratioAxis([ratio(1.2, 0.4, 3)])).toEqual({ lower: 0.2, upper: 5, ticks: [0.2, 0.5, 1, 2, 5] });
    expect(ratioAxis([ratio(1, 0.5, 2)])).toMatchObject({ lower: 0.5, upper: 2 });
  });

  it("follows limits to 0.1 and 10, estimates to 0.01 and 100, and clips the rest", () => {
    expect(ratioAxis([ratio(1, 0.001, 900)])).toMatchObject({ lower: 0.1, upper: 10 });
    expect(ratioAxis([ratio(14, null, 900)])).toMatchObject({ upper: 20 });
    expect(ratioAxis([ratio(1e9, null, null)])).toMatchObject({ upper: 100 });
  });
});
