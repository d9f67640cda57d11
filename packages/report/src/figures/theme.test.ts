import { describe, expect, it } from "vitest";
import { palette } from "./theme.js";

const linear = (hex: string) =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });

const luminance = (hex: string) => {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG 2.1: contrast of a colour on white. */
const contrastOnWhite = (hex: string) => 1.05 / (luminance(hex) + 0.05);

/** Deuteranopia after Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113, in linear RGB. */
const asDeuteranope = (hex: string) => {
  const [r, g, b] = linear(hex);
  return [
    0.367322 * r + 0.860646 * g - 0.227968 * b,
    0.280085 * r + 0.672501 * g + 0.047413 * b,
    -0.01182 * r + 0.04294 * g + 0.968881 * b,
  ].map((value) => Math.max(0, value) ** (1 / 2.2));
};

const distance = (a: string, b: string) => {
  const other = asDeuteranope(b);
  return Math.hypot(...asDeuteranope(a).map((value, index) => value - other[index]));
};

describe("palette", () => {
  it("has series colours of at least 3:1 on white, and words of 4.5:1", () => {
    for (const colour of [...palette.series, ...Object.values(palette.margins)]) {
      expect(contrastOnWhite(colour), colour).toBeGreaterThanOrEqual(3);
    }
    for (const colour of [palette.ink, palette.muted]) expect(contrastOnWhite(colour)).toBeGreaterThanOrEqual(4.5);
  });

  it("tells the first three series and the margins apart with red-green blindness", () => {
    for (const colours of [palette.series.slice(0, 3), Object.values(palette.margins).slice(0, 3)]) {
      for (const a of colours) {
        for (const b of colours) if (a !== b) expect(distance(a, b), `${a} ${b}`).toBeGreaterThan(0.15);
      }
    }
  });
});
