import { deflateRawSync } from "node:zlib";
import { utils, write } from "@e965/xlsx";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { messageOf } from "./fixtures/message-of.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readTable } from "./read-table.js";

const encoded = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array, file: string) => readTable(bytes, { file });
const refused = (bytes: Uint8Array, file = "a.xlsx") => messageOf(() => read(bytes, file));
const csv = (text: string) => read(encoded(text), "a.csv");
const slow = 120_000;

const sound = new Uint8Array(
  write(utils.book_new(utils.aoa_to_sheet([["a"], [1]]), "Records"), {
    type: "array",
    bookType: "xlsx",
    bookSST: true,
  }) as ArrayBuffer,
);
/** The sound workbook with some of its members replaced or added. */
const workbook = (members: Zippable) => zipSync({ ...unzipSync(sound), ...members });
const sheet = (rows: string) =>
  workbook({
    "xl/worksheets/sheet1.xml": encoded(
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
    ),
  });
const cell = (address: string) => `<c r="${address}"><v>1</v></c>`;

/** An archive whose last member is so many bytes of spaces, and declares as few as it is told. */
function bomb(name: string, megabytes: number, declared?: number): Uint8Array {
  // Each piece ends at a byte, so that it can be repeated.
  const piece = deflateRawSync(Buffer.alloc(1 << 20, 0x20), { finishFlush: 3 });
  const packed = Buffer.concat([...Array.from({ length: megabytes }, () => piece), Buffer.of(3, 0)]);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(declared ?? (megabytes << 20) >>> 0, 22);
  local.writeUInt16LE(name.length, 26);
  return Buffer.concat([sound.subarray(0, startOfDirectory(sound)), local, Buffer.from(name), packed]);
}

const startOfDirectory = (archive: Uint8Array) => Buffer.from(archive).readUInt32LE(archive.length - 6);

describe("a workbook that unpacks to too much", () => {
  it.each(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/image1.png"])(
    "is refused where %s has 3 GB",
    (name) =>
      expect(refused(bomb(name, 3000))).toBe(
        "a.xlsx: the workbook of 3 MB unpacks to more than the 256 MB that are allowed; save the sheet alone as .xlsx or CSV",
      ),
    slow,
  );

  it(
    "is refused whatever size it declares",
    () => {
      for (const declared of [0, 100, 0xfffffff0])
        expect(refused(bomb("xl/worksheets/sheet1.xml", 600, declared))).toMatch(
          / unpacks to more than the \d+ MB that/,
        );
    },
    slow,
  );

  it("is refused where it is small but packed more than a hundred times", () => {
    expect(refused(bomb("xl/worksheets/sheet1.xml", 64))).toMatch(/of 1 MB unpacks to more than the 10 MB that/);
  });

  it(
    "is harmless where archives lie in archives, of which none but the outermost is unpacked",
    () => {
      const inner = zipSync({ "bomb.xml": bomb("xl/worksheets/sheet1.xml", 3000) });
      expect(read(workbook({ "xl/inner.zip": inner }), "a.xlsx").rows).toEqual([["1"]]);
      expect(refused(zipSync({ "Index.zip": inner }))).toMatch(/not a readable \.xlsx workbook/);
    },
    slow,
  );

  it("is refused where it is OpenDocument, whose cells may be repeated without end", () => {
    const members = { "META-INF/manifest.xml": encoded("<a/>"), "content.xml": encoded("<a/>") };
    expect(refused(workbook(members))).toMatch(/not a readable \.xlsx workbook/);
  });

  it("is refused where it breaks off, or its members are packed in another way", () => {
    for (const end of [4, 30, 100, sound.length >> 1]) expect(refused(sound.slice(0, end))).toMatch(/not a readable/);
    const other = sound.slice();
    other[8] = 99;
    expect(refused(other)).toMatch(/not a readable/);
  });

  it("is refused where its cells are too many", () => {
    expect(
      refused(sheet(`<row r="1">${cell("A1")}</row>${'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'}`)),
    ).toMatch(/^a\.xlsx: the table has 1,000,000,000 rows, .* 5,000,000 are allowed/);
    expect(refused(sheet(`<row r="1">${cell("A1")}${cell("ZZZZ1")}</row>`))).toMatch(/475,254 columns, .* 16,384 are/);
    const tall = Array.from({ length: 2000 }, (_, i) => `<row r="${i + 2}">${cell(`A${i + 2}`)}</row>`).join("");
    expect(refused(sheet(`<row r="1">${cell("XFD1")}</row>${tall}`))).toMatch(/32,784,384 cells, .* 20,000,000 are/);
  });
});

describe("a CSV that is hostile", () => {
  it("is refused beyond 256 MB, before it is decoded", () => {
    expect(refused(new Uint8Array(256 * 1024 * 1024 + 1), "a.csv")).toBe(
      "a.csv: the file has 257 MB, and 256 MB are allowed; split it, or leave out columns that are not needed",
    );
  });

  it(
    "is refused with a million columns, or more cells or rows than can be held",
    () => {
      const wide = Array.from({ length: 1e6 }, (_, j) => `c${j}`).join(";");
      expect(refused(encoded(wide), "a.csv")).toBe(
        "a.csv: the table has 1,000,000 columns, empty ones among them, and 16,384 are allowed; split the file, or delete what is not needed",
      );
      expect(refused(encoded(",".repeat(2.1e7)), "a.csv")).toMatch(/21,000,000 cells/);
      expect(refused(encoded("\n".repeat(6e6)), "a.csv")).toMatch(/6,000,000 rows/);
    },
    slow,
  );

  it(
    "reads as many columns as Excel has, and a hundred thousand empty rows",
    () => {
      expect(csv(Array.from({ length: 16_384 }, (_, j) => `c${j}`).join(";")).columns).toHaveLength(16_384);
      expect(csv(`a;b\n${"\n".repeat(1e5)}1;2\n`)).toMatchObject({ rows: [["1", "2"]], emptyRows: 1e5 });
    },
    slow,
  );

  it(
    "reads one line of 100 MB",
    () => {
      const line = new Uint8Array(1e8).fill(0x78);
      expect(read(line, "a.csv").columns[0]).toHaveLength(1e8);
    },
    slow,
  );

  it(
    "says the line of a wrong byte far down",
    () => {
      const bytes = new Uint8Array(3e7).fill(0x0a);
      bytes[bytes.length - 1] = 0;
      expect(refused(bytes, "a.csv")).toBe(
        "a.csv, line 30000000: character 0x00 does not belong in a text; the file is no CSV",
      );
    },
    slow,
  );

  it("is named on one line and shortly, whatever its name", () => {
    const name = (file: string) => refused(new Uint8Array(0), file).split(": the file is empty")[0];
    expect(name("../../etc/passwd")).toBe("../../etc/passwd");
    expect(name("a\0b\nc\u001B[31m\u202Ed.csv")).toBe("a b c [31m d.csv");
    expect(name("x".repeat(5000))).toBe(`${"x".repeat(159)}…`);
    expect(() => parseDictionary("", "a\nb.yaml")).toThrow(/^a b\.yaml, line 1/);
  });
});

describe("a YAML file that is hostile", () => {
  const fault = (text: string) => {
    try {
      parseDictionary(text, "d.yaml");
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("no error");
  };
  const laughs = (each: (before: string) => string) =>
    ["a0: &a0 [x, x]", ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} ${each(`*a${i}`)}`)].join("\n");

  it("is refused where aliases of aliases grow without end", () => {
    for (const each of [(a: string) => `[${a}, ${a}, ${a}]`, (a: string) => `{a: ${a}, b: ${a}}`])
      expect(fault(laughs(each))).toMatch(/^d\.yaml, line 1, column 1: not readable as YAML: Excessive alias count/);
  });

  it("is refused where it is nested without end", () => {
    for (const deep of ["[".repeat(20_000), "- ".repeat(20_000), "? ".repeat(20_000), "{a: ".repeat(20_000)])
      expect(fault(deep)).toMatch(/^d\.yaml, line 1, column \d+: not readable as YAML: nested too deeply$/);
  });

  it(
    "is refused beyond 2 MB, and read in bounded time below",
    () => {
      expect(fault(`title: ${"x".repeat(3e6)}`)).toBe(
        "d.yaml, line 1, column 1: the file has more than the 2 MB allowed",
      );
      expect(fault(Array.from({ length: 1e5 }, (_, i) => `k${i}: 1`).join("\n"))).toMatch(/“k0” is no key here/);
    },
    slow,
  );
});
