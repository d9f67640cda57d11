import type { Element } from "hast";
import { h } from "hastscript";
import { formatCount, formatCounted } from "../format.js";
import type { Appendix, UnroundedResult } from "../sections/appendix.js";
import type { Addresses } from "./addresses.js";

/** Closed until a reader opens them or follows a number into them; not printed. */
export function appendixSections({ results, lists }: Appendix, known: Addresses): Element[] {
  return [
    h("section#numbers.appendix", { ariaLabelledBy: "numbers-title" }, [
      h("h2#numbers-title", "Every number, unrounded"),
      h(
        "p.on-screen",
        "Each number of the report leads here: to the result that it was rounded from, and on to the rows that it was computed from.",
      ),
      h("details", [
        h("summary", `All results (${results.length})`),
        h("div.scroll", { tabIndex: 0, role: "region", ariaLabel: "All results" }, [
          h("table.numbers", [
            h(
              "thead",
              h(
                "tr",
                ["Result", "Value", "Unit", "Interval", "n", "Events", "Remarks"].map((text) =>
                  h("th", { scope: "col" }, text),
                ),
              ),
            ),
            h(
              "tbody",
              results.map((row) =>
                h("tr", { id: known.get(row.address)?.anchor }, [
                  h("th", { scope: "row" }, row.address),
                  h("td.right", row.value),
                  h("td", row.unit),
                  h("td", row.interval),
                  h("td.right", [rowsLink(row, known)]),
                  h("td.right", String(row.events)),
                  h("td", row.notes),
                ]),
              ),
            ),
          ]),
        ]),
      ]),
      h("h3", "Whose numbers they are"),
      ...lists.map(({ address, label, rows, rowsOf, members }) =>
        h("details", { id: known.get(address)?.anchor }, [
          h("summary", `${label} (${formatCounted(rows, rowsOf)})`),
          h(
            "p.members",
            members.join(", ") +
              (rows > members.length ? `, and ${formatCount(rows - members.length)} more in results.json` : ""),
          ),
        ]),
      ),
    ]),
  ];
}

function rowsLink({ n, rows }: UnroundedResult, known: Addresses): Element | string {
  const place = known.get(rows);
  return place === undefined ? String(n) : h("a", { href: `#${place.anchor}`, title: place.title }, String(n));
}
