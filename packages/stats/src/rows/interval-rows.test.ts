import { describe, expect, it } from "vitest";
import { checkIntervalRows, leftCensored, rightCensored } from "./interval-rows.js";

const time = Float64Array.of(3, 5);
const event = Uint8Array.of(1, 0);

describe("rightCensored", () => {
  it("has the event at its time, or after it", () => {
    expect(rightCensored(time, event)).toEqual({
      lower: Float64Array.of(3, 5),
      upper: Float64Array.of(3, Number.POSITIVE_INFINITY),
    });
  });
});

describe("leftCensored", () => {
  it("has the event at its time, or before it", () => {
    expect(leftCensored(time, event)).toEqual({
      lower: Float64Array.of(3, Number.NEGATIVE_INFINITY),
      upper: Float64Array.of(3, 5),
    });
  });
});

describe("checkIntervalRows", () => {
  const check = (lower: number[], upper: number[]) => () =>
    checkIntervalRows({ lower: Float64Array.from(lower), upper: Float64Array.from(upper) });

  it("lets exact times, intervals and open ends be", () => {
    expect(check([1, 1, Number.NEGATIVE_INFINITY, 2], [1, 2, 2, Number.POSITIVE_INFINITY])).not.toThrow();
  });

  it("refuses reversed intervals, ends that are none, and columns of different length", () => {
    expect(check([1, 3], [1, 2])).toThrow(/lower\[1\] is 3/);
    expect(check([Number.NaN], [2])).toThrow("lower[0] is NaN");
    expect(check([Number.POSITIVE_INFINITY], [Number.POSITIVE_INFINITY])).toThrow("lower[0] is Infinity");
    expect(check([1], [Number.NEGATIVE_INFINITY])).toThrow("upper[0] is -Infinity");
    expect(check([1, 2], [2])).toThrow("upper has 1 rows, lower has 2");
  });

  it("refuses an event that is neither 0 nor 1", () => {
    expect(() => rightCensored(time, Uint8Array.of(1, 2))).toThrow("event[1] is 2");
  });
});
