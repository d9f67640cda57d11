import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { checkSubjectRows } from "./subject-rows.js";

const rows = (entry: number[], time: number[], id: number[], strata?: number[]) => ({
  entry: Float64Array.from(entry),
  time: Float64Array.from(time),
  id: Int32Array.from(id),
  ...(strata && { strata: Int32Array.from(strata) }),
});

describe("checkSubjectRows", () => {
  it("lets rows of a subject follow one another, with gaps or without, in any order", () => {
    expect(() => checkSubjectRows(rows([5, 0, 0, 7], [6, 5, 9, 8], [0, 0, 1, 0]))).not.toThrow();
  });

  it("refuses rows that overlap, naming both", () => {
    expect(() => checkSubjectRows(rows([0, 4], [5, 9], [3, 3]))).toThrow(
      "rows 0 and 1 of subject 3 overlap: row 0 ends at 5, row 1 begins at 4; a subject's rows must follow one another",
    );
  });

  it("takes an overlap by round-off for none", () => {
    expect(() => checkSubjectRows(rows([0, 5 - 1e-12], [5, 9], [0, 0]))).not.toThrow();
    expect(() => checkSubjectRows(rows([0, 5 - 1e-6], [5, 9], [0, 0]))).toThrow("overlap");
  });

  it("lets rows of different strata overlap", () => {
    expect(() => checkSubjectRows(rows([0, 0], [5, 9], [0, 0], [0, 1]))).not.toThrow();
  });

  it("refuses codes that are none", () => {
    expect(() => checkSubjectRows(rows([0], [5], [-1]))).toThrow("id[0] is -1");
    expect(() => checkSubjectRows(rows([0], [5], [0, 1]))).toThrow("id has 2 rows, time has 1");
  });

  it("is asked by curves and Cox models whose rows name the subject", () => {
    const { entry, time, id } = rows([0, 4, 0], [5, 9, 7], [0, 0, 1]);
    const event = Uint8Array.of(0, 1, 1);
    expect(() => kaplanMeier({ time, event, entry, id })).toThrow("rows 0 and 1 of subject 0 overlap");
    const design = designMatrix(3, [{ type: "numeric", name: "x", values: Float64Array.of(1, 2, 3) }]);
    expect(() => coxRegression({ time, event, entry, id, design })).toThrow("rows 0 and 1 of subject 0 overlap");
    expect(() => coxRegression({ time, event, entry, design })).not.toThrow();
  });
});
