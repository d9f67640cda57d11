import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textWidth, wrapText } from "./text-width.js";

describe("textWidth", () => {
  it("adds up the advance widths of the font, with five per cent to spare", () => {
    // three digits of 497/1000 em (500 in the table) at 12 pixels
    expect(textWidth("123", 12)).toBeCloseTo(3 * 0.5 * 12 * 1.05, 10);
    expect(textWidth("Ä", 12)).toBe(textWidth("A", 12));
    expect(textWidth("WWW", 12)).toBeGreaterThan(textWidth("iii", 12) * 3);
    expect(textWidth("R0", 12, true)).toBeGreaterThan(textWidth("R0", 12));
    expect(textWidth("", 12)).toBe(0);
  });
});

describe("wrapText", () => {
  it("breaks at spaces, hyphens and slashes, not at no-break spaces", () => {
    expect(wrapText("left lateral sectionectomy", 80, 12)).toEqual(["left lateral", "sectionectomy"]);
    expect(wrapText("none of them (n\u00a0=\u00a05)", 60, 12)).toEqual(["none of", "them", "(n\u00a0=\u00a05)"]);
    expect(wrapText("", 80, 12)).toEqual([""]);
  });

  it("loses no sign and exceeds the width only by a single sign", () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 10, max: 200 }), (text, width) => {
        const lines = wrapText(text, width, 12);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const line of lines) {
          expect(textWidth(line.trimEnd(), 12) <= width || [...line].length === 1).toBe(true);
        }
      }),
    ));
});
