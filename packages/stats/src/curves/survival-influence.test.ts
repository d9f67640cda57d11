import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nelsonAalen } from "./nelson-aalen.js";
import { survivalInfluence } from "./survival-influence.js";

describe("survivalInfluence", () => {
  it("is the derivative of S by each row's weight", () => {
    // S(1) = 1 − w₁/n, S(2) = S(1) there and 0 later: ∂S/∂w₁ = −(n − w₁)/n² = −2/9, ∂S/∂w₂ = ∂S/∂w₃ = w₁/n² = 1/9
    const [influence] = survivalInfluence({ time: Float64Array.of(1, 2, 3), event: Uint8Array.of(1, 0, 1) });
    expect(Array.from(influence.rows)).toEqual([0, 1, 2]);
    expect(Array.from(influence.values)).toEqual(
      [-2 / 9, 1 / 9, 1 / 9, -2 / 9, 1 / 9, 1 / 9, 0, 0, 0].map((x) => expect.closeTo(x, 14)),
    );
  });

  it("leaves out the rows that end before the start, and is empty without rows", () => {
    const rows = { time: Float64Array.of(1, 3, 4), event: Uint8Array.of(1, 1, 0) };
    const [influence] = survivalInfluence(rows, { startTime: 2 });
    expect(Array.from(influence.rows)).toEqual([1, 2]);
    expect(Array.from(influence.values)).toEqual([-1 / 4, 1 / 4, -1 / 4, 1 / 4]);
    const [none] = survivalInfluence({ time: new Float64Array(0), event: new Uint8Array(0) });
    expect([none.rows.length, none.time.length, none.values.length]).toEqual([0, 0, 0]);
  });

  it("refuses estimates and types that it does not know", () => {
    const rows = { time: Float64Array.of(1), event: Uint8Array.of(1) };
    expect(() => survivalInfluence(rows, { of: "hazard" as "survival" })).toThrow(
      "of is “hazard”; allowed are survival and cumulativeHazard",
    );
    expect(() => survivalInfluence(rows, { hazardType: 3 as 1 })).toThrow("hazardType is 3; allowed are 1 and 2");
  });

  it("gives each group its own rows", () => {
    const rows = { time: Float64Array.of(3, 1, 2), event: Uint8Array.of(1, 1, 1), group: Int32Array.of(1, 0, 1) };
    const groups = survivalInfluence(rows, { groups: 3 });
    expect(groups.map((group) => Array.from(group.rows))).toEqual([[1], [0, 2], []]);
    expect(groups[1].time).toHaveLength(2);
  });

  it("agrees with moving the weights a little", () => {
    const row = fc.record({
      time: fc.integer({ min: 1, max: 6 }),
      length: fc.integer({ min: 1, max: 6 }),
      event: fc.integer({ min: 0, max: 1 }),
      weight: fc.constantFrom(0.5, 1, 3),
    });
    const type = fc.constantFrom<1 | 2>(1, 2);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), type, type, (drawn, survivalType, hazardType) => {
        const rows = {
          time: Float64Array.from(drawn, ({ time }) => time),
          event: Uint8Array.from(drawn, ({ event }) => event),
          entry: Float64Array.from(drawn, ({ time, length }) => time - length),
          weights: Float64Array.from(drawn, ({ weight }) => weight),
        };
        const moved = (i: number, by: number) => {
          const weights = rows.weights.map((w, k) => (k === i ? w + by : w));
          return nelsonAalen({ ...rows, weights }, { survivalType, hazardType, robust: false })[0];
        };
        for (const [of, column] of [
          ["survival", "survival"],
          ["cumulativeHazard", "cumulativeHazard"],
        ] as const) {
          const [{ values, time }] = survivalInfluence(rows, { of, survivalType, hazardType });
          for (let i = 0; i < drawn.length; i++) {
            const [up, down] = [moved(i, 1e-5)[column], moved(i, -1e-5)[column]];
            time.forEach((_, j) => {
              expect(values[j * drawn.length + i]).toBeCloseTo((up[j] - down[j]) / 2e-5, 7);
            });
          }
        }
      }),
    );
  });
});
