import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { checkSubjectRows, type SubjectRows } from "./subject-rows.js";

// Subject 0 is seen from 0 to 2 and from 2 to 5, subject 1 from 0 to 1 and, after a gap, from 3 to 4.
const rows: SubjectRows = {
  time: Float64Array.of(2, 5, 4, 1),
  entry: Float64Array.of(0, 2, 3, 0),
  id: Int32Array.of(0, 0, 1, 1),
};

const refused: [string, Partial<SubjectRows>, string][] = [
  [
    "rows that overlap",
    { entry: Float64Array.of(0, 1.5, 3, 0) },
    "rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is 1.5; a subject's rows must follow one another",
  ],
  ["a row inside another", { time: Float64Array.of(2, 5, 4, 9) }, "rows 3 and 2 of subject 1 overlap: time[3] is 9"],
  ["the same row twice", { entry: Float64Array.of(0, 0, 3, 0), time: Float64Array.of(2, 2, 4, 1) }, "rows 0 and 1"],
  ["two rows of a subject that both go from the start", { entry: undefined }, "entry[1] is the start"],
  ["an empty row", { entry: Float64Array.of(0, 5, 3, 0) }, "entry[1] is 5, time[1] is 5; a row must enter before"],
  ["a reversed row", { entry: Float64Array.of(0, 2, 6, 0) }, "entry[2] is 6, time[2] is 4; a row must enter before"],
  [
    "a row that is empty but for round-off",
    { time: Float64Array.of(2, 2 + 1e-12, 4, 1) },
    "a row must enter before its time, by more than 1e-9 of it",
  ],
  ["a negative code", { id: Int32Array.of(0, 0, -1, 1) }, "id[2] is -1; codes are whole numbers from 0"],
  ["a time that is no number", { time: Float64Array.of(2, Number.NaN, 4, 1) }, "time[1] is NaN"],
  ["an infinite entry", { entry: Float64Array.of(-Infinity, 2, 3, 0) }, "entry[0] is -Infinity"],
  ["another length", { id: Int32Array.of(0) }, "id has 1 rows, time has 4"],
];

describe("checkSubjectRows", () => {
  it("accepts rows that touch, gaps, single rows without entry, and no rows", () => {
    expect(() => checkSubjectRows(rows)).not.toThrow();
    expect(() => checkSubjectRows({ time: Float64Array.of(2, 5), id: Int32Array.of(3, 1) })).not.toThrow();
    expect(() => checkSubjectRows({ time: new Float64Array(0), id: new Int32Array(0) })).not.toThrow();
  });

  it("accepts rows that touch but for round-off", () => {
    const touching = { time: Float64Array.of(0.3, 1), entry: Float64Array.of(0, 0.1 + 0.2), id: Int32Array.of(0, 0) };
    expect(() => checkSubjectRows(touching)).not.toThrow();
    expect(() => checkSubjectRows({ ...touching, time: Float64Array.of(0.1 + 0.2, 1) })).not.toThrow();
  });

  for (const [what, change, sentence] of refused)
    it(`refuses ${what}, naming the rows and the values`, () => {
      const error = what === "another length" ? TypeError : RangeError;
      expect(() => checkSubjectRows({ ...rows, ...change })).toThrow(error);
      expect(() => checkSubjectRows({ ...rows, ...change })).toThrow(sentence);
    });

  it("lets rows of different strata overlap, for events each with a stratum of its own", () => {
    const { entry, ...others } = rows;
    expect(() => checkSubjectRows({ ...others, strata: Int32Array.of(0, 1, 0, 1) })).not.toThrow();
    expect(() => checkSubjectRows({ ...others, strata: Int32Array.of(0, 1, 1, 1) })).toThrow(
      "rows 3 and 2 of subject 1",
    );
    expect(() => checkSubjectRows({ ...rows, strata: Int32Array.of(0, 0, -1, 0) })).toThrow("strata[2] is -1");
  });

  it("refuses exactly the rows of which two of one subject share a time, whatever the codes", () => {
    const row = fc.record({
      id: fc.integer({ min: 0, max: 2 }),
      entry: fc.integer({ min: 0, max: 8 }),
      length: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.constantFrom(1, 1_000_000), (drawn, stride) => {
        const share = drawn.some((a, i) =>
          drawn.some(
            (b, j) =>
              i < j && a.id === b.id && Math.max(a.entry, b.entry) < Math.min(a.entry + a.length, b.entry + b.length),
          ),
        );
        const check = () =>
          checkSubjectRows({
            time: Float64Array.from(drawn, ({ entry, length }) => entry + length),
            entry: Float64Array.from(drawn, ({ entry }) => entry),
            id: Int32Array.from(drawn, ({ id }) => id * stride),
          });
        if (share) expect(check).toThrow("overlap");
        else expect(check).not.toThrow();
      }),
    );
  });
});

describe("id in the rows of curves and Cox models", () => {
  const event = Uint8Array.of(0, 1, 1, 0);
  const design = designMatrix(4, [{ type: "numeric", name: "x", values: Float64Array.of(1, 2, 3, 1) }]);
  const functions: Record<string, (change: Partial<SubjectRows>) => unknown> = {
    kaplanMeier: (change) => kaplanMeier({ ...rows, event, ...change }),
    nelsonAalen: (change) => nelsonAalen({ ...rows, event, ...change }),
    coxRegression: (change) => coxRegression({ ...rows, event, design, ...change }),
  };
  for (const [name, run] of Object.entries(functions))
    it(`makes ${name} refuse rows of one subject that overlap, and nothing else`, () => {
      expect(() => run({})).not.toThrow();
      const overlapping = { entry: Float64Array.of(0, 1.5, 3, 0) };
      expect(() => run(overlapping)).toThrow("rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is 1.5");
      expect(() => run({ ...overlapping, id: Int32Array.of(0, 1, 2, 3) })).not.toThrow();
      expect(() => run({ id: Int32Array.of(0, 1, 2, -3) })).toThrow("id[3] is -3; codes are whole numbers from 0");
      expect(() => run({ id: Int32Array.of(0) })).toThrow("id has 1 rows, time has 4");
    });

  it("takes rows without entries of one subject for episodes of their own", () => {
    const { entry: _, ...others } = rows;
    expect(() => kaplanMeier({ ...others, event })).not.toThrow();
    expect(() => coxRegression({ ...others, event, design })).not.toThrow();
  });

  it("changes nothing else", () => {
    const { id, ...others } = rows;
    expect(kaplanMeier({ ...rows, event })).toEqual(kaplanMeier({ ...others, event }));
    expect(coxRegression({ ...rows, event, design })).toEqual(coxRegression({ ...others, event, design }));
  });
});
