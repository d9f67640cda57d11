import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { normalQuantile } from "../distributions/normal.js";
import { expectClose } from "../fixtures/expect-close.js";
import { roystonD } from "./royston-d.js";

const rowsOf = (x: number[]) => ({
  time: Float64Array.of(1, 2, 3, 4, 5, 6),
  event: Uint8Array.of(1, 1, 0, 1, 1, 1),
  design: designMatrix(6, [{ type: "numeric", name: "x", values: Float64Array.from(x) }]),
});

describe("roystonD", () => {
  it("is √(8/π) times the coefficient of the index's normal scores, tied ones at their mean", () => {
    // x rises with risk or falls: the index of 3, 1, 4, 1, 5, 2 has ranks 4, 1½, 5, 1½, 6, 3, or their mirror image
    const rows = rowsOf([3, 1, 4, 1, 5, 2]);
    const fit = coxRegression(rows);
    const score = (rank: number) => normalQuantile((rank - 3 / 8) / (6 + 1 / 4));
    const tied = (score(1) + score(2)) / 2;
    const z = [score(4), tied, score(5), tied, score(6), score(3)].map((s) => s * Math.sign(fit.coefficients[0]));
    const scored = coxRegression(rowsOf(z));
    const b = scored.coefficients[0];
    const { d, standardError, rSquared } = roystonD(rows, fit);
    expect(d).toBeCloseTo(b * Math.sqrt(8 / Math.PI), 8);
    expect(standardError).toBeCloseTo(scored.standardErrors[0] * Math.sqrt(8 / Math.PI), 8);
    expect(rSquared).toBeCloseTo(b ** 2 / (Math.PI ** 2 / 6 + b ** 2), 8);
  });

  it("depends on the index's order alone", () => {
    const one = rowsOf([3, 1, 4, 1, 5, 2]);
    const stretched = rowsOf([3, 1, 4, 1, 5, 2].map((x) => x * 1e6 - 7));
    expectClose(roystonD(stretched, coxRegression(stretched)).d, roystonD(one, coxRegression(one)).d, { rel: 1e-8 });
  });

  it("is undefined where the index is the same for all, or a coefficient runs away", () => {
    const same = rowsOf([1, 1, 1, 1, 1, 1]);
    expect(roystonD(same, coxRegression(same)).d).toBeNaN();
    const away = { ...rowsOf([1, 1, 0, 0, 0, 0]), event: Uint8Array.of(1, 1, 0, 0, 0, 0) };
    expect(roystonD(away, coxRegression(away)).d).toBeNaN();
  });

  it("refuses rows with other columns", () => {
    const rows = rowsOf([3, 1, 4, 1, 5, 2]);
    expect(() => roystonD({ ...rows, design: designMatrix(6, []) }, coxRegression(rows))).toThrow(
      "the rows have 0 columns, the fit 1",
    );
  });
});
