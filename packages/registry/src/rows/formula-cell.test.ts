import fc from "fast-check";
import { expect, it } from "vitest";
import { guardFormula, unguardFormula } from "./formula-cell.js";

it("guardFormula puts an apostrophe before what a spreadsheet would run, and before apostrophes before such", () => {
  for (const text of ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "'=1", "''-1"])
    expect(guardFormula(text)).toBe(`'${text}`);
  for (const text of ["", "P1", "'", "'tis", "1-2", " =1", "\n=1"]) expect(guardFormula(text)).toBe(text);
});

it("unguardFormula gives back any text that was guarded", () => {
  const text = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", "a", " ") });
  fc.assert(fc.property(text, (given) => unguardFormula(guardFormula(given)) === given));
});
