import { describe, expect, it } from "vitest";
import { designMatrix, type ModelTerm } from "./design-matrix.js";

const age: ModelTerm = { type: "numeric", name: "age", values: Float64Array.of(50, 60, 70) };
const stage: ModelTerm = {
  type: "factor",
  name: "stage",
  codes: Int32Array.of(0, 1, 2),
  levels: ["I", "II", "III"],
  reference: "II",
};
const sex: ModelTerm = {
  type: "factor",
  name: "sex",
  codes: Int32Array.of(0, 1, 1),
  levels: ["f", "m"],
  reference: "f",
};

const column = (m: ReturnType<typeof designMatrix>, name: string) => {
  const j = m.columns.indexOf(name);
  return [...m.x.slice(j * m.n, (j + 1) * m.n)];
};

describe("designMatrix", () => {
  it("gives a factor one column for each level but the reference", () => {
    const m = designMatrix(3, [age, stage]);
    expect(m.columns).toEqual(["age", "stage=I", "stage=III"]);
    expect(column(m, "stage=I")).toEqual([1, 0, 0]);
    expect(column(m, "stage=III")).toEqual([0, 0, 1]);
    expect(m.terms).toEqual([
      { name: "age", first: 0, count: 1 },
      { name: "stage", first: 1, count: 2 },
    ]);
  });

  it("multiplies an interaction's columns, the first term's varying fastest", () => {
    const m = designMatrix(3, [{ type: "interaction", of: [stage, sex] }]);
    expect(m.columns).toEqual(["stage=I:sex=m", "stage=III:sex=m"]);
    expect(column(m, "stage=III:sex=m")).toEqual([0, 0, 1]);
    const numeric = designMatrix(3, [{ type: "interaction", of: [age, sex] }]);
    expect(column(numeric, "age:sex=m")).toEqual([0, 60, 70]);
  });

  it("refuses a reference that is not a level, a code beyond the levels and a column of another length", () => {
    expect(() => designMatrix(3, [{ ...stage, reference: "IV" }])).toThrow("“IV” is not one of its levels");
    expect(() => designMatrix(3, [{ ...stage, codes: Int32Array.of(0, 3, 0) }])).toThrow("stage[1] is 3");
    expect(() => designMatrix(2, [age])).toThrow("age has 3 rows, the model has 2");
  });

  it("refuses a factor of one level and an interaction of one term", () => {
    const one = { ...stage, codes: Int32Array.of(0, 0, 0), levels: ["II"], reference: "II" };
    expect(() => designMatrix(3, [one])).toThrow("stage has 1 levels (II); a factor needs two or more");
    expect(() => designMatrix(3, [{ type: "interaction", of: [age] }])).toThrow("an interaction has 1 terms");
  });

  it("gives a level that no row has a column of zeros", () => {
    const m = designMatrix(3, [{ ...stage, codes: Int32Array.of(0, 1, 0) }]);
    expect(column(m, "stage=III")).toEqual([0, 0, 0]);
  });

  it("has no columns for no terms", () => {
    expect(designMatrix(3, [])).toMatchObject({ p: 0, columns: [] });
  });
});
