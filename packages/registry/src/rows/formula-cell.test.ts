import fc from "fast-check";
import { expect, it } from "vitest";
import { guardFormula, unguardFormula } from "./formula-cell.js";

it("guardFormula puts an apostrophe before what a spreadsheet would run, and before nothing else", () => {
  for (const text of ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
    expect(guardFormula(text)).toBe(`'${text}`);
  for (const text of ["", "R0", "1=1", "'s", " =1", "P-1"]) expect(guardFormula(text)).toBe(text);
});

it("unguardFormula gives back every text", () => {
  const text = fc.array(fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "a"), { maxLength: 5 });
  fc.assert(
    fc.property(text, (letters) => {
      const written = guardFormula(letters.join(""));
      expect(unguardFormula(written)).toBe(letters.join(""));
      expect(written).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
