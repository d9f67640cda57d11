import { describe, expect, it } from "vitest";
import { type Dress, plainText, textTable } from "./text-table.js";

describe("textTable", () => {
  const columns = [{ heading: "group" }, { heading: "n", align: "right" as const }, { heading: "why" }];

  it("aligns words to the left and numbers to the right, without spaces at the ends of lines", () => {
    expect(
      textTable(columns, [
        ["R0", "15", "a"],
        ["R1/R2", "8", ""],
      ]),
    ).toBe("group   n  why\nR0     15  a\nR1/R2   8\n");
  });

  it("counts characters as they are seen: an accent written apart is no column", () => {
    const lines = textTable(columns, [
      ["Mu\u0308ller", "1", "x"],
      ["Mueller", "1", "x"],
    ]).split("\n");
    expect(lines[1]).toBe("Mu\u0308ller   1  x");
    expect(lines[2]).toBe("Mueller  1  x");
  });

  it("dresses cells without losing their places", () => {
    const text = textTable(columns, [["R0", "1", "x"]], {
      dress: (cell, row, column) => (row === 0 && column === 0 ? `<${cell}>` : cell),
    });
    expect(text).toBe("group  n  why\n<R0   >  1  x\n");
  });

  it("gives a wide character two columns", () => {
    const lines = textTable(columns, [
      ["李小龙", "1", "x"],
      ["Mueller", "1", "x"],
    ]).split("\n");
    expect(lines.slice(1, 3)).toEqual(["李小龙   1  x", "Mueller  1  x"]);
  });

  const wide = [
    ["kind", "patient", "row", "why"],
    ["date-order", "P07", "8", "last seen before the resection of 1983-09-27"],
  ];
  const findings = (width: number, dress?: Dress) =>
    textTable(
      wide[0].map((heading) => ({ heading, align: heading === "row" ? ("right" as const) : undefined })),
      wide.slice(1),
      { width, dress },
    );

  it("goes on in further lines where the terminal is narrower", () => {
    expect(findings(200)).toBe(findings(Number.POSITIVE_INFINITY));
    expect(findings(48)).toBe(
      [
        "kind        patient  row  why",
        "date-order  P07        8  last seen before the",
        "                          resection of",
        "                          1983-09-27",
        "",
      ].join("\n"),
    );
  });

  it("gives each cell a line of its own where that is not enough", () => {
    expect(findings(24, (text, row, column) => (row === 0 && column === 1 ? `<${text}>` : text))).toBe(
      [
        "kind: date-order",
        "<patient: P07>",
        "row: 8",
        "why: last seen before",
        "the resection of",
        "1983-09-27",
        "",
      ].join("\n"),
    );
    const two = textTable(
      [{ heading: "a" }, { heading: "" }],
      [
        ["x".repeat(9), "1 2"],
        ["y", ""],
      ],
      { width: 9 },
    );
    expect(two).toBe("a:\nxxxxxxxxx\n1 2\n\na: y\n");
  });

  it("gives the headings alone without rows", () => {
    expect(textTable(columns, [])).toBe("group  n  why\n");
  });
});

describe("plainText", () => {
  it("takes escape sequences, line ends and direction marks from text of a file", () => {
    expect(plainText("a\u001b[31mb\r\nc\u202Ed")).toBe("a [31mb c d");
  });
});
