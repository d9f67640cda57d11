import type { Results } from "@seriatim/study/results";
import type { Element, ElementContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import type { Block, Inline, ReportDocument, Section, Table } from "../document.js";
import { appendixOf } from "../sections/appendix.js";
import { type Addresses, addresses } from "./addresses.js";
import { appendixSections } from "./appendix-html.js";
import { type FontFace, fontFaces, pageStyle } from "./page-style.js";

export type { FontFace } from "./page-style.js";

/** One HTML page that needs nothing beside it: no script, no request; it prints, and follows the reader's light or dark mode. */
export function renderHtml(document: ReportDocument, results: Results, fonts: readonly FontFace[]): string {
  const appendix = appendixOf(results);
  const known = addresses(appendix);
  const page = h("html", { lang: "en" }, [
    h("head", [
      h("meta", { charSet: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "generator", content: `${results.software.name} ${results.software.version}` }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("title", document.title),
      h("style", [raw(fontFaces(fonts) + pageStyle)]),
    ]),
    h("body", [
      h("a.skip", { href: "#report" }, "Skip to the report"),
      head(document, known),
      contents([...document.sections, { id: "numbers", title: "Every number, unrounded", blocks: [] }]),
      h("main#report", [
        ...document.sections.map((section) => sectionHtml(section, known)),
        ...appendixSections(appendix, known),
      ]),
      foot(results),
    ]),
  ]);
  return `<!doctype html>\n${toHtml(page, { allowDangerousHtml: true })}\n`;
}

function head({ title, authors, source, provenance, keyFigures }: ReportDocument, known: Addresses): Element {
  return h("header.head", [
    h("h1", title),
    authors.length === 0 ? undefined : h("p.authors", authors.join(", ")),
    source === undefined ? undefined : h("p.source", source),
    provenance === undefined
      ? undefined
      : h("aside.provenance", { ariaLabel: "Provenance" }, [h("strong", "Where the records come from. "), provenance]),
    h(
      "dl.key-figures",
      keyFigures.map(({ name, text }) => h("div", [h("dt", name), h("dd", inline(text, known))])),
    ),
  ]);
}

function contents(sections: readonly Section[]): Element {
  return h("nav.contents", { ariaLabel: "Contents" }, [
    h(
      "ol",
      sections.map(({ id, title }) => h("li", h("a", { href: `#${id}` }, title))),
    ),
  ]);
}

function foot({ software, records }: Results): Element {
  return h("footer", [
    h(
      "p",
      `Made by Seriatim ${software.version} from records with SHA-256 ${records.sha256.slice(0, 12)}…. Each number leads to its row in the appendix; results.json beside this file holds all of them for programs.`,
    ),
    h("p", "A description of a series of patients. It does not advise on any patient."),
  ]);
}

function sectionHtml({ id, title, blocks }: Section, known: Addresses): Element {
  return h("section", { id: id, ariaLabelledBy: `${id}-title` }, [
    h("h2", { id: `${id}-title` }, title),
    ...blocks.map((block) => blockHtml(block, known)),
  ]);
}

function blockHtml(block: Block, known: Addresses): Element {
  switch (block.kind) {
    case "paragraph":
      return h("p", inline(block.text, known));
    case "list":
      return h("div.list", [
        block.title === undefined ? undefined : h("h3", block.title),
        h(
          "ul",
          block.items.map((item) => h("li", inline(item, known))),
        ),
      ]);
    case "figure":
      return h("figure", { id: block.id }, [
        h("div.picture", [raw(block.svg)]),
        h("figcaption", [h("strong", `${block.number}. `), block.caption]),
      ]);
    case "table":
      return tableHtml(block, known);
  }
}

function tableHtml({ id, number, caption, columns, rows, notes }: Table, known: Addresses): Element {
  const align = (j: number) => (columns[j].align === "right" ? { class: "right" } : {});
  return h("div.table", { id }, [
    h("div.scroll", { tabIndex: 0, role: "region", ariaLabel: `${number}: ${caption}` }, [
      h("table", [
        h("caption", [h("strong", `${number}. `), `${caption}.`]),
        h(
          "thead",
          h(
            "tr",
            columns.map(({ heading }, j) => h("th", { scope: "col", ...align(j) }, heading)),
          ),
        ),
        h(
          "tbody",
          rows.map(({ kind, cells }) =>
            h(`tr.${kind}`, [
              h("th", { scope: "row" }, inline(cells[0] ?? [], known, false)),
              ...columns.slice(1).map((_, j) => h("td", align(j + 1), inline(cells[j + 1] ?? [], known, false))),
            ]),
          ),
        ),
      ]),
    ]),
    notes.length === 0
      ? undefined
      : h(
          "ul.notes",
          notes.map((note) => h("li", inline(note, known))),
        ),
  ]);
}

/** @param isStop whether the keyboard stops at each number: in prose, but not in the many cells of a table */
function inline(text: readonly Inline[], known: Addresses, isStop = true): ElementContent[] {
  return text.map((part) => {
    if (typeof part === "string") return { type: "text", value: part };
    if ("label" in part) return { type: "text", value: part.label };
    const place = known.get(part.from);
    if (place === undefined) return h("span.number", part.text);
    return h(
      "a.number",
      { href: `#${place.anchor}`, title: place.title, ...(isStop ? {} : { tabIndex: -1 }) },
      part.text,
    );
  });
}

function raw(html: string): ElementContent {
  return { type: "raw", value: html } as unknown as ElementContent;
}
