import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { aalenJohansen } from "../multi-state/aalen-johansen.js";
import { cumulativeIncidence, cumulativeIncidenceAt } from "./cumulative-incidence.js";

const four = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 2, 0, 1) };
const drawn = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 2 })), {
  minLength: 1,
  maxLength: 20,
});

describe("cumulativeIncidence", () => {
  it("adds up survival just before times the share that has the cause's event", () => {
    const [one, two] = cumulativeIncidence(four);
    // S(t−) = 1, 3/4, 1/2 at 1, 2, 4; at risk 4, 3, 1
    expectClose(one.time, [1, 2, 4]);
    expectClose(one.estimate, [1 / 4, 1 / 4, 3 / 4]);
    expectClose(two.estimate, [0, 1 / 4, 1 / 4]);
    // At 1: (F/n²)((1 + F/S)² − 2 (1 + F/S) F/S + (F/S)²) with one death of 4: 1/16
    expect(one.variance[0]).toBeCloseTo(1 / 16, 12);
    expect([one.cause, two.cause, one.lastTime]).toEqual([1, 2, 4]);
  });

  it("has Aalen and Johansen's estimates", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const time = Float64Array.from(rows, ([t]) => t);
        const event = Uint8Array.from(rows, ([, e]) => e);
        const [curve] = aalenJohansen({ time, to: Int32Array.from(event, (e) => e || -1) }, { states: 3 });
        for (const { cause, time: at, estimate } of cumulativeIncidence({ time, event }))
          at.forEach((t, k) => {
            const place = curve.time.indexOf(t);
            expect(estimate[k]).toBeCloseTo(curve.probability[cause * curve.time.length + place], 10);
          });
      }),
      { numRuns: 100 },
    );
  });

  it("has a curve for each group and cause, empty ones for groups without rows", () => {
    const curves = cumulativeIncidence({ ...four, group: Int32Array.of(0, 2, 0, 2) });
    expect(curves.map(({ group, cause }) => [group, cause])).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(curves[2]).toMatchObject({ lastTime: Number.NEGATIVE_INFINITY });
    expect(curves[2].time.length).toBe(0);
  });

  it("has none without events, and refuses what cannot be", () => {
    expect(cumulativeIncidence({ time: Float64Array.of(1), event: Uint8Array.of(0) })).toEqual([]);
    expect(() => cumulativeIncidence({ ...four, time: Float64Array.of(1, Number.NaN, 3, 4) })).toThrow(
      "time[1] is NaN",
    );
    expect(() => cumulativeIncidence({ ...four, group: Int32Array.of(0, -1, 0, 0) })).toThrow("group[1] is -1");
    expect(() => cumulativeIncidence({ ...four, group: Int32Array.of(0) })).toThrow("group has 1 rows, time has 4");
  });
});

describe("cumulativeIncidenceAt", () => {
  it("carries the last value on, is 0 before the first event, and undefined beyond the group's last time", () => {
    const [one] = cumulativeIncidence({ time: Float64Array.of(1, 2, 5), event: Uint8Array.of(1, 1, 0) });
    const found = cumulativeIncidenceAt(one, [0.5, 1.5, 5, 6]);
    expectClose(
      found.map(({ estimate }) => estimate),
      [0, 1 / 3, 2 / 3, Number.NaN],
    );
    expectClose(found.map(({ variance }) => variance).slice(0, 1), [0]);
  });
});
