import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { conditionalOddsRatio } from "./conditional-odds-ratio.js";

const close = { rel: 1e-10 };

describe("conditionalOddsRatio", () => {
  it("by hand where two tables are possible", () => {
    // The first cell of [[1, 2], [0, 1]] has one case: P(1) = 3ω/(1 + 3ω); 3ω/(1 + 3ω) = 1/40 at the lower limit
    const { estimate, lower, upper } = conditionalOddsRatio(
      [
        [1, 2],
        [0, 1],
      ],
      0.95,
    );
    expect([estimate, upper]).toEqual([Infinity, Infinity]);
    expectClose(lower, 1 / 39 / 3, close);
    // P(0) = 3/(3 + 3ω) = 1/40 at the upper limit
    const least = conditionalOddsRatio(
      [
        [0, 2],
        [1, 1],
      ],
      0.95,
    );
    expect([least.estimate, least.lower]).toEqual([0, 0]);
    expectClose(least.upper, 39, close);
  });

  it("by hand where three are: weights 1, 4, 1", () => {
    const { estimate, lower, upper } = conditionalOddsRatio(
      [
        [1, 1],
        [1, 1],
      ],
      0.9,
    );
    expectClose(estimate, 1, close);
    // P(x >= 1) = 1 − 1/(1 + 4ω + ω²) = 1/20 at the lower limit: ω² + 4ω = 1/19
    expectClose(lower, Math.sqrt(4 + 1 / 19) - 2, { rel: 1e-9 });
    expectClose(upper, 1 / lower, close);
  });

  it("turns over with the rows", () => {
    const one = conditionalOddsRatio(
      [
        [7, 3],
        [2, 9],
      ],
      0.95,
    );
    const other = conditionalOddsRatio(
      [
        [2, 9],
        [7, 3],
      ],
      0.95,
    );
    expectClose([other.estimate, other.lower, other.upper], [1 / one.estimate, 1 / one.upper, 1 / one.lower], close);
  });

  it("is nothing where the margins leave one table", () => {
    expect(
      conditionalOddsRatio(
        [
          [3, 2],
          [0, 0],
        ],
        0.95,
      ),
    ).toMatchObject({ estimate: NaN, lower: 0, upper: Infinity });
  });
});
