import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { expectClose } from "../fixtures/expect-close.js";
import { chiSquaredTest } from "./chi-squared-test.js";

describe("chiSquaredTest", () => {
  it("by hand: n(ad − bc)² over the margins, with Yates (|ad − bc| − n/2)²", () => {
    const [a, b, c, d] = [3, 1, 2, 6];
    const table = [
      [a, b],
      [c, d],
    ];
    const margins = 4 * 8 * 5 * 7;
    const plain = (12 * (a * d - b * c) ** 2) / margins;
    const test = chiSquaredTest(table, { correct: false });
    expectClose([test.statistic, test.degreesOfFreedom, test.p], [plain, 1, chiSquaredUpper(plain, 1)]);
    expectClose(chiSquaredTest(table).statistic, (12 * (a * d - b * c - 6) ** 2) / margins);
    expectClose(test.expected.flat(), [20 / 12, 28 / 12, 40 / 12, 56 / 12]);
  });

  it("by hand: two rows of three columns, never corrected", () => {
    // rows 6 and 6, columns 4, 4, 4: every cell expects 2
    const { statistic, degreesOfFreedom } = chiSquaredTest([
      [4, 2, 0],
      [0, 2, 4],
    ]);
    expectClose([statistic, degreesOfFreedom], [8, 2]);
  });

  it("does not correct beyond the expected count", () => {
    const { statistic, p } = chiSquaredTest([
      [2, 2],
      [2, 3],
    ]);
    // |O − E| is 2/9, less than one half
    expectClose([statistic, p], [0, 1]);
  });

  it("does not count empty rows and columns, and is not defined where one is left", () => {
    const inside = chiSquaredTest([
      [3, 0, 1],
      [0, 0, 0],
      [2, 0, 6],
    ]);
    expectClose(
      inside.statistic,
      chiSquaredTest([
        [3, 1],
        [2, 6],
      ]).statistic,
    );
    expectClose(inside.expected[1], [0, 0, 0]);
    expect(inside.expected[0]).toHaveLength(3);
    for (const table of [
      [[3, 1]],
      [[3], [1]],
      [
        [0, 0],
        [0, 0],
      ],
      [],
      [[]],
      [
        [5, 0],
        [3, 0],
      ],
    ])
      expect(chiSquaredTest(table)).toMatchObject({ statistic: NaN, degreesOfFreedom: 0, p: NaN });
  });

  it("does not care about the order of rows and columns, or which is which", () => {
    const table = fc.array(fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(table, (counts) => {
        const { statistic, p } = chiSquaredTest(counts);
        const turned = counts[0].map((_, j) => counts.map((row) => row[j]).reverse());
        expectClose([chiSquaredTest(turned).statistic, chiSquaredTest(turned).p], [statistic, p], { abs: 1e-11 });
      }),
    );
  });

  it("refuses what is no table of counts", () => {
    expect(() => chiSquaredTest([[1, 2], [3]])).toThrow("row 1 has 1 columns, row 0 has 2");
    expect(() =>
      chiSquaredTest([
        [1, 2],
        [3, -1],
      ]),
    ).toThrow("row 1, column 1 is -1");
    expect(() =>
      chiSquaredTest([
        [1.5, 2],
        [3, 1],
      ]),
    ).toThrow("row 0, column 0 is 1.5");
    expect(() =>
      chiSquaredTest([
        [1, NaN],
        [3, 1],
      ]),
    ).toThrow("row 0, column 1 is NaN");
  });
});
