import { readFileSync } from "node:fs";
import { utils, write } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { messageOf } from "./fixtures/message-of.js";
import { readTable } from "./read-table.js";

const hannover = (name: string) => readFileSync(new URL(`../../../studies/hannover/${name}`, import.meta.url));
const csv = new TextEncoder().encode("a;b\n1;2\n");
const xlsx = new Uint8Array(
  write(
    utils.book_new(
      utils.aoa_to_sheet([
        ["a", "b"],
        [1, 2],
      ]),
      "Records",
    ),
    { type: "array", bookType: "xlsx" },
  ) as ArrayBuffer,
);

describe("readTable", () => {
  it("goes by the bytes: a workbook named .csv, and a CSV with any name but a workbook's", () => {
    expect(readTable(xlsx, { file: "a.csv" })).toMatchObject({ format: "xlsx", rows: [["1", "2"]] });
    for (const file of ["a.csv", "a.txt", "a", "xlsx.csv"])
      expect(readTable(csv, { file })).toMatchObject({ format: "csv", rows: [["1", "2"]] });
  });

  it.each(["a.xlsx", "a.XLSX", "a.xls", "a.xlsm"])("does not take a CSV named %s for a workbook", (file) => {
    expect(messageOf(() => readTable(csv, { file }))).toBe(
      `${file}: not an .xlsx workbook, whatever its name says; save it as .xlsx or CSV`,
    );
  });

  it("reads as-kept.csv: semicolons, byte-order mark, decimal comma", () => {
    const table = readTable(hannover("as-kept.csv"), { file: "as-kept.csv" });
    expect(table.sniffed).toEqual(['separator: ";"', 'encoding: "utf-8"', "byte-order mark", "decimal comma"]);
    expect(table.columns.slice(0, 4)).toEqual(["Pat.-Nr.", "Geschl.", "geb.", "Primärtumor"]);
    expect(table.columns).toHaveLength(25);
    expect(table.rows).toHaveLength(26);
    expect(table.rows[0].slice(0, 10)).toEqual([
      "1",
      "m",
      "24.12.1933",
      "colon",
      "G2",
      "21.05.1978",
      "",
      "11.05.1982",
      "extended right hemihepatectomy",
      "12,0",
    ]);
    expect(table.rowNumbers.at(-1)).toBe(27);
  });

  it("reads as-kept.xlsx to the same, dates as ISO", () => {
    const sheet = readTable(hannover("as-kept.xlsx"), { file: "as-kept.xlsx" });
    const text = readTable(hannover("as-kept.csv"), { file: "as-kept.csv" });
    expect(sheet.sniffed).toEqual(['sheet: "Leber-OP"']);
    expect(sheet.columns).toEqual(text.columns);
    const alike = text.rows.map((cells) =>
      cells.map((cell) => cell.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, "$3-$2-$1").replace(/^(\d+),0$/, "$1")),
    );
    expect(sheet.rows).toEqual(alike);
  });
});
