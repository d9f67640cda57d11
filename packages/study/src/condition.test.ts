import { describe, expect, it } from "vitest";
import { runTiny, studyErrorOf } from "./testing/tiny-study.js";

const patients = `
  patient sex arm age weight smoker place  zero       seen    grade
  P1      f   A   40  61.5   yes    Ulm    1990-05-10 1996-03 1
  P2      f   B   50  -      no     Bonn   1990-06    1996    2
  P3      m   C   60  80     -      -      1990-06-30 1997    3
  P4      m   -   -   99     yes    Ulm    1991       -       -`;

/** Who meets a condition, and why the others are left out, as `reason: rows`. */
function judged(where: string, factors = ""): { who: string; label: string; out: string[] } {
  const text = `cohorts: { all: { rows: patients, where: ${where} } }\n${factors}analyses: [{ id: flow, method: flow }]\n`;
  const [{ members, steps }] = runTiny(text, { patients }).cohorts;
  return {
    who: members.map(([patient]) => patient).join(" "),
    label: steps[1].label,
    out: steps[1].excluded.map(({ reason, rows }) => `${reason}: ${rows}`),
  };
}

describe("bindCondition", () => {
  it("takes one value, or any of several; a row without a value is left out by a reason of its own", () => {
    expect(judged("{ sex: m }")).toEqual({ who: "P3 P4", label: "Sex is Male", out: ["Sex is not Male: 2"] });
    expect(judged("{ arm: [A, B] }")).toEqual({
      who: "P1 P2",
      label: "Arm is A or B",
      out: ["Arm is not A or B: 1", "Arm not recorded: 1"],
    });
  });

  it("takes all but some values; a row without a value is none of the others", () => {
    expect(judged("{ arm: { not: A } }")).toEqual({
      who: "P2 P3",
      label: "Arm is not A",
      out: ["Arm is A: 1", "Arm not recorded: 1"],
    });
    expect(judged("{ arm: { not: [A, B] } }").who).toBe("P3");
  });

  it("takes a number by its bounds: from and to hold the bound itself, over and under do not", () => {
    expect(judged("{ age: { from: 50 } }")).toEqual({
      who: "P2 P3",
      label: "Age is 50 or more",
      out: ["Age is not 50 or more: 1", "Age not recorded: 1"],
    });
    expect(judged("{ age: { over: 50 } }").who).toBe("P3");
    expect(judged("{ age: { to: 50 } }").who).toBe("P1 P2");
    expect(judged("{ age: { under: 50 } }").who).toBe("P1");
    expect(judged("{ age: 50 }")).toMatchObject({ who: "P2", label: "Age is 50 years" });
  });

  it("takes several bounds at once, one reason for all of them", () => {
    expect(judged("{ age: { from: 40, under: 60, not: 50 } }")).toEqual({
      who: "P1",
      label: "Age is 40 or more and under 60 and not 50 years",
      out: ["Age is not 40 or more and under 60 and not 50 years: 2", "Age not recorded: 1"],
    });
  });

  it("takes yes and no for a field of truths, as the records do", () => {
    expect(judged("{ smoker: yes }")).toMatchObject({ who: "P1 P4", label: "Smoker is yes" });
    expect(judged("{ smoker: false }").who).toBe("P2");
  });

  it("takes a text as it is", () => {
    expect(judged("{ place: Ulm }")).toEqual({
      who: "P1 P4",
      label: "Place is Ulm",
      out: ["Place is not Ulm: 1", "Place not recorded: 1"],
    });
  });

  it("tells what is not readable from what is not recorded", () => {
    const rows = patients.replace("P1      f   A   40", "P1      f   A   old");
    const text =
      "cohorts: { all: { rows: patients, where: { age: { from: 45 } } }, given: { rows: patients, where: { age: present } } }\nanalyses: [{ id: flow, method: flow }]\n";
    const [all, given] = runTiny(text, { patients: rows }).cohorts;
    expect(all.steps[1].excluded.map(({ reason }) => reason)).toEqual(["Age not readable", "Age not recorded"]);
    expect(given.members).toEqual([["P1"], ["P2"], ["P3"]]);
  });

  it("takes whether anything is recorded", () => {
    expect(judged("{ arm: absent }")).toEqual({ who: "P4", label: "Arm is not recorded", out: ["Arm recorded: 3"] });
    expect(judged("{ weight: present }")).toEqual({
      who: "P1 P3 P4",
      label: "Weight is recorded",
      out: ["Weight not recorded: 1"],
    });
  });

  it("takes a code that is called absent as the code", () => {
    const dictionary =
      "title: T\ntables: { patients: { key: id, fields: { id: { type: text }, rash: { type: code, label: Rash, codes: [absent, mild] } } } }\n";
    const { cohorts } = runTiny(
      "cohorts: { all: { rows: patients, where: { rash: absent } }, none: { rows: patients, where: { rash: { not: [absent, mild] } } } }\nanalyses: [{ id: flow, method: flow }]\n",
      { patients: "id rash\nP1 absent\nP2 mild\nP3 -\n" },
      dictionary,
    );
    expect(cohorts[0].members).toEqual([["P1"]]);
    expect(cohorts[1].steps[1].excluded).toEqual([
      { reason: "Rash is absent or mild", rows: 2, patients: 2 },
      { reason: "Rash not recorded", rows: 1, patients: 1 },
    ]);
  });

  it("takes a date by its bounds, a month or year being the whole of it; what may be either is not known to the day", () => {
    expect(judged("{ zero: { from: 1990-06 } }")).toMatchObject({
      who: "P2 P3 P4",
      label: "Time zero is 1990-06 or later",
    });
    expect(judged("{ zero: { over: 1990-06 } }").who).toBe("P4");
    expect(judged("{ zero: { to: 1990 } }").who).toBe("P1 P2 P3");
    expect(judged("{ zero: { under: 1990-06-30 } }")).toEqual({
      who: "P1",
      label: "Time zero is before 1990-06-30",
      out: ["Time zero is not before 1990-06-30: 2", "Time zero not known to the day: 1"],
    });
  });

  it("takes a date as a value: any within the month or year that is asked for", () => {
    expect(judged("{ seen: 1996 }")).toEqual({
      who: "P1 P2",
      label: "Last seen is 1996",
      out: ["Last seen is not 1996: 1", "Last seen not recorded: 1"],
    });
    expect(judged("{ seen: 1996-03 }").out).toContain("Last seen not known to the day: 1");
    expect(judged("{ seen: { not: [1996, 1998] } }").who).toBe("P3");
  });

  it("takes a factor's level, or its number", () => {
    const factors =
      "factors:\n  arms: { of: arm, groups: { A: [A], BC: [B, C] } }\n  wait: { label: Wait, years_between: [zero, seen] }\n";
    expect(judged("{ arms: BC }", factors)).toEqual({
      who: "P2 P3",
      label: "Arm is BC",
      out: ["Arm is not BC: 1", "Arm not recorded: 1"],
    });
    expect(judged("{ wait: { over: 6 } }", factors).who).toBe("P2 P3");
  });

  it("asks all conditions of a step, the first that fails giving the reason", () => {
    expect(judged("{ sex: m, age: { from: 50 } }")).toEqual({
      who: "P3",
      label: "Sex is Male and Age is 50 or more",
      out: ["Sex is not Male: 2", "Age not recorded: 1"],
    });
  });

  it("refuses a value that the field cannot have", () => {
    const says = (where: string, factors?: string) => studyErrorOf(() => judged(where, factors)).message;
    expect(says("{ arm: D }")).toContain(
      "cohorts.all.where.arm: “D” is no value of Arm; did you mean “A”? Known: A, B, C, absent, present",
    );
    expect(says("{ age: old }")).toContain("found “old”, but Age is a number");
    expect(says("{ age: { from: 1990-01 } }")).toContain("found “1990-01”, but Age is a number");
    expect(says("{ smoker: maybe }")).toContain("found “maybe”, but Smoker is yes or no");
    expect(says("{ zero: 1990-13 }")).toContain("there is no month 13; Time zero is a date");
    expect(says("{ arm: { from: A } }")).toContain(
      "Arm is no number or date; allowed are values of it, absent and present",
    );
    expect(says("{ arms: absent }", "factors: { arms: { of: arm, groups: { A: [A] } } }\n")).toContain(
      "“arms” is a factor; only a field can be absent",
    );
  });
});
