import { describe, expect, it } from "vitest";
import { sift } from "./exclusion.js";
import type { Member } from "./member.js";

const member = (patient: string, n: number): Member => ({
  row: { row: n, values: {}, unread: {} },
  family: new Map(),
  patient,
  key: [patient, n],
});
const members = [member("P1", 1), member("P1", 2), member("P2", 1), member("P3", 1), member("P3", 2), member("", 9)];

describe("sift", () => {
  it("keeps those without a reason, and counts the others by reason, the most frequent first", () => {
    const { kept, excluded } = sift(members, ({ key }) =>
      key[1] === 2 ? "second" : key[0] === "P2" ? "P2" : undefined,
    );
    expect(kept.map(({ key }) => key)).toEqual([
      ["P1", 1],
      ["P3", 1],
      ["", 9],
    ]);
    expect(excluded).toEqual([
      { reason: "second", rows: 2, patients: 0 },
      { reason: "P2", rows: 1, patients: 1 },
    ]);
  });

  it("counts a patient once, under the reason of the first row, and only where no row is left", () => {
    const { excluded } = sift(members, ({ patient, key }) => (patient === "P3" ? `number ${key[1]}` : undefined));
    expect(excluded).toEqual([
      { reason: "number 1", rows: 1, patients: 1 },
      { reason: "number 2", rows: 1, patients: 0 },
    ]);
  });

  it("counts a row without a study number as no patient", () => {
    expect(sift(members, ({ patient }) => (patient === "" ? "nobody" : undefined)).excluded).toEqual([
      { reason: "nobody", rows: 1, patients: 0 },
    ]);
  });

  it("keeps nobody of nobody", () => {
    expect(sift([], () => "none")).toEqual({ kept: [], excluded: [] });
  });
});
