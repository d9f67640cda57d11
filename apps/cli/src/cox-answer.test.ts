import { coxRegression, designMatrix } from "@seriatim/stats";
import { describe, expect, it } from "vitest";
import { coxAnswer } from "./cox-answer.js";

const fit = coxRegression(
  {
    time: Float64Array.of(1, 2, 3, 4, 5),
    event: Uint8Array.of(1, 1, 1, 1, 0),
    design: designMatrix(5, [{ type: "numeric", name: "age", values: Float64Array.of(60, 70, 50, 65, 40) }]),
  },
  {},
);

/** The fit with other numbers for its one coefficient. */
function row(numbers: Partial<Record<"hazardRatio" | "lower" | "upper" | "standardErrors" | "z" | "p", number>>) {
  const changed = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Float64Array.of(value)]));
  return coxAnswer({ ...fit, ...changed }).rows[0];
}

describe("coxAnswer", () => {
  it("shows ratios with three decimals, and no 0.000", () => {
    expect(row({ hazardRatio: 0.0215, lower: 0.0094, upper: 999.9 })[3]).toBe("0.022 (<0.01–999.900)");
    expect(row({ hazardRatio: 1234, lower: 1, upper: 5000 })[3]).toBe(">1000 (1.000–>1000)");
  });

  it("shows a ratio alone where its limits are not defined", () => {
    const none = Number.NaN;
    expect(
      row({ hazardRatio: 1.5, lower: none, upper: none, standardErrors: none, z: none, p: none }).slice(2),
    ).toEqual(["–", "1.500", "–", "–"]);
  });

  it("counts rows and events above the table, and names the tests below", () => {
    const { heading, paragraphs } = coxAnswer(fit);
    expect(heading).toBe("5 rows, 4 events");
    expect(paragraphs[0].map((line) => line.split(":")[0])).toEqual([
      "Likelihood ratio",
      "Wald",
      "Score",
      "Concordance",
    ]);
  });
});
