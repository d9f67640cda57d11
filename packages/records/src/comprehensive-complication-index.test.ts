import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClavienDindoGrade, comprehensiveComplicationIndex } from "./comprehensive-complication-index.js";

const grades: readonly ClavienDindoGrade[] = ["I", "II", "IIIa", "IIIb", "IVa", "IVb", "V"];

describe("comprehensiveComplicationIndex", () => {
  it.each<[ClavienDindoGrade, string]>([
    ["I", "8.7"],
    ["II", "20.9"],
    ["IIIa", "26.2"],
    ["IIIb", "33.7"],
    ["IVa", "42.4"],
    ["IVb", "46.2"],
    ["V", "100.0"],
  ])("is that of the publication for one complication of grade %s: %s", (grade, published) =>
    expect(comprehensiveComplicationIndex([grade]).toFixed(1)).toBe(published),
  );

  it("adds the weights, not the indices", () => {
    // √(300 + 300 + 300) = 30; 1750 + 4550 + 300 = 6600.
    expect(comprehensiveComplicationIndex(["I", "I", "I"])).toBe(30 / 2);
    expect(comprehensiveComplicationIndex(["II", "IIIb", "I"])).toBe(Math.sqrt(6600) / 2);
  });

  it("is 0 without a complication, and 100 at most: four IVb below it, five not", () => {
    expect(comprehensiveComplicationIndex([])).toBe(0);
    expect(comprehensiveComplicationIndex(["IVb", "IVb", "IVb", "IVb"])).toBe(Math.sqrt(34_200) / 2);
    expect(comprehensiveComplicationIndex(["IVb", "IVb", "IVb", "IVb", "IVb"])).toBe(100);
    expect(comprehensiveComplicationIndex(["I", "V"])).toBe(100);
  });

  it("does not depend on order and does not fall with another complication", () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...grades), { maxLength: 12 }), fc.constantFrom(...grades), (all, more) => {
        const index = comprehensiveComplicationIndex(all);
        expect(comprehensiveComplicationIndex(all.toReversed())).toBe(index);
        expect(comprehensiveComplicationIndex([...all, more])).toBeGreaterThanOrEqual(index);
        expect(index).toBeLessThanOrEqual(100);
      }),
    ));

  it.each(["", "IIIc", "iv", "constructor"])("refuses “%s”", (grade) =>
    expect(() => comprehensiveComplicationIndex(["V", grade as ClavienDindoGrade])).toThrow(
      `“${grade}” is no grade; known: I, II, IIIa, IIIb, IVa, IVb, V`,
    ),
  );
});
