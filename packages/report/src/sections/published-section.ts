import type { PublishedAgreement, Results } from "@seriatim/study/results";
import { type Inline, label, paragraph, type Section, sentence, type Table } from "../document.js";
import { formatCount, formatNumber } from "../format.js";

/** The published figures beside ours. Nothing where the study lists none. */
export function publishedSection({ published }: Results): Section[] {
  if (published.length === 0) return [];
  const disagreeing = published.filter(({ agrees }) => !agrees);
  return [
    {
      id: "published",
      title: "Agreement with the published figures",
      blocks: [
        paragraph(
          sentence`Of the published figures, ${agreementText(published)}.`,
          ...(disagreeing.length === 0
            ? []
            : [sentence`Not in agreement: ${label(disagreeing.map(({ says }) => says).join("; "))}.`]),
        ),
        publishedTable(published),
      ],
    },
  ];
}

/** `29 of 29 agree`. */
export function agreementText(published: readonly PublishedAgreement[]): Inline {
  const agreeing = published.filter(({ agrees }) => agrees).length;
  return { text: `${formatCount(agreeing)} of ${formatCount(published.length)} agree`, from: "published" };
}

function publishedTable(published: readonly PublishedAgreement[]): Table {
  return {
    kind: "table",
    id: "published-figures",
    caption: "Published figures and ours. A figure agrees where ours, rounded to its decimals, is the published one",
    columns: [
      { heading: "Published" },
      { heading: "Value", align: "right" },
      { heading: "Ours", align: "right" },
      { heading: "Agrees" },
    ],
    rows: published.map((figure) => ({
      kind: "plain",
      cells: [
        [label(figure.says)],
        [
          label(
            `${figure.is === "equal" ? "" : `${figure.is} `}${formatNumber(figure.published, figure.decimals)}${unitText(figure)}`,
          ),
        ],
        [{ text: oursText(figure), from: figure.result }],
        [figure.agrees ? "yes" : "no"],
      ],
    })),
    notes: [],
  };
}

/** One decimal more than was published, so that a reader sees how near it is. */
function oursText({ ours, decimals, why }: PublishedAgreement): string {
  if (ours === null) return why.replace(/^ours is /, "");
  return Number.isInteger(ours) ? formatNumber(ours, decimals) : formatNumber(ours, decimals + 2);
}

function unitText({ unit }: PublishedAgreement): string {
  if (unit === "percent") return "%";
  return unit === undefined || unit === "rows" || unit === "calendar year" || unit === "patients" ? "" : ` ${unit}`;
}
