import { describe, expect, it } from "vitest";
import { leftOutSentence, readCompleteRows, type WantedColumn } from "./complete-rows.js";
import { testIo } from "./fixtures/test-io.js";

const quiet = { says() {}, done() {} };

async function read(stdin: string, wanted: WantedColumn[]) {
  return readCompleteRows(testIo({ cwd: "/", stdin }), "-", wanted, quiet);
}

const time: WantedColumn = { option: "--time", name: "time", kind: "number", alone: true };
const label = (name: string): WantedColumn => ({ option: "--by", name, kind: "label", alone: false });

describe("readCompleteRows", () => {
  it("leaves out rows with an empty wanted cell, and counts each column's", async () => {
    const rows = await read("time,arm,site,note\n1,A,x,\n,A,,n\n3,,y,n\n4,B,y,n\n", [
      time,
      label("arm"),
      label("site"),
    ]);
    expect(rows).toMatchObject({ file: "standard input", n: 2, leftOut: { of: 4, rows: 2 } });
    expect(rows.leftOut.missing).toEqual([
      { column: "time", rows: 1 },
      { column: "arm", rows: 1 },
      { column: "site", rows: 1 },
    ]);
    expect(rows.numbers("time")).toEqual(Float64Array.of(1, 4));
    expect([rows.line(0), rows.line(1)]).toEqual([2, 5]);
    expect(leftOutSentence(rows.leftOut)).toBe(
      "Left out 2 of 4 rows: time is missing in 1, arm is missing in 1, site is missing in 1.\n",
    );
  });

  it("sorts labels: numbers by size, then others by their characters; a level that no complete row has is none", async () => {
    const rows = await read("time,dose\n1,b\n2,10\n3,9\n4,a\n,5\n5,9\n", [time, label("dose")]);
    expect(rows.labels("dose")).toEqual({ codes: Int32Array.of(3, 1, 0, 2, 0), labels: ["9", "10", "a", "b"] });
  });

  it("reads labels as numbers in the way of the file", async () => {
    const commas = await read("time;dose\n1;1,5\n2;1,25\n", [time, label("dose")]);
    expect(commas.labels("dose").labels).toEqual(["1,25", "1,5"]);
    expect(commas.numberOf("1,5")).toBe(1.5);
    const points = await read("time,dose\n1,2\n", [time, label("dose")]);
    expect(points.numberOf("1,5")).toBeNaN();
  });

  it("lets labels share a column, and nothing a column that stands alone, whichever comes first", async () => {
    const text = "time,arm\n1,A\n";
    expect((await read(text, [time, label("arm"), { ...label("arm"), option: "--strata" }])).n).toBe(1);
    for (const wanted of [
      [time, label("time")],
      [label("time"), time],
    ])
      await expect(read(text, wanted)).rejects.toThrow(
        `${wanted[1].option}: “time” is ${wanted[0].option} already; the two must be different columns`,
      );
  });
});
