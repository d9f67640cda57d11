import type { Element } from "hast";
import { h } from "hastscript";
import { formatCounted } from "../format.js";
import type { Appendix } from "../sections/appendix.js";
import type { Addresses } from "./addresses.js";

/** Closed until a reader opens them or follows a number into them; not printed. */
export function appendixSections({ results, cohorts }: Appendix, known: Addresses): Element[] {
  return [
    h("section#numbers.appendix", { ariaLabelledBy: "numbers-title" }, [
      h("h2#numbers-title", "Every number, unrounded"),
      h(
        "p.on-screen",
        "Each number of the report leads here: to the result that it was rounded from, and on to the rows of its cohort.",
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
                  h("td.right", [cohortLink(row, known)]),
                  h("td.right", String(row.events)),
                  h("td", row.notes),
                ]),
              ),
            ),
          ]),
        ]),
      ]),
      ...cohorts.map((cohort) =>
        h("details", { id: known.get(cohort.address)?.anchor }, [
          h(
            "summary",
            `${cohort.label}: the ${formatCounted(cohort.counts.rows, cohort.counts.rowsOf)} by study number`,
          ),
          h(
            "p.members",
            cohort.members.join(", ") + (cohort.left > 0 ? `, and ${cohort.left} more in results.json` : ""),
          ),
        ]),
      ),
    ]),
  ];
}

function cohortLink({ n, cohort }: Appendix["results"][number], known: Addresses): Element | string {
  const place = known.get(cohort);
  return place === undefined ? String(n) : h("a", { href: `#${place.anchor}`, title: place.title }, String(n));
}
