import { describe, expect, it } from "vitest";
import { ordinalWord } from "./check-ordinals.js";
import { both, brief, check, type EdgeCase, type Edit, set, testEdges } from "./fixtures/hannover.js";

const ofKind = (kind: string) => cases.filter(({ rule }) => rule.startsWith(kind));
const cases: EdgeCase[] = [
  {
    rule: "consecutive-dates: third resection the day before the second, or on its day",
    table: "resections",
    breaks: set("P06,3", "date", "1988-12-01"),
    finding: "date-order P06 resections.date: third resection before the second",
    keeps: set("P06,3", "date", "1988-12-02"),
  },
  {
    rule: "sequence: a third without a second",
    table: "resections",
    breaks: set("P05,2", "number", "3"),
    finding: "sequence-gap P05 resections.number: a third resection without a second",
    keeps: set("P05,2", "date", "1990-11-14"),
  },
  {
    rule: "sequence: an eighth without a seventh, implausible as well",
    table: "resections",
    breaks: set("P05,2", "number", "8"),
    finding: [
      "implausible-value P05 resections.number: 8 is outside the plausible 1 to 6",
      "sequence-gap P05 resections.number: an eighth resection without a seventh",
    ],
    keeps: set("P05,2", "largest_cm", "8"),
  },
  {
    rule: "sequence: a second without a first here or elsewhere, or with an unreadable date elsewhere",
    table: "patients",
    breaks: set("P25", "first_resection_elsewhere", ""),
    finding: "sequence-gap P25 resections.number: a second resection, but no first one here or elsewhere",
    keeps: set("P25", "first_resection_elsewhere", "1991"),
  },
];

describe("checkConsecutiveDates", () => {
  testEdges(ofKind("consecutive-dates"));

  it("does not hold a row against another of the same number", () => {
    const again: Edit = (text) => `${text}P06,2,1988-12-01,bisegmentectomy,3,13,bilobar,no,,R0,2,2,I,22\n`;
    expect(brief(check({ resections: again }))).toEqual([
      "duplicate-key P06 resections.number: resection 2 stands twice, first in row 11",
    ]);
  });

  it.each([
    ["1986-12-01", "1988-12-02"],
    ["1988-12-02", "1986-12-01"],
  ])("holds the third against the earlier of two that are called the second, of %s and %s", (one, other) => {
    const twice = both(
      set("P06,2", "date", one),
      set("P06,3", "date", "1987-08-03"),
      (text) => `${text}P06,2,${other},bisegmentectomy,3,13,bilobar,no,,R0,2,2,I,22\n`,
    );
    expect(brief(check({ resections: twice }))).toEqual([
      "duplicate-key P06 resections.number: resection 2 stands twice, first in row 11",
    ]);
  });
});

describe("checkSequence", () => {
  testEdges(ofKind("sequence"));

  it("does not judge a sequence where a sibling's number cannot be read", () => {
    const found = brief(check({ resections: both(set("P06,3", "date", "1990-08-03"), set("P06,2", "number", "two")) }));
    expect(found).toEqual(["invalid-number P06 resections.number: two is not a number"]);
  });
});

describe("ordinalWord", () => {
  it("writes words to ten and endings after", () => {
    expect([1, 2, 3, 10, 11, 12, 13, 21, 22, 23, 101, 111].map(ordinalWord)).toEqual([
      "first",
      "second",
      "third",
      "tenth",
      "11th",
      "12th",
      "13th",
      "21st",
      "22nd",
      "23rd",
      "101st",
      "111th",
    ]);
  });
});
