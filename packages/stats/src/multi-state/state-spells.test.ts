import { describe, expect, it } from "vitest";
import { aalenJohansen } from "./aalen-johansen.js";
import { aalenJohansenInfluence } from "./aalen-johansen-influence.js";
import type { MultiStateOptions, MultiStateRows } from "./multi-state-rows.js";
import { sojournTimes } from "./sojourn-times.js";
import { statePseudoValues } from "./state-pseudo-values.js";
import { transitionHazards } from "./transition-hazards.js";

const rows: MultiStateRows = {
  time: Float64Array.of(1, 3, 2),
  to: Int32Array.of(1, 2, -1),
  from: Int32Array.of(0, 1, 0),
  entry: Float64Array.of(0, 1, 0),
  id: Int32Array.of(0, 0, 1),
};

const refused: [string, Partial<MultiStateRows>, MultiStateOptions, string][] = [
  [
    "another length of states",
    { to: Int32Array.of(1) },
    {},
    "to has 1 rows, time has 3; they must have the same length",
  ],
  ["another length of subjects", { id: Int32Array.of(1) }, {}, "id has 1 rows, time has 3"],
  ["another length of weights", { weights: Float64Array.of(1) }, {}, "weights has 1 rows, time has 3"],
  ["another length of clusters", { cluster: Int32Array.of(1) }, {}, "cluster has 1 rows, time has 3"],
  ["a time that is no number", { time: Float64Array.of(1, Number.NaN, 2) }, {}, "time[1] is NaN; it must be a finite"],
  ["an infinite entry", { entry: Float64Array.of(Number.NEGATIVE_INFINITY, 1, 0) }, {}, "entry[0] is -Infinity"],
  ["a reversed spell", { entry: Float64Array.of(0, 1, 5) }, {}, "entry[2] is 5, time[2] is 2; a row must enter before"],
  ["an empty spell", { entry: Float64Array.of(0, 1, 2) }, {}, "entry[2] is 2, time[2] is 2"],
  ["a negative weight", { weights: Float64Array.of(1, 1, -1) }, {}, "weights[2] is -1; a weight must be 0 or more"],
  ["a negative group", { group: Int32Array.of(0, -1, 0) }, {}, "group[1] is -1; codes are whole numbers from 0"],
  ["a negative subject", { id: Int32Array.of(0, 0, -4) }, {}, "id[2] is -4; codes are whole numbers from 0"],
  ["an unknown state entered", {}, { states: 2 }, "to[1] is 2; allowed are −1 (no transition) and the states 0 to 1"],
  ["a state below −1", { to: Int32Array.of(-2, 2, -1) }, {}, "to[0] is -2; allowed are −1"],
  [
    "an unknown state held",
    { from: Int32Array.of(0, 1, 7) },
    { states: 3 },
    "from[2] is 7; allowed are the states 0 to 2",
  ],
  [
    "overlapping spells of a subject",
    { entry: Float64Array.of(0, 0.5, 0) },
    {},
    "rows 0 and 1 of subject 0 overlap: time[0] is 1, entry[1] is 0.5; a subject's rows must follow one another",
  ],
  [
    "two rows of a subject without entries",
    { entry: undefined },
    {},
    "rows 0 and 1 of subject 0 overlap: time[0] is 1",
  ],
  [
    "a state that does not follow",
    { from: Int32Array.of(0, 0, 0) },
    {},
    "from[1] is 0; row 0 of subject 0 ends at 1 in state 1, and the next must begin in it",
  ],
  [
    "a gap",
    { entry: Float64Array.of(0, 2, 0) },
    {},
    "rows 0 and 1 of subject 0 leave a gap: time[0] is 1, entry[1] is 2; the next must begin there, or gaps be “allow”",
  ],
  ["a way out of an absorbing state", {}, { absorbing: [1] }, "from[1] is 1, to[1] is 2; nobody leaves state 1"],
  ["an absorbing state that is none", {}, { absorbing: [2, 9] }, "absorbing[1] is 9; allowed are the states 0 to 2"],
  ["no states", {}, { states: 0 }, "states is 0; it must be a whole number from 1"],
  ["another word for gaps", {}, { gaps: "ignore" as "allow" }, "gaps is “ignore”; allowed are refuse and allow"],
  ["groups that are none", {}, { groups: -1 }, "groups is -1; it must be a whole number from 0"],
  ["a start that is none", {}, { startTime: Number.NaN }, "startTime is NaN; it must be a finite number"],
];

const starts: [string, MultiStateOptions["p0"], string][] = [
  ["of another length", [1, 0], "p0 has 2 values; it must have one for each of the 3 states"],
  ["that does not sum to 1", [0.5, 0.4, 0], "p0 sums to 0.9; it must sum to 1"],
  ["with a probability below 0", [[1.5, -0.5, 0]], "p0[0][0] is 1.5; a probability is from 0 to 1"],
  ["that is NaN", [Number.NaN, 0, 1], "p0[0] is NaN; a probability is from 0 to 1"],
  ["for too few groups", [], "p0 has 0 distributions; there are 1 groups"],
];

describe("every function of multi-state rows", () => {
  const functions: Record<string, (rows: MultiStateRows, options?: MultiStateOptions) => unknown> = {
    aalenJohansen,
    aalenJohansenInfluence,
    transitionHazards,
    sojournTimes: (of, options) => sojournTimes(of, 3, options),
    statePseudoValues: (of, options) => statePseudoValues(of, [2], options),
  };
  for (const [name, run] of Object.entries(functions)) {
    it(`${name} takes these rows`, () => {
      const before = structuredClone(rows);
      expect(() => run(rows)).not.toThrow();
      expect(rows).toEqual(before);
    });
    for (const [what, change, options, sentence] of refused)
      it(`${name} refuses ${what}, naming the argument, the row and the value`, () => {
        expect(() => run({ ...rows, ...change }, options)).toThrow(sentence);
      });
    if (name !== "transitionHazards")
      for (const [what, p0, sentence] of starts)
        it(`${name} refuses a distribution at the start ${what}`, () => {
          expect(() => run(rows, { p0 })).toThrow(sentence);
        });
  }

  it("refuse with a RangeError what a value is wrong in, with a TypeError what has another shape", () => {
    const { from } = rows;
    expect(() => aalenJohansen({ ...rows, from: from?.map(() => 0) })).toThrow(RangeError);
    expect(() => aalenJohansen({ ...rows, from: new Int32Array(1) })).toThrow(TypeError);
  });

  it("let a subject out of sight and back in another state where gaps are allowed", () => {
    const away = { ...rows, entry: Float64Array.of(0, 2, 0), from: Int32Array.of(0, 0, 0) };
    expect(() => aalenJohansen(away)).toThrow("leave a gap");
    expect(() => aalenJohansen(away, { gaps: "allow" })).not.toThrow();
  });
});
