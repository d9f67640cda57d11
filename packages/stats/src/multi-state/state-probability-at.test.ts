import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { aalenJohansen } from "./aalen-johansen.js";
import { stateProbabilityAt } from "./state-probability-at.js";
import { transitionTimesOnly } from "./transition-times.js";

const rows = {
  time: Float64Array.of(1, 2, 3, 4, 4),
  to: Int32Array.of(-1, 1, -1, 2, 1),
  weights: Float64Array.of(1, 2, 1, 1, 1),
};
const [curve] = aalenJohansen(rows, { confidenceType: "plain" });

describe("stateProbabilityAt", () => {
  it("gives the start before the first time and the last values beyond the last, whatever the order asked in", () => {
    const [early, middle, late] = stateProbabilityAt(curve, [9, 0.5, 3]);
    expect([early.time, middle.time, late.time]).toEqual([0.5, 3, 9]);
    expectClose(early.probability, [1, 0, 0]);
    expectClose([...early.lower, ...early.upper], [1, 0, 0, 1, 0, 0]);
    expectClose(middle.probability, [3 / 5, 2 / 5, 0]);
    expectClose(middle.standardError, [curve.standardError[2], curve.standardError[6], 0]);
    expectClose(late.probability, [0, 2 / 5 + 3 / 10, 3 / 10]);
  });

  it("counts those at risk just before, and what happened since the time before", () => {
    const [first, second, third] = stateProbabilityAt(curve, [2, 3.5, 9]);
    expectClose(first.atRisk, [5, 0, 0]);
    expectClose(first.rows.atRisk, [4, 0, 0]);
    expectClose(first.events, [0, 2, 0]);
    expectClose(first.rows.events, [0, 1, 0]);
    expect([first.censored, first.rows.censored]).toEqual([1, 1]);
    expectClose(second.atRisk, [2, 0, 0]);
    expectClose([...second.events, second.censored], [0, 0, 0, 1]);
    expectClose(third.atRisk, [0, 0, 0]);
    expectClose(third.events, [0, 1, 1]);
  });

  it("is not defined for a group without rows, and refuses a time that is none", () => {
    const empty = aalenJohansen(rows, { groups: 2 })[1];
    const [at] = stateProbabilityAt(empty, [1]);
    expect([...at.probability, ...at.lower]).toEqual(new Array(6).fill(Number.NaN));
    expectClose(at.atRisk, [0, 0, 0]);
    expect(() => stateProbabilityAt(curve, [1, Number.NaN])).toThrow("times[1] is NaN; it must be a number");
  });
});

describe("transitionTimesOnly", () => {
  it("leaves the times at which somebody moves, and adds the censorings since the one before", () => {
    const only = transitionTimesOnly(curve);
    expectClose(only.time, [2, 4]);
    expectClose(only.censored, [1, 1]);
    expectClose(only.rows.censored, [1, 1]);
    expectClose(only.probability, [3 / 5, 0, 2 / 5, 7 / 10, 0, 3 / 10]);
    expectClose(only.atRisk, [5, 2, 0, 0, 0, 0]);
    expectClose(only.events, [0, 0, 2, 1, 0, 1]);
    expectClose(only.lower, [curve.lower[1], curve.lower[3], curve.lower[5], curve.lower[7], 0, curve.lower[11]]);
    expect(only.n).toBe(5);
  });

  it("is empty where nobody moves", () => {
    const still = transitionTimesOnly(aalenJohansen({ time: Float64Array.of(1), to: Int32Array.of(-1) })[0]);
    expect([still.time.length, still.probability.length, still.censored.length]).toEqual([0, 0, 0]);
  });
});
