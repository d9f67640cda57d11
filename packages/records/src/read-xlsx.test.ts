import { type CellObject, CFB, utils, type WorkSheet, write } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { messageOf } from "./fixtures/message-of.js";
import { readXlsx } from "./read-xlsx.js";

const read = (book: Uint8Array, sheet?: string) =>
  readXlsx(book, { file: "a.xlsx", ...(sheet === undefined ? {} : { sheet }) });
const refused = (book: Uint8Array, sheet?: string) => messageOf(() => read(book, sheet));
const text = (content: string) => new TextEncoder().encode(content);

interface Sheet {
  /** Cells in place of the rows' own, by address. */
  cells?: Record<string, CellObject>;
  /** Format of all numbers. */
  format?: string;
  merged?: string[];
  isHidden?: boolean;
}

/** A workbook of sheets by name. */
function workbook(
  sheets: Record<string, [rows: unknown[][], options?: Sheet]>,
  { date1904 = false, bookType = "xlsx" }: { date1904?: boolean; bookType?: "xlsx" | "biff8" | "html" } = {},
): Uint8Array {
  const book = utils.book_new();
  for (const [name, [rows, { cells, format, merged = [] } = {}]] of Object.entries(sheets)) {
    const sheet: WorkSheet = utils.aoa_to_sheet(rows);
    for (const [address, cell] of Object.entries(sheet))
      if (format !== undefined && !address.startsWith("!") && cell.t === "n") cell.z = format;
    Object.assign(sheet, cells);
    sheet["!merges"] = merged.map((range) => utils.decode_range(range));
    utils.book_append_sheet(book, sheet, name);
  }
  const Sheets = Object.values(sheets).map(([, options]) => ({
    Hidden: options?.isHidden ? (1 as const) : (0 as const),
  }));
  book.Workbook = { WBProps: { date1904 }, Sheets };
  return new Uint8Array(write(book, { type: "array", bookType }) as ArrayBuffer);
}
const records = (rows: unknown[][], options?: Sheet & { date1904?: boolean }) =>
  workbook({ Records: [rows, options] }, options?.date1904 ? { date1904: true } : {});

/** The workbook with its first sheet's XML changed. */
function edited(book: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const archive = CFB.read(book, { type: "buffer" });
  const part = CFB.find(archive, "/xl/worksheets/sheet1.xml") as { content: Uint8Array };
  const xml = new TextDecoder().decode(part.content);
  expect(xml).toMatch(from);
  part.content = text(xml.replace(from, to));
  return new Uint8Array(CFB.write(archive, { type: "buffer", fileType: "zip" }) as Uint8Array);
}

describe("readXlsx", () => {
  it("reads one serial number by the workbook's own date system, 1462 days apart", () => {
    const rows = [["date"], [32874]];
    expect(read(records(rows, { format: "dd.mm.yyyy" })).rows).toEqual([["1990-01-01"]]);
    const later = read(records(rows, { format: "dd.mm.yyyy", date1904: true }));
    expect(later.rows).toEqual([["1994-01-02"]]);
    expect(later.sniffed).toContain("dates counted from 1904");
  });

  it("leaves 29 February 1900, which only the sheet has, to be refused", () => {
    const book = records([["date"], [60], [61], [59]], { format: "dd.mm.yyyy" });
    expect(read(book).rows).toEqual([["1900-02-29"], ["1900-03-01"], ["1900-02-28"]]);
  });

  it.each([
    ["dd.mm.yyyy hh:mm", 32874.75, "1990-01-01 18:00:00"],
    ["[$-407]mmm\\ yy;@", 32874, "1990-01-01"],
    ["mmmm", 32874, "1990-01-01"],
    ["hh:mm", 0.75, "18:00:00"],
    ["[h]:mm", 1.5, "36:00:00"],
    ["[mm]:ss", 0.0625, "01:30:00"],
    ["0%", 0.07, "7%"],
    ["0.00%", 0.125, "12.5%"],
    ['0 "%"', 7, "7"],
    ['0 "days"', 7, "7"],
    ["General", 0.1, "0.1"],
    ["General", 1e-7, "1e-7"],
  ])("writes the number of format %s as it is meant: %d is %s", (format, value, cell) => {
    expect(read(records([["a"], [value]], { format })).rows).toEqual([[cell]]);
  });

  it("leaves numbers, texts and truth values as they are", () => {
    const rows = [
      ["n", "t", "b"],
      [1.5, "1990-09", true],
      [-3, " 3.9.1990", false],
    ];
    expect(read(records(rows)).rows).toEqual([
      ["1.5", "1990-09", "true"],
      ["-3", " 3.9.1990", "false"],
    ]);
  });

  it("shows the errors of a sheet by their names", () => {
    const cells = { A2: { t: "e", v: 42 }, A3: { t: "e", v: 23 } } as const;
    const book = records([["a"], [0], [0], [0]], { cells });
    expect(read(book).rows.slice(0, 2)).toEqual([["#N/A"], ["#REF!"]]);
    expect(read(edited(book, "#REF!", "#SOMETHING_NEW!")).rows[1]).toEqual(["#ERROR!"]);
  });

  it("takes a formula's stored value, and refuses one that was never computed", () => {
    const cells = (formula: CellObject): Sheet => ({ cells: { B2: formula } });
    const rows = [
      ["a", "b"],
      [1, 0],
    ];
    expect(read(records(rows, cells({ t: "n", v: 2, f: "1+1" }))).rows).toEqual([["1", "2"]]);
    expect(read(records(rows, cells({ t: "s", v: "R0", f: '"R"&0' }))).rows).toEqual([["1", "R0"]]);
    const never = edited(records(rows, cells({ t: "n", v: 2, f: "1+1" })), "<v>2</v>", "");
    expect(refused(never)).toBe(
      "a.xlsx, row 2: column 2 holds a formula whose value is not stored; open the workbook in Excel and save it again",
    );
  });

  it("takes the first sheet that is not hidden, and says which it did not read", () => {
    const book = workbook({
      Lists: [[["list"], ["x"]], { isHidden: true }],
      Records: [[["a"], ["1"]]],
      Others: [[["other"], ["y"]]],
    });
    expect(read(book)).toMatchObject({ columns: ["a"], rows: [["1"]] });
    expect(read(book).sniffed).toEqual(['sheet: "Records"', 'sheets not read: "Lists", "Others"']);
    expect(read(book, "Lists").rows).toEqual([["x"]]);
    expect(refused(book, "Other")).toBe(
      "a.xlsx: “Other” is no sheet of the workbook; did you mean “Others”? Known: Others, Lists, Records",
    );
    expect(refused(book, "__proto__")).toContain("“__proto__” is no sheet of the workbook");
  });

  it("reads merged cells as their first, and says how many there are", () => {
    const book = records(
      [
        ["a", "b"],
        ["P1", 1],
        [null, 2],
      ],
      { merged: ["A2:A3"] },
    );
    expect(read(book).rows).toEqual([
      ["P1", "1"],
      ["", "2"],
    ]);
    expect(read(book).sniffed).toContain("merged cells, read as the first of each: 1");
    expect(
      refused(
        records(
          [
            ["a", null],
            ["P1", 1],
          ],
          { merged: ["A1:B1"] },
        ),
      ),
    ).toBe("a.xlsx, row 1: column 2 has no heading, yet row 2 has a value in it; give it a heading");
  });

  it("counts rows as the sheet does and leaves empty ones out", () => {
    const table = read(
      records([
        ["a", "b"],
        ["1", "2"],
        [null, null],
        ["3", "4"],
      ]),
    );
    expect(table).toMatchObject({ rowNumbers: [2, 4], emptyRows: 1 });
  });

  it("reads a table that begins elsewhere than in the corner", () => {
    const table = read(records([[], [null, "a", "b"], [null, 1, 2]]));
    expect(table).toMatchObject({ columns: ["a", "b"], rows: [["1", "2"]], rowNumbers: [3] });
  });

  it("does not walk the seventeen thousand million cells of a sheet that is coloured to its end", () => {
    const last = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>';
    const rows = [
      ["a", "b"],
      [1, 2],
    ];
    const coloured = edited(
      edited(records(rows), "</sheetData>", last),
      /<dimension[^>]*>/,
      '<dimension ref="A1:XFD1048576"/>',
    );
    expect(read(coloured)).toMatchObject({ columns: ["a", "b"], rows: [["1", "2"]], emptyRows: 0 });
    expect(refused(edited(coloured, 's="0"/>', 't="n"><v>1</v></c>'))).toBe(
      "a.xlsx, row 1: column 16384 has no heading, yet row 1048576 has a value in it; give it a heading",
    );
  });

  it("names rows where a heading stands twice", () => {
    expect(
      refused(
        records([
          ["a", "a"],
          [1, 2],
        ]),
      ),
    ).toBe("a.xlsx, row 1: the heading “a” stands twice, in columns 1 and 2; rename or remove one");
  });

  it.each([
    ["a CSV", text("a,b\n1,2\n"), "not an .xlsx workbook, whatever its name says; save it as .xlsx or CSV"],
    [
      "an HTML page",
      workbook({ S: [[["a"]]] }, { bookType: "html" }),
      "not an .xlsx workbook, whatever its name says; save it as .xlsx or CSV",
    ],
    [
      "an old workbook",
      workbook({ S: [[["a"]]] }, { bookType: "biff8" }),
      "an old .xls workbook, or one under a password; open it in Excel and save it as .xlsx without one",
    ],
    [
      "a workbook under a password, which is an OLE file",
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
      "an old .xls workbook, or one under a password; open it in Excel and save it as .xlsx without one",
    ],
    [
      "a broken archive",
      Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9, 9),
      "a ZIP archive, but not a readable .xlsx workbook; open it in Excel and save it again",
    ],
    [
      "a workbook that breaks off",
      records([["a"], [1]]).slice(0, 600),
      "a ZIP archive, but not a readable .xlsx workbook; open it in Excel and save it again",
    ],
    ["an empty file", new Uint8Array(), "the file is empty; it must be an .xlsx workbook"],
    ["an empty sheet", records([]), "the sheet “Records” is empty; its first row must hold the headings"],
  ])("refuses %s", (_, book, says) => expect(refused(book)).toBe(`a.xlsx: ${says}`));

  it("refuses another kind of document in a ZIP archive", () => {
    const archive = CFB.utils.cfb_new();
    CFB.utils.cfb_add(archive, "/word/document.xml", text("<document/>"));
    expect(refused(new Uint8Array(CFB.write(archive, { type: "buffer", fileType: "zip" }) as Uint8Array))).toBe(
      "a.xlsx: a ZIP archive, but not a readable .xlsx workbook; open it in Excel and save it again",
    );
  });
});
