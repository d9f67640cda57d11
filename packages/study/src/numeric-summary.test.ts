import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numericSummary } from "./numeric-summary.js";

describe("numericSummary", () => {
  it("gives mean, standard deviation with n − 1, and quartiles by linear interpolation", () => {
    // 1, 2, 4, 9: quartiles at places 0.75, 1.5 and 2.25 of 0 to 3; squares 9 + 4 + 0 + 25
    expect(numericSummary(Float64Array.of(9, 1, 4, 2))).toEqual({
      mean: 4,
      standardDeviation: Math.sqrt(38 / 3),
      lowerQuartile: 1 + 0.75 * (2 - 1),
      median: (2 + 4) / 2,
      upperQuartile: 4 + 0.25 * (9 - 4),
      minimum: 1,
      maximum: 9,
    });
  });

  it("does not define the spread of one value, nor anything of none", () => {
    expect(numericSummary(Float64Array.of(7))).toMatchObject({ mean: 7, standardDeviation: Number.NaN, median: 7 });
    expect(Object.values(numericSummary(new Float64Array(0))).every(Number.isNaN)).toBe(true);
  });

  it("neither changes nor minds the order of the values", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (list, places) => {
        const given = Float64Array.from(list);
        const shuffled = Float64Array.from(
          list.map((value) => ({ value, place: places.next().value })).sort((a, b) => a.place - b.place),
          ({ value }) => value,
        );
        expect(numericSummary(shuffled)).toEqual(numericSummary(given));
        expect([...given]).toEqual(list);
      }),
    );
  });
});
