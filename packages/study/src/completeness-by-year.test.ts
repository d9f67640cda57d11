import { parseDictionary, readRecords } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { completenessByYear } from "./completeness-by-year.js";
import { csv, tinyDictionary } from "./testing/tiny-study.js";

function completeness(patients: string, asOf = { year: 1992, month: 6, day: 30 }) {
  const dictionary = parseDictionary(tinyDictionary, "dictionary.yaml");
  const bytes = new TextEncoder().encode(csv(patients));
  return completenessByYear(
    dictionary,
    readRecords(dictionary, { patients: { file: "patients.csv", bytes } }).records,
    {
      from: "patients.zero",
      to: "patients.seen",
      event: [{ table: "patients", field: "status", oneOf: ["dead"] }],
      asOf,
    },
  );
}

describe("completenessByYear", () => {
  it("gives what was seen of what was owed at each year's end and on the day", () => {
    // Owed by P1 until the end of 1990, 1991 and until the day: 364, 729 and 911 days, of which 364 and 500 were seen; P2 died after 100.
    const ends = completeness(`
      patient zero       seen       status
      P1      1990-01-01 1991-05-16 alive
      P2      1991-01-01 1991-04-11 dead`);
    expect(ends.map(({ on, followed }) => [on.year, on.month, followed])).toEqual([
      [1990, 12, 1],
      [1991, 12, 2],
      [1992, 6, 2],
    ]);
    expect(ends[0].completeness).toBe(1);
    expect(ends[1].completeness).toBeCloseTo(600 / 829, 12);
    expect(ends[2].completeness).toBeCloseTo(600 / 1011, 12);
  });

  it("is empty without patients, and where all came later", () => {
    expect(completeness("patient zero seen status")).toEqual([]);
    expect(
      completeness(
        `
      patient zero       seen       status
      P1      1990-01-01 1991-05-16 alive`,
        { year: 1980, month: 1, day: 1 },
      ),
    ).toEqual([]);
  });
});
