import type { Results } from "@seriatim/study/results";
import { type Block, label, type Section, type Table } from "../document.js";
import { formatCount } from "../format.js";

/** The files that the numbers come from, how they were read, and what is wrong with the records. */
export function recordsSection({ records }: Results): Section {
  const blocks: Block[] = [
    {
      kind: "list",
      title: undefined,
      items: [
        ...records.tables.map((table) => [label(tableText(table))]),
        [label(`SHA-256 of all records: ${records.sha256}`)],
      ],
    },
    ...(records.findings.length === 0
      ? [{ kind: "paragraph" as const, text: ["The check of the records found nothing to correct."] }]
      : [findingsTable(records.findings)]),
  ];
  return { id: "records", title: "Records", blocks };
}

function tableText({
  label: name,
  file,
  rows,
  sniffed,
  coercions,
  unknownColumns,
}: Results["records"]["tables"][number]) {
  const coerced = Object.entries(coercions).map(([what, count]) => `${what} ${formatCount(count)} times`);
  return [
    `${name}: ${formatCount(rows)} rows from ${file}`,
    sniffed.length === 0 ? "" : ` (${sniffed.join(", ")})`,
    coerced.length === 0 ? "" : `; read as: ${coerced.join(", ")}`,
    unknownColumns.length === 0 ? "" : `; columns not in the dictionary: ${unknownColumns.join(", ")}`,
    ".",
  ].join("");
}

function findingsTable(findings: Results["records"]["findings"]): Table {
  return {
    kind: "table",
    id: "findings",
    caption: `${formatCount(findings.length)} ${findings.length === 1 ? "finding" : "findings"} in the records`,
    columns: [
      { heading: "Patient" },
      { heading: "Table" },
      { heading: "Row", align: "right" },
      { heading: "Field" },
      { heading: "Finding" },
      { heading: "Why" },
    ],
    rows: findings.map(({ patient, table, row, field, kind, why }) => ({
      kind: "plain",
      cells: [patient, table, String(row), field, kind.replaceAll("-", " "), why].map((text) => [label(text)]),
    })),
    notes: [],
  };
}
