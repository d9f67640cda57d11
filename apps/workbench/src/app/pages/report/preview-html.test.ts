import { describe, expect, it } from "vitest";
import { previewHtml } from "./preview-html.js";

const html = `<head><style>@font-face{font-family:"S";src:url(data:font/woff2;base64,AAAA) format("woff2")}
p{margin:0}</style></head>`;

describe("previewHtml", () => {
  it("gives the style the page's nonce, and fonts that the page may load", () => {
    expect(previewHtml(html, "a+/b==", [{ weight: 400, url: "/assets/s.woff2" }])).toBe(
      `<head><style nonce="a+/b==">@font-face{font-family:"Source Sans 3";font-weight:400;src:url("/assets/s.woff2") format("woff2")}
p{margin:0}</style></head>`,
    );
  });

  it("writes nothing of a nonce that is none", () => {
    expect(previewHtml("<style>", '"><script>', [])).toBe('<style nonce="script">\n');
  });
});
