import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvDialect, csvBytes, csvDialects, encoded } from "./fixtures/csv-dialect.js";
import { readCsvColumns } from "./read-csv-columns.js";
import { RecordsError } from "./records-error.js";

const kinds = { time: "number", sex: "label" } as const;

/** The bytes in pieces of a given length. */
function pieces(content: string | Uint8Array, length = 7): AsyncIterable<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const cuts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.slice(i * length, (i + 1) * length),
  );
  return Readable.from(cuts);
}
const read = (content: string | Uint8Array, length?: number) =>
  readCsvColumns(pieces(content, length), kinds, { file: "a.csv" });

describe("readCsvColumns", () => {
  it("reads numbers and labels, passing over other columns", async () => {
    const table = await read("id,time,sex\n1,10,m\n2,2.5,f\n3,,m\n4,-3e1,NA\n");
    expect(table.n).toBe(4);
    expect([...table.columns.time.values]).toEqual([10, 2.5, Number.NaN, -30]);
    expect(table.columns.time.missing).toBe(1);
    expect(table.columns.sex).toEqual({ codes: Int32Array.of(0, 1, 0, -1), labels: ["m", "f"], missing: 1 });
    expect([...table.lines]).toEqual([2, 3, 4, 5]);
    expect(table.headings).toEqual(["id", "time", "sex"]);
    expect(table.sniffed).toEqual(['separator: ","']);
  });

  it("reads a file as it comes from the disk", async () => {
    const path = new URL("../../../studies/hannover/resections.csv", import.meta.url).pathname;
    const { columns, n } = await readCsvColumns(createReadStream(path), { number: "number", r_status: "label" });
    expect(n).toBe(34);
    expect([1, 2, 3].map((k) => columns.number.values.filter((value) => value === k).length)).toEqual([23, 9, 2]);
    expect(columns.r_status.labels.toSorted()).toEqual(["R0", "R1", "R2"]);
    await expect(
      readCsvColumns(createReadStream(path), { nummber: "number" }, { file: "resections.csv" }),
    ).rejects.toThrow("resections.csv, line 1: “nummber” is no column; did you mean “number”?");
  });

  it("reads semicolons, decimal commas, a byte-order mark, and lines that end as in Windows", async () => {
    const table = await read("\uFEFFtime;sex\r\n1,5;weiblich\r\n\r\n2;männlich");
    expect([...table.columns.time.values]).toEqual([1.5, 2]);
    expect(table.columns.sex.labels).toEqual(["weiblich", "männlich"]);
    expect([...table.lines]).toEqual([2, 4]);
    expect(table.sniffed).toEqual(['separator: ";"', "byte-order mark", "decimal comma"]);
  });

  it("reads labels of Windows-1252 and joins spellings that differ in spaces", async () => {
    const table = await read(
      Uint8Array.from([..."time,sex\n1,m\u00E4nnl.\n2, m\u00E4nnl.\n"].map((letter) => letter.charCodeAt(0))),
    );
    expect(table.columns.sex).toEqual({ codes: Int32Array.of(0, 0), labels: ["männl."], missing: 0 });
  });

  it("agrees with csv-parse on quoted and plain fields, however the bytes are cut", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", "ä", "1"), maxLength: 5 });
    const row = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), field);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, length) => {
          const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const text = `time,sex\n${rows.map(([time, sex]) => `${time},${quoted(sex)}\n`).join("")}`;
          const expected: string[][] = parse(text, { from: 2 });
          const { columns } = await read(text, length);
          expect([...columns.time.values]).toEqual(expected.map(([time]) => Number(time) + 0));
          expect([...columns.sex.codes].map((code) => columns.sex.labels[code] ?? "")).toEqual(
            expected.map(([, sex]) => sex.trim()),
          );
        },
      ),
    );
  });

  it("reads back a table written in any dialect of 8 bits, however the bytes are cut", async () => {
    const label = fc.string({
      unit: fc.constantFrom("a", "ä", "é", " ", '"', ",", ";", "\t", "|", "\n"),
      maxLength: 5,
    });
    const rows = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), label), { maxLength: 8 });
    const dialects = csvDialects.map(
      (dialect): CsvDialect =>
        dialect.encoding.startsWith("utf-16") ? { ...dialect, encoding: "utf-8", byteOrderMark: true } : dialect,
    );
    await fc.assert(
      fc.asyncProperty(rows, dialects, fc.integer({ min: 1, max: 40 }), async (table, dialect, length) => {
        const decimal = (tenths: number) =>
          dialect.separator === "," ? String(tenths / 10) : String(tenths / 10).replace(".", ",");
        const bytes = csvBytes([["time", "sex"], ...table.map(([tenths, sex]) => [decimal(tenths), sex])], dialect);
        const { columns, n } = await read(bytes, length);
        expect(n).toBe(table.length);
        expect([...columns.time.values]).toEqual(table.map(([tenths]) => tenths / 10 + 0));
        expect([...columns.sex.codes].map((code) => columns.sex.labels[code] ?? "")).toEqual(
          table.map(([, sex]) => sex.trim()),
        );
      }),
    );
  });

  it("finds the same separator however short the pieces are", async () => {
    // By its first line alone this file is separated by commas.
    const text = `time;sex, in words, of patient\n1,5;m\n2,5;f\n`;
    const wanted = { time: "number", "sex, in words, of patient": "label" } as const;
    for (const length of [1, 23, 1000]) {
      const { columns } = await readCsvColumns(pieces(text, length), wanted);
      expect([...columns.time.values]).toEqual([1.5, 2.5]);
    }
  });

  it("obeys a first line sep=, and counts it as a line", async () => {
    const table = await read("sep=|\ntime|sex\n1|m\n");
    expect([...table.columns.time.values]).toEqual([1]);
    expect([...table.lines]).toEqual([3]);
    await expect(read('sep=|\ntime|sex\n1|"m\n\n')).rejects.toThrow("a.csv, line 3: a quotation mark is opened");
    await expect(read("sep=|\ntime|sex\n1\n")).rejects.toThrow("a.csv, line 3: found 1 field");
  });

  it("passes over separators alone that a spreadsheet leaves above and below its table, not over a row of missing values", async () => {
    const table = await read(";;\ntime;sex\n1;m\n;\n;;;;\n\n");
    expect(table).toMatchObject({ n: 2, columns: { time: { missing: 1 }, sex: { missing: 1 } } });
    expect([...table.lines]).toEqual([3, 4]);
  });

  it("writes a heading on one line, and has none for an unnamed column", async () => {
    const { headings, n } = await read('"time\n",,\u00A0sex \n1,x,m\n');
    expect({ headings, n }).toEqual({ headings: ["time", "", "sex"], n: 1 });
    await expect(read("time,,\n1,x,m\n")).rejects.toThrow("“sex” is no column; known: time");
  });

  it("reads columns of the names __proto__ and constructor", async () => {
    const wanted = Object.fromEntries([
      ["__proto__", "number"],
      ["constructor", "label"],
    ] as const);
    const { columns } = await readCsvColumns(pieces("__proto__,constructor\n1,x\n"), wanted);
    expect(Object.keys(columns)).toEqual(["__proto__", "constructor"]);
    expect(columns.constructor).toMatchObject({ labels: ["x"] });
  });

  it("reads a file of old Macintosh line ends that is longer than a block, without cutting a character", async () => {
    const long = "ä".repeat(45);
    const text = `time,sex\r${`1,${long}\r2,ä\r`.repeat(90_000)}`;
    const { columns, n, sniffed } = await read(encoded(text, { encoding: "utf-8" }), 1 << 20);
    expect({ n, labels: columns.sex.labels, sniffed }).toEqual({
      n: 180_000,
      labels: [long, "ä"],
      sniffed: ['separator: ","'],
    });
  });

  it("refuses a file of UTF-8 with a broken character, rather than break all that follow", async () => {
    const sound = encoded("time,sex\n1,männlich\n2,männlich\n", { encoding: "utf-8" });
    await expect(read(Uint8Array.of(...sound, 0x33, 0x2c, 0xe4, 0x0a), 8)).rejects.toThrow(
      "a.csv, line 4: a byte that is not UTF-8 in a file of UTF-8; save the whole file as UTF-8",
    );
  });

  it("stays with Windows-1252 where a later block could be UTF-8", async () => {
    const text = `time,sex\n1,m\u00E4nnlich\n${"2,\u00C9\u00BB\n".repeat(3)}`;
    const { columns } = await read(encoded(text, { encoding: "windows-1252" }), 4);
    expect(columns.sex.labels).toEqual(["männlich", "É»"]);
  });

  it.each([
    ["1,234\n2", "a.csv, line 2: time is “1,234”, which may be 1.234 or 1234; write it without a thousands mark"],
    ["1,5\n1.234", "a.csv, line 3: time is “1.234”, which may be 1.234 or 1234; write it without a thousands mark"],
    ["1.234\n1,234", "a.csv, line 3: time is “1,234”, which may be 1.234 or 1234; write it without a thousands mark"],
  ])("refuses %j, of which nobody knows whether it has thousands", async (numbers, message) => {
    await expect(read(`time;sex\n${numbers.replaceAll("\n", ";\n")};\n`)).rejects.toThrow(message);
  });

  it("takes 1,234 for 1.234 where another comma can only be a decimal one, and 1.234 where there is none", async () => {
    const values = async (text: string) => [...(await read(text)).columns.time.values];
    expect(await values("time;sex\n1,234;\n0,5;\n")).toEqual([1.234, 0.5]);
    expect(await values("time;sex\n1.234;\n0.5;\n")).toEqual([1.234, 0.5]);
    expect(await values("time,sex\n1.234,\n12.5,\n")).toEqual([1.234, 12.5]);
  });

  it("reads decimal numbers to the nearest double, as Number does", async () => {
    const decimal = fc
      .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 9_999_999 }))
      .map(([a, b]) => `${a}.${b}`);
    await fc.assert(
      fc.asyncProperty(fc.array(decimal, { minLength: 1 }), async (numbers) => {
        const { columns } = await read(`time,sex\n${numbers.map((text) => `${text},\n`).join("")}`, 64);
        expect([...columns.time.values]).toEqual(numbers.map((text) => Number(text) + 0));
      }),
    );
  });

  it.each([
    ["", "a.csv: the file is empty; its first row must hold the headings"],
    ["\n \n", "a.csv: the file is empty; its first row must hold the headings"],
    ["time,sx\n1,m\n", "a.csv, line 1: “sex” is no column; did you mean “sx”? Known: sx, time"],
    [
      "time,sex,time\n1,m,2\n",
      "a.csv, line 1: the heading “time” stands twice, in columns 1 and 3; rename or remove one",
    ],
    ["time,sex\n1,m\n1x,m\n", "a.csv, line 3: time is “1x”; it must be a number, or empty where it is not known"],
    ["time,sex\n1,m\n\n1\n", "a.csv, line 4: found 1 field, expected 2 as in the header"],
    [
      'time,sex\n1,"m\nm"\n2,"f\n3,f\n4,f\n',
      "a.csv, line 4: a quotation mark is opened and never closed; close it, or double it where it is part of the text",
    ],
    ['time,sex\n1,"m\nm"\n2\n', "a.csv, line 4: found 1 field, expected 2 as in the header"],
    ["time,sex\n1,m,3\n", "a.csv, line 2: found 3 fields, expected 2 as in the header"],
    [
      'time,sex\n1,"m\n',
      "a.csv, line 2: a quotation mark is opened and never closed; close it, or double it where it is part of the text",
    ],
    [
      'time,sex\n"1"x,m\n',
      "a.csv, line 2: text stands behind a closing quotation mark; double the mark where it is part of the text",
    ],
    ["time,sex\n1,\u0000\n", "a.csv, line 2: character 0x00 does not belong in a text; the file is no CSV"],
    [
      "455,m,1933-12-24\n210,f,1937-10-10\n",
      "a.csv, line 1: “time” is no column; the first row must hold the headings, and there is a number among them",
    ],
    [
      `time,sex\n${"1".repeat(400)}x,m\n`,
      `a.csv, line 2: time is “${"1".repeat(59)}…”; it must be a number, or empty where it is not known`,
    ],
    [
      "time,sex\nInfinity,m\n",
      "a.csv, line 2: time is “Infinity”; it must be a number, or empty where it is not known",
    ],
  ])("refuses %j in one sentence", async (text, message) => {
    const error: unknown = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RecordsError);
    expect((error as RecordsError).message).toBe(message);
  });

  it("gives up on a quotation mark that is never closed before it holds the whole file", async () => {
    const text = `time,sex\n1,"m\n${"2,f\n".repeat(3_000_000)}`;
    await expect(read(text, 1 << 20)).rejects.toThrow("a.csv, line 2: a row of more than 8 MB begins here");
  });

  it("gives up on a file that is one endless line", async () => {
    await expect(read(`time,sex\n${"1".repeat(9e6)}`, 1 << 20)).rejects.toThrow(
      "a.csv, line 2: a line of more than 8 MB begins here; the file is no CSV",
    );
  });

  it("refuses UTF-16", async () => {
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x74, 0))).rejects.toThrow(
      "a.csv: the file is UTF-16; save it as UTF-8",
    );
  });

  it("reads a header without rows", async () => {
    expect(await read("time,sex\n")).toMatchObject({ n: 0, columns: { sex: { labels: [] } } });
  });
});
