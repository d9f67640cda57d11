import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNear, nearestFirst, normalName, unknownName } from "./nearest-name.js";

describe("nearestFirst", () => {
  it("sorts by letters added, left out, changed or exchanged", () => {
    expect(nearestFirst("staus", ["sex", "stage", "status", "age"])).toEqual(["status", "stage", "sex", "age"]);
    expect(nearestFirst("sxe", ["age", "sex"])).toEqual(["sex", "age"]);
  });

  it("does not mind case, spaces, _ and -", () => {
    expect(nearestFirst("R Status", ["status", "r_status"])).toEqual(["r_status", "status"]);
  });

  it("keeps the order of names that are equally far, and all of them", () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string()), (name, known) => {
        const sorted = nearestFirst(name, known);
        expect(sorted.toSorted()).toEqual(known.toSorted());
        if (known.includes(name)) expect(normalName(sorted[0])).toBe(normalName(name));
      }),
    );
    expect(nearestFirst("x", ["c", "a", "b"])).toEqual(["c", "a", "b"]);
  });

  it("looks at the beginning alone of a name that is a book", () => {
    expect(nearestFirst(`status${"s".repeat(1e6)}`, ["age", "t".repeat(1e5)])).toHaveLength(2);
  });
});

describe("isNear", () => {
  it.each([
    ["staus", "status", true],
    ["stat", "status", true],
    ["sta", "status", false],
    ["sexs", "sex", true],
    ["sexes", "sex", false],
    ["", "a", true],
  ])("of %j and %j: %s", (name, known, near) => expect(isNear(name, known)).toBe(near));
});

describe("unknownName", () => {
  it("offers the nearest where it is near, and lists the known ones", () => {
    expect(unknownName("staus", "field", ["sex", "status"])).toBe(
      "“staus” is no field; did you mean “status”? Known: status, sex",
    );
    expect(unknownName("margin", "field", ["sex", "status"])).toBe("“margin” is no field; known: sex, status");
    expect(unknownName("x", "field", [])).toBe("“x” is no field; there is none");
  });

  it("lists twelve, and counts the others", () => {
    const known = Array.from({ length: 14 }, (_, i) => `field_${i}`);
    expect(unknownName("x", "field", known)).toMatch(/^“x” is no field; known: (field_\d+, ){11}field_\d+ and 2 more$/);
  });

  it("prints little of a name that is a book", () => {
    expect(unknownName("x".repeat(1e6), "field", ["y".repeat(1e6)]).length).toBeLessThan(200);
  });
});
