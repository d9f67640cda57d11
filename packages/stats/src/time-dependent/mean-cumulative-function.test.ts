import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { meanCumulativeFunction } from "./mean-cumulative-function.js";
import { recurrentEventRows } from "./recurrent-event-rows.js";

/** Three subjects to 10; events of 0 at 2 and 6, of 1 at 4; 2 leaves at 5. */
const { subject: id, ...rows } = recurrentEventRows(
  { time: Float64Array.of(10, 10, 5) },
  { subject: Int32Array.of(0, 0, 1), time: Float64Array.of(2, 6, 4) },
);
const { time, event, entry } = rows;

describe("meanCumulativeFunction", () => {
  it("adds up events over those at risk, whatever they had before", () => {
    const [m] = meanCumulativeFunction({ time, event, entry, id });
    const at = (t: number) => m.time.indexOf(t);
    // 1/3 at 2, 1/3 at 4, 1/2 at 6
    expectClose(
      [2, 4, 6].map((t) => m.estimate[at(t)]),
      [1 / 3, 2 / 3, 7 / 6],
    );
    expect(m).toMatchObject({ subjects: 3, events: 3 });
  });

  it("has Lawless and Nadeau's variance, which adds up each subject's own deviations", () => {
    const [m] = meanCumulativeFunction({ time, event, entry, id });
    // at 2: (2/9)² + 2 (1/9)² ; at 6: subject 0: 2/9 − 1/9 + ¼, subject 1: −1/9 + 2/9 − ¼, subject 2: −2/9
    const sum = (parts: number[]) => Math.sqrt(parts.reduce((total, part) => total + part ** 2, 0));
    expect(m.standardError[m.time.indexOf(2)]).toBeCloseTo(sum([2 / 9, 1 / 9, 1 / 9]), 12);
    expect(m.standardError[m.time.indexOf(6)]).toBeCloseTo(sum([1 / 9 + 1 / 4, 1 / 9 - 1 / 4, -2 / 9]), 12);
    const k = m.time.indexOf(6);
    expect(m.upper[k]).toBeCloseTo(
      m.estimate[k] * Math.exp((1.959963984540054 * m.standardError[k]) / m.estimate[k]),
      12,
    );
  });

  it("has one curve a group", () => {
    const group = Int32Array.from(id, (code) => (code === 2 ? 1 : 0));
    const [a, b] = meanCumulativeFunction({ time, event, entry, id, group });
    expectClose([a.estimate.at(-1)!, b.estimate.at(-1)!], [3 / 2, 0]);
    expect([a.subjects, b.subjects]).toEqual([2, 1]);
    expect(b.lower.at(-1)).toBeNaN();
  });

  it("refuses rows of one subject that overlap, and a level that is none", () => {
    expect(() => meanCumulativeFunction({ time, event, entry: new Float64Array(time.length), id })).toThrow(
      "rows 0 and 1 of subject 0 overlap: time[0] is 2, entry[1] is 0",
    );
    expect(() => meanCumulativeFunction({ time, event, entry, id }, { confidenceLevel: 1 })).toThrow(
      "confidenceLevel is 1",
    );
  });

  it("is empty without rows", () => {
    const none = new Float64Array(0);
    const [m] = meanCumulativeFunction({ time: none, event: new Uint8Array(0), entry: none, id: new Int32Array(0) });
    expect(m.subjects).toBe(0);
    expect(m.time.length).toBe(0);
  });
});
