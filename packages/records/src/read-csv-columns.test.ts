import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
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

  it("reads a file by its path", async () => {
    const path = new URL("../../../studies/hannover/resections.csv", import.meta.url).pathname;
    const { columns, n } = await readCsvColumns(path, { number: "number", r_status: "label" });
    expect(n).toBe(34);
    expect([1, 2, 3].map((k) => columns.number.values.filter((value) => value === k).length)).toEqual([23, 9, 2]);
    expect(columns.r_status.labels.toSorted()).toEqual(["R0", "R1", "R2"]);
    await expect(readCsvColumns(path, { nummber: "number" })).rejects.toThrow(
      "resections.csv, line 1: “nummber” is no column; did you mean “number”?",
    );
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
    ["time,sex\n1,\u0000\n", "a.csv, line 2: a 0 byte does not belong in a text; the file is no CSV"],
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

  it("refuses UTF-16", async () => {
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x74, 0))).rejects.toThrow(
      "a.csv: the file is UTF-16; save it as UTF-8",
    );
  });

  it("reads a header without rows", async () => {
    expect(await read("time,sex\n")).toMatchObject({ n: 0, columns: { sex: { labels: [] } } });
  });
});
