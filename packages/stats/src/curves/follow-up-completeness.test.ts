import { describe, expect, it } from "vitest";
import { followUpCompleteness } from "./follow-up-completeness.js";

describe("followUpCompleteness", () => {
  const time = Float64Array.of(10, 20, 30, 40);
  const event = Uint8Array.of(1, 0, 1, 0);

  it("is observed over potential time, and who had the event owes none after it", () => {
    // Owed 10 + 50 + 30 + 50, observed 10 + 20 + 30 + 40.
    expect(followUpCompleteness({ time, event }, new Float64Array(4).fill(50))).toBe(100 / 140);
  });

  it("counts observation after the closing date as up to it", () => {
    expect(followUpCompleteness({ time, event }, new Float64Array(4).fill(25))).toBe((10 + 20 + 25 + 25) / (10 + 75));
  });

  it("is not defined where nobody owes any time", () => {
    expect(followUpCompleteness({ time, event }, new Float64Array(4))).toBeNaN();
    expect(
      followUpCompleteness({ time: new Float64Array(0), event: new Uint8Array(0) }, new Float64Array(0)),
    ).toBeNaN();
  });

  it("refuses times that cannot be owed", () => {
    expect(() => followUpCompleteness({ time, event }, Float64Array.of(1, 2, -3, 4))).toThrow("owed[2] is -3");
    expect(() => followUpCompleteness({ time, event }, Float64Array.of(1))).toThrow("owed has 1 rows, time has 4");
  });
});
