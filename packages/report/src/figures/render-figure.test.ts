import { describe, expect, it } from "vitest";
import { readSvg } from "../fixtures/read-svg.js";
import { textLayer } from "./layers.js";
import { escapeXml, renderFigure } from "./render-figure.js";

const drawing = (text: string, px = 10) => ({
  width: 100,
  height: 20,
  margin: { left: 5, right: 5, top: 5, bottom: 5 },
  layer: [textLayer([{ px, py: 10, text }])],
});
const about = { id: "f-1", title: "A & <b>", caption: "", description: 'It\'s "described"' };

describe("renderFigure", () => {
  it("is a picture on its own: size, title and description, font, no class or id that another figure could clash with", async () => {
    const { svg } = await renderFigure(drawing("x"), about);
    expect(readSvg(svg)).toMatchObject({ width: 110, height: 30, title: about.title, description: about.description });
    expect(svg).toContain("font-family=\"'Source Sans 3', ");
    expect([...svg.matchAll(/ id="([^"]*)"/g)].map((each) => each[1])).toEqual(["f-1-title", "f-1-desc"]);
    expect(svg).not.toMatch(/clip-path|url\(|xlink|<style/);
  });

  it("rounds coordinates to a hundredth and leaves the words alone", async () => {
    const { svg } = await renderFigure(drawing('x="1.23456789" 0.333333', 100 / 3), about);
    expect(readSvg(svg).texts[0]).toMatchObject({ text: 'x="1.23456789" 0.333333', x: 38.33 });
  });

  it("passes a warning on", async () => {
    const warnings: string[] = [];
    const layer = [{ data: { values: [{}] }, mark: "bar", encoding: { nonsense: { field: "a", type: "nominal" } } }];
    await renderFigure({ ...drawing("x"), layer }, about, { warn: (warning) => warnings.push(warning) });
    expect(warnings.join()).toContain("nonsense");
  });
});

describe("escapeXml", () => {
  it("escapes what XML reserves and drops what it forbids", () => {
    expect(escapeXml('<a b="c"> & \u0000\u0007ü')).toBe("&lt;a b=&quot;c&quot;&gt; &amp; ü");
  });
});
