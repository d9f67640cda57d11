import { describe, expect, it } from "vitest";
import { ratioTicks, roundTicks, scale } from "./linear-axis.js";

describe("roundTicks", () => {
  it("are round numbers within the limits", () => {
    expect(roundTicks(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(roundTicks(33, 71)).toEqual([40, 50, 60, 70]);
    expect(roundTicks(-0.3, 0.3, 3)).toEqual([-0.2, 0, 0.2]);
  });
  it("is the one value where there is no other", () => {
    expect(roundTicks(4, 4)).toEqual([4]);
  });
});

describe("ratioTicks", () => {
  it("are 1, 2 and 5 times powers of ten", () => {
    expect(ratioTicks(0.4, 6)).toEqual([0.5, 1, 2, 5]);
  });
  it("are the powers alone where there would be too many", () => {
    expect(ratioTicks(0.01, 100)).toEqual([0.01, 0.1, 1, 10, 100]);
  });
});

describe("scale", () => {
  it("leads from values to places", () => {
    expect(scale(0, 10, 50, 150)(5)).toBe(100);
    expect(scale(3, 3, 50, 150)(3)).toBe(50);
  });
});
