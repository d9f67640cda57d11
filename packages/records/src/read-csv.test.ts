import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvBytes, csvDialects, encoded } from "./fixtures/csv-dialect.js";
import { messageOf } from "./fixtures/message-of.js";
import { readCsv } from "./read-csv.js";

const csv = (content: string | Uint8Array) =>
  readCsv(typeof content === "string" ? encoded(content, { encoding: "utf-8" }) : content, { file: "a.csv" });
const refused = (content: string | Uint8Array) => messageOf(() => csv(content));

describe("readCsv", () => {
  it("reads back a table written in any dialect", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "ä", "é", "1", " ", '"', "'", ",", ";", "\t", "|", "\n", "\r", "=", "."),
      maxLength: 6,
    });
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }))
      .map((rows) => [Array.from({ length: rows[0]?.length ?? 1 }, (_, j) => `größe ${j}`), ...rows]);
    fc.assert(
      fc.property(table, csvDialects, (rows, dialect) => {
        const [columns, ...body] = rows;
        const read = csv(csvBytes(rows, dialect));
        expect(read.columns).toEqual(columns);
        const filled = body.filter((cells) => cells.some((text) => text.trim() !== ""));
        expect(read.rows).toEqual(filled);
        expect(read.emptyRows).toBe(body.length - filled.length);
        expect(read.sniffed[1]).toBe(`encoding: "${dialect.encoding}"`);
        expect(read.sniffed.includes("byte-order mark")).toBe(dialect.byteOrderMark);
        if (columns.length > 1)
          expect(read.sniffed[0]).toBe(`separator: ${dialect.separator === "\t" ? "tab" : `"${dialect.separator}"`}`);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a,b\n1,2\n", '","'],
    ["a;b\n1,5;2,5\n", '";"'],
    ["a\tb\n1,5\t2\n", "tab"],
    ["a|b\n1|2\n", '"|"'],
    ['"a;x",b\n"1;2;3",2\n', '","'],
    ["a,b\n1;x,2\n3;y,4\n", '","'],
    ["a;b\n", '";"'],
    ["a\n1\n", '","'],
  ])("finds the separator of %j", (text, separator) => expect(csv(text).sniffed[0]).toBe(`separator: ${separator}`));

  it.each(["\n", "\r\n", "\r"])("obeys a first line sep= that ends in %j, and counts it as a row", (end) => {
    const text = ["sep=|", "a;b|c", "1|2", ""].join(end);
    expect(csv(text)).toMatchObject({ columns: ["a;b", "c"], rows: [["1", "2"]], rowNumbers: [3] });
    expect(refused(["sep=|", "a|b", "1", ""].join(end))).toBe(
      "a.csv, line 3: found 1 field, expected 2 as in the header",
    );
    expect(refused(["sep=|", "a|b", '1|"2"x', ""].join(end))).toMatch(/^a\.csv, line 3: text stands behind/);
  });

  it.each([
    ["utf-8", encoded("größe\nä\n", { encoding: "utf-8" })],
    ["windows-1252", encoded("größe\nä\n", { encoding: "windows-1252" })],
    ["utf-16le", encoded("größe\nä\n", { encoding: "utf-16le", byteOrderMark: true })],
    ["utf-16le", encoded("größe\nä\n", { encoding: "utf-16le" })],
    ["utf-16be", encoded("größe\nä\n", { encoding: "utf-16be", byteOrderMark: true })],
    ["utf-16be", encoded("größe\nä\n", { encoding: "utf-16be" })],
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
    expect(csv("a;b\n1.234,5;x\n").decimalComma).toBe(true);
    expect(csv("a;b\n1,234;2\n").decimalComma).toBe(false);
    expect(csv("a;b\n1.5;2,5\n2.5;1\n").decimalComma).toBe(false);
  });

  it("does not take months for numbers with a decimal point", () => {
    expect(csv("a;b\n2,5;09.1990\n;10.1991\n;1.1992\n").decimalComma).toBe(true);
    expect(csv("a;b\n2,5;13.1990\n;13.1991\n").decimalComma).toBe(false);
  });

  it("writes a heading on one line, without spaces around it", () => {
    expect(csv('"R\n status",\u00A0grade \n1,2\n').columns).toEqual(["R status", "grade"]);
    expect(refused('R status,"R\nstatus"\n1,2\n')).toBe(
      "a.csv, line 1: the heading “R status” stands twice, in columns 1 and 2; rename or remove one",
    );
  });

  it("reads the headings __proto__ and constructor as any others", () => {
    expect(csv("__proto__,constructor\n1,2\n")).toMatchObject({
      columns: ["__proto__", "constructor"],
      rows: [["1", "2"]],
    });
  });

  it("leaves out a column without heading where it is empty, and refuses one with values", () => {
    expect(csv("a;\n1;\n")).toMatchObject({
      columns: ["a"],
      rows: [["1"]],
      sniffed: expect.arrayContaining(["1 column without heading and values left out"]),
    });
    expect(refused("a;\n1;2\n")).toBe(
      "a.csv, line 1: column 2 has no heading, yet line 2 has a value in it; give it a heading",
    );
  });

  it("passes over separators alone, above the table and below it, however many", () => {
    expect(csv(";;\na;b\n1;2\n;;;;\n\u00A0;\n")).toMatchObject({
      columns: ["a", "b"],
      rows: [["1", "2"]],
      rowNumbers: [3],
      emptyRows: 3,
    });
  });

  it.each([
    ["", "a.csv: the file is empty; its first row must hold the headings"],
    ["\n\n", "a.csv: the file is empty; its first row must hold the headings"],
    ["\uFEFF", "a.csv: the file is empty; its first row must hold the headings"],
    ["sep=;\n", "a.csv: the file is empty; its first row must hold the headings"],
    ["a,b\n1,2\n1\n", "a.csv, line 3: found 1 field, expected 2 as in the header"],
    ["a,b\n1,2,\n", "a.csv, line 2: found 3 fields, expected 2 as in the header"],
    ['a,b\n"x\ny",2\n1,2,3\n', "a.csv, line 4: found 3 fields, expected 2 as in the header"],
    ["a,b,a\n1,2,3\n", "a.csv, line 1: the heading “a” stands twice, in columns 1 and 3; rename or remove one"],
    [
      'a,b\n1,"2\n',
      "a.csv, line 2: a quotation mark is opened and never closed; close it, or double it where it is part of the text",
    ],
    [
      'a,b\n"1\n1",2\n\n3,"4\n5,6\n7,8\n',
      "a.csv, line 5: a quotation mark is opened and never closed; close it, or double it where it is part of the text",
    ],
    [
      'a,b\n1,2"x\n',
      "a.csv, line 2: a quotation mark stands inside a field that is not quoted; quote the whole field and double the mark",
    ],
    [
      'a,b\n"1\n1",2\n"1"x,2\n',
      "a.csv, line 4: text stands behind a closing quotation mark; double the mark where it is part of the text",
    ],
    ["a,b\n1,\u00002\n", "a.csv, line 2: character 0x00 does not belong in a text; the file is no CSV"],
    ["a,b\r1,2\r\u001B,2\r", "a.csv, line 3: character 0x1B does not belong in a text; the file is no CSV"],
  ])("refuses %j in one sentence", (text, message) => expect(refused(text)).toBe(message));

  it("refuses bytes that neither encoding has", () => {
    expect(refused(Uint8Array.of(0x61, 0x0a, 0x81, 0x0a))).toBe(
      "a.csv, line 2: byte 0x81 is neither UTF-8 nor Windows-1252; save the file as UTF-8",
    );
  });

  it("refuses a file of UTF-8 with a broken character, rather than break all the others", () => {
    const sound = encoded("a\nö\nü\n", { encoding: "utf-8" });
    expect(refused(Uint8Array.of(...sound, 0xe4, 0x0a))).toBe(
      "a.csv, line 4: a byte that is not UTF-8 in a file of UTF-8; save the whole file as UTF-8",
    );
    expect(csv(encoded("a\n«CAFÉ»\nä\nö\n", { encoding: "windows-1252" })).rows).toEqual([["«CAFÉ»"], ["ä"], ["ö"]]);
  });

  it("refuses UTF-16 that breaks off in the middle of a character", () => {
    expect(refused(encoded("a\n1", { encoding: "utf-16le", byteOrderMark: true }).slice(0, -1))).toBe(
      "a.csv: not readable as utf-16le, which its first bytes announce; save the file as UTF-8",
    );
  });

  it("reads a header without rows", () => expect(csv("a,b\n")).toMatchObject({ columns: ["a", "b"], rows: [] }));

  it("reads a cell of ten million characters, quoted or not", () => {
    const long = "x".repeat(1e7);
    expect(csv(`a;b\n${long};1\n`).rows[0]).toEqual([long, "1"]);
    expect(csv(`a;b\n"${long}";1\n`).rows[0]).toEqual([long, "1"]);
    expect(csv(`"${long}";b\n2;1\n`).columns[1]).toBe("b");
  });
});
