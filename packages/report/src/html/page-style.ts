import { palette } from "../figures/theme.js";

/** A font file that the page carries with it. */
export interface FontFace {
  family: string;
  weight: number;
  /** The WOFF2 file in base64. */
  woff2: string;
}

export function fontFaces(fonts: readonly FontFace[]): string {
  return fonts
    .map(
      ({ family, weight, woff2 }) =>
        `@font-face{font-family:${JSON.stringify(family)};font-weight:${weight};src:url(data:font/woff2;base64,${woff2}) format("woff2")}\n`,
    )
    .join("");
}

/** Colours of the figures in dark mode, by the attributes that the figures are drawn with. */
const dark: Record<string, string> = {
  [palette.ink]: "#e6e9ec",
  [palette.muted]: "#9aa4ae",
  [palette.grid]: "#3a424a",
  [palette.band]: "#22272c",
  [palette.paper]: "#15181b",
  "#005a9c": "#5aa9e6",
  "#d1590a": "#f08c4a",
  "#00755e": "#3fb899",
  "#8a3b8f": "#c98acd",
  "#7d6608": "#cbb24a",
  "#49525c": "#a3adb7",
  "#8f1d2c": "#e0717f",
};

const recoloured = Object.entries(dark)
  .map(
    ([from, to]) =>
      `  .picture [fill="${from}" i] { fill: ${to}; }\n  .picture [stroke="${from}" i] { stroke: ${to}; }`,
  )
  .join("\n");

export const pageStyle = `
:root {
  --ink: #1a1d21; --muted: #5c6670; --line: #d5dade; --band: #f4f6f8; --paper: #fff; --accent: #005a9c; --notice: #fff7e6; --notice-line: #e0a72e;
  color-scheme: light dark;
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 58rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 "Source Sans 3", "Source Sans Pro", Helvetica, Arial, sans-serif; font-variant-numeric: lining-nums tabular-nums;
}
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0 1rem; }
.authors { font-weight: 600; }
.source { color: var(--muted); }
.provenance { margin: 1.25rem 0; padding: .75rem 1rem; background: var(--notice); border-left: 4px solid var(--notice-line); }
.key-figures { display: grid; grid-template-columns: minmax(12rem, max-content) 1fr; gap: .3rem 1.5rem; margin: 1.5rem 0; padding: 1rem 1.25rem; background: var(--band); }
.key-figures > div { display: contents; }
.key-figures dt { color: var(--muted); }
.key-figures dd { margin: 0; font-weight: 600; }
.contents ol { columns: 2; column-gap: 2rem; padding-left: 1.4rem; margin: 0; }
.contents li { break-inside: avoid; padding: .1rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
a.number { color: inherit; text-decoration: underline dotted var(--muted) 1px; }
a.number:hover { color: var(--accent); text-decoration-style: solid; }
td a.number, th a.number { text-decoration: none; }
td a.number:hover, th a.number:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
:target { background: color-mix(in srgb, var(--accent) 15%, transparent); scroll-margin-top: 1rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
figure { margin: 1.5rem 0; }
.picture { overflow-x: auto; }
.picture svg { display: block; max-width: 100%; height: auto; }
figcaption { color: var(--muted); font-size: .9rem; margin-top: .5rem; }
figcaption strong, caption strong { color: var(--ink); }
.table { margin: 1.5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.4; border-bottom: 1.5px solid var(--ink); }
caption { text-align: left; caption-side: top; padding-bottom: .5rem; color: var(--muted); }
thead th { border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); vertical-align: bottom; font-weight: 600; }
th, td { padding: .28rem .6rem; text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: .2rem; }
tbody th { font-weight: 400; }
tbody tr.heading th { font-weight: 600; }
tbody tr.heading > * { padding-top: .55rem; }
tbody tr.level th { padding-left: 1.4rem; }
.right { text-align: right; }
tbody td.right { white-space: nowrap; }
tbody th { min-width: 7rem; }
.notes { list-style: none; margin: .5rem 0 0; padding: 0; color: var(--muted); font-size: .88rem; }
.list ul { margin: .25rem 0 1rem; padding-left: 1.2rem; }
.list li { margin: .2rem 0; }
.list, .members { overflow-wrap: anywhere; }
details { margin: .75rem 0; }
summary { cursor: pointer; }
.numbers { font-size: .8rem; }
.numbers td { white-space: normal; }
.members { font-size: .88rem; color: var(--muted); }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .88rem; }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .contents ol { columns: 1; }
  .key-figures { grid-template-columns: 1fr; gap: 0; }
  .key-figures dd { margin-bottom: .5rem; }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --muted: #9aa4ae; --line: #3a424a; --band: #1d2226; --paper: #15181b; --accent: #5aa9e6; --notice: #2c2612; --notice-line: #b98a24; }
${recoloured}
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; margin-top: 1.5rem; }
  .contents, .skip, .appendix, .on-screen { display: none; }
  figure, .provenance, .key-figures { break-inside: avoid; }
  caption { break-after: avoid; }
  .picture svg { max-height: 165mm; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .scroll, .picture { overflow: visible; }
  table { font-size: 8.5pt; }
  tbody td.right { white-space: normal; }
  a, a.number { color: inherit; text-decoration: none; }
}
`;
