import { describe, expect, it } from "vitest";
import { bindFactor } from "./factor.js";
import { groupBy, notesOnEmpty, partsOf } from "./grouping.js";
import { memberTables } from "./member.js";
import { tiny } from "./testing/tiny-study.js";

const patients = `
  patient sex arm
  P1      f   B
  P2      m   A
  P3      f   A
  P4      -   A
  P5      m   C`;

function grouped(names: string[]) {
  const { study, dictionary, records } = tiny(
    "cohorts: { all: { rows: patients } }\nanalyses: [{ id: flow, method: flow }]\n",
    { patients },
  );
  const scope = { study, dictionary, table: dictionary.tables.patients };
  const factors = names.map((name) => bindFactor(name, scope, ""));
  const grouping = groupBy(memberTables(dictionary, records)("patients")!, factors);
  return { ...grouping, parts: partsOf(grouping, factors) };
}

describe("groupBy", () => {
  it("makes a group of each combination that somebody has, the first factor slowest", () => {
    const { groups, codes, empty } = grouped(["sex", "arm"]);
    expect(groups).toEqual([
      { group: { sex: "f", arm: "A" }, label: "Sex: Female, Arm: A", place: 0 },
      { group: { sex: "f", arm: "B" }, label: "Sex: Female, Arm: B", place: 1 },
      { group: { sex: "m", arm: "A" }, label: "Sex: Male, Arm: A", place: 3 },
      { group: { sex: "m", arm: "C" }, label: "Sex: Male, Arm: C", place: 5 },
    ]);
    expect([...codes]).toEqual([1, 2, 0, -1, 3]);
    expect(empty).toEqual(["Sex: Female, Arm: C", "Sex: Male, Arm: B"]);
  });

  it("makes one group of everyone without a factor", () => {
    const { groups, codes } = grouped([]);
    expect(groups).toEqual([{ group: {}, label: "", place: 0 }]);
    expect([...codes]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("partsOf", () => {
  it("gives everyone, then each group, by their places; who has no group is with everyone only", () => {
    expect(grouped(["arm", "sex"]).parts).toEqual([
      { group: {}, places: [0, 1, 2, 3, 4] },
      { group: { arm: "A", sex: "f" }, places: [2] },
      { group: { arm: "A", sex: "m" }, places: [1] },
      { group: { arm: "B", sex: "f" }, places: [0] },
      { group: { arm: "C", sex: "m" }, places: [4] },
    ]);
  });

  it("gives everyone alone where there is no factor", () => {
    expect(grouped([]).parts).toEqual([{ group: {}, places: [0, 1, 2, 3, 4] }]);
  });
});

describe("notesOnEmpty", () => {
  it("says which combinations nobody has", () => {
    expect(notesOnEmpty(grouped(["sex", "arm"]))).toEqual([
      "Nobody has Sex: Female, Arm: C",
      "Nobody has Sex: Male, Arm: B",
    ]);
  });
});
