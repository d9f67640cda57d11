import { readFileSync } from "node:fs";
import { utils, write } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { readTable } from "./read-table.js";
import { RecordsError } from "./records-error.js";

const hannover = (name: string) => readFileSync(new URL(`../../../studies/hannover/${name}`, import.meta.url));
const bytes = (text: string) => new TextEncoder().encode(text);
const csv = (text: string | Uint8Array) => readTable(typeof text === "string" ? bytes(text) : text, { file: "a.csv" });

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RecordsError) return error.message;
    throw error;
  }
  throw new Error("no error");
}

describe("readTable on records as a clinic keeps them", () => {
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

describe("readTable on XLSX", () => {
  const workbook = (rows: unknown[][], { date1904 = false, format = "dd.mm.yyyy" } = {}) => {
    const sheet = utils.aoa_to_sheet(rows);
    for (const [address, cell] of Object.entries(sheet))
      if (!address.startsWith("!") && cell.t === "n") cell.z = format;
    const book = utils.book_new(sheet, "Records");
    utils.book_append_sheet(book, utils.aoa_to_sheet([["other"], ["x"]]), "Others");
    book.Workbook = { WBProps: { date1904 } };
    return new Uint8Array(write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
  };
  const read = (book: Uint8Array, sheet?: string) =>
    readTable(book, { file: "a.xlsx", ...(sheet === undefined ? {} : { sheet }) });

  it("reads one serial number by the workbook's own date system, 1462 days apart", () => {
    expect(read(workbook([["date"], [32874]])).rows).toEqual([["1990-01-01"]]);
    const later = read(workbook([["date"], [32874]], { date1904: true }));
    expect(later.rows).toEqual([["1994-01-02"]]);
    expect(later.sniffed).toContain("dates counted from 1904");
  });

  it("leaves 29 February 1900, which only the sheet has, to be refused", () => {
    expect(read(workbook([["date"], [60], [61], [59]])).rows).toEqual([["1900-02-29"], ["1900-03-01"], ["1900-02-28"]]);
  });

  it("keeps the time of day", () => {
    expect(read(workbook([["date"], [32874.75]])).rows).toEqual([["1990-01-01 18:00:00"]]);
  });

  it("leaves numbers, texts and truth values as they are", () => {
    expect(
      read(
        workbook(
          [
            ["n", "t", "b"],
            [1.5, "1990-09", true],
            [-3, "", false],
          ],
          { format: "General" },
        ),
      ).rows,
    ).toEqual([
      ["1.5", "1990-09", "true"],
      ["-3", "", "false"],
    ]);
  });

  it("takes the sheet that is named, or says which there are", () => {
    expect(read(workbook([["date"], [1]]), "Others").rows).toEqual([["x"]]);
    expect(messageOf(() => read(workbook([["date"], [1]]), "Other"))).toBe(
      "a.xlsx: “Other” is no sheet of the workbook; did you mean “Others”? Known: Others, Records",
    );
  });

  it("counts rows as the sheet does and leaves empty ones out", () => {
    const table = read(
      workbook([
        ["a", "b"],
        ["1", "2"],
        [null, null],
        ["3", "4"],
      ]),
    );
    expect(table).toMatchObject({ rowNumbers: [2, 4], emptyRows: 1 });
  });

  it("refuses what is no workbook", () => {
    const refuse = (content: Uint8Array) => messageOf(() => read(content));
    expect(refuse(bytes("a,b\n1,2\n"))).toBe(
      "a.xlsx: not an .xlsx workbook, whatever its name says; save it as .xlsx or CSV",
    );
    expect(refuse(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0))).toContain("old .xls workbook, or one under a password");
    expect(refuse(Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9, 9))).toContain("not a readable .xlsx workbook");
    expect(refuse(workbook([["date"], [1]]).slice(0, 600))).toContain("not a readable .xlsx workbook");
    expect(refuse(new Uint8Array())).toContain("the file is empty");
  });
});

describe("readTable on CSV", () => {
  it.each([
    ["a,b\n1,2\n", '","'],
    ["a;b\n1,5;2,5\n", '";"'],
    ["a\tb\n1,5\t2\n", "tab"],
    ["a|b\n1|2\n", '"|"'],
    ['"a;x",b\n"1;2;3",2\n', '","'],
    ["a\n1\n", '","'],
  ])("finds the separator of %j", (text, separator) => expect(csv(text).sniffed[0]).toBe(`separator: ${separator}`));

  it("obeys a first line sep=", () => {
    expect(csv("sep=|\na;b|c\n1|2\n")).toMatchObject({ columns: ["a;b", "c"], rows: [["1", "2"]], rowNumbers: [3] });
  });

  it.each([
    ["utf-8", bytes("größe\nä\n")],
    ["windows-1252", Uint8Array.from([..."größe\nä\n"].map((letter) => letter.charCodeAt(0)))],
    [
      "utf-16le",
      new Uint8Array(Uint16Array.from([..."\uFEFFgröße\nä\n"].map((letter) => letter.charCodeAt(0))).buffer),
    ],
    ["utf-16le", new Uint8Array(Uint16Array.from([..."größe\nä\n"].map((letter) => letter.charCodeAt(0))).buffer)],
    [
      "utf-16be",
      Uint8Array.from(
        [..."\uFEFFgröße\nä\n"].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]),
      ),
    ],
  ])("reads %s", (encoding, content) => {
    expect(csv(content)).toMatchObject({ columns: ["größe"], rows: [["ä"]] });
    expect(csv(content).sniffed).toContain(`encoding: "${encoding}"`);
  });

  it("keeps quoted separators, line breaks and quotes, and counts rows, not lines", () => {
    const table = csv('a,b\r\n"x, ""y""\r\nz",1\r\n\r\n3,4\r\n');
    expect(table.rows).toEqual([
      ['x, "y"\r\nz', "1"],
      ["3", "4"],
    ]);
    expect(table).toMatchObject({ rowNumbers: [2, 4], emptyRows: 1 });
  });

  it("takes the decimal comma from numbers that can be read one way only", () => {
    expect(csv("a;b\n12,0;1,234\n").decimalComma).toBe(true);
    expect(csv("a;b\n1,234;2\n").decimalComma).toBe(false);
    expect(csv("a;b\n1.5;2,5\n2.5;1\n").decimalComma).toBe(false);
  });

  it("leaves out a column without heading where it is empty, and refuses one with values", () => {
    expect(csv("a;\n1;\n")).toMatchObject({
      columns: ["a"],
      rows: [["1"]],
      sniffed: expect.arrayContaining(["1 column without heading and values left out"]),
    });
    expect(messageOf(() => csv("a;\n1;2\n"))).toBe(
      "a.csv, line 1: column 2 has no heading, yet line 2 has a value in it; give it a heading",
    );
  });

  it.each([
    ["", "a.csv: the file is empty; its first row must hold the headings"],
    ["\n\n", "a.csv: the file is empty; its first row must hold the headings"],
    ["a,b\n1,2\n1\n", "a.csv, line 3: found 1 field, expected 2 as in the header"],
    ['a,b\n"x\ny",2\n1,2,3\n', "a.csv, line 4: found 3 fields, expected 2 as in the header"],
    ["a,b,a\n1,2,3\n", "a.csv, line 1: the heading “a” stands twice, in columns 1 and 3; rename or remove one"],
    [
      'a,b\n1,"2\n',
      "a.csv, line 2: a quotation mark is opened and never closed; close it, or double it where it is part of the text",
    ],
    [
      'a,b\n1,2"x\n',
      "a.csv, line 2: a quotation mark stands inside a field that is not quoted; quote the whole field and double the mark",
    ],
    ["a,b\n1,\u00002\n", "a.csv, line 2: character 0x00 does not belong in a text; the file is no CSV"],
  ])("refuses %j in one sentence", (text, message) => expect(messageOf(() => csv(text))).toBe(message));

  it("refuses bytes that neither encoding has", () => {
    expect(messageOf(() => csv(Uint8Array.of(0x61, 0x0a, 0x81, 0x0a)))).toBe(
      "a.csv, line 2: byte 0x81 is neither UTF-8 nor Windows-1252; save the file as UTF-8",
    );
  });

  it("reads a header without rows", () => expect(csv("a,b\n")).toMatchObject({ columns: ["a", "b"], rows: [] }));
});
