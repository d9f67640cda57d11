import { describe, expect, it } from "vitest";
import { label, type Table } from "./document.js";
import { tableCsv } from "./table-csv.js";

const table = (rows: Table["rows"]): Table => ({
  kind: "table",
  id: "t",
  caption: "",
  columns: [{ heading: "Factor" }, { heading: 'HR, "95%"', align: "right" }],
  rows,
  notes: [],
});

describe("tableCsv", () => {
  it("writes headings and the report's words, quoted where they must be, after a byte-order mark", () => {
    expect(
      tableCsv(
        table([
          { kind: "heading", cells: [[label("Sex")]] },
          { kind: "level", cells: [[label("male, adult")], [{ text: "2.18 (0.86–5.51)", from: "x" }]] },
        ]),
      ),
    ).toBe('\ufeffFactor,"HR, ""95%"""\nSex,\n"  male, adult",2.18 (0.86–5.51)\n');
  });

  it("keeps a spreadsheet from taking a name for a formula", () => {
    expect(tableCsv(table([{ kind: "plain", cells: [[label("=cmd|'/c calc'!A0")], [label("@x")]] }]))).toContain(
      "'=cmd|'/c calc'!A0,'@x",
    );
  });
});
