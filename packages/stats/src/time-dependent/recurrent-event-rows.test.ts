import { describe, expect, it } from "vitest";
import { recurrentEventRows } from "./recurrent-event-rows.js";

const list = (values: ArrayLike<number>) => Array.from(values);
/** Subject 0: followed to 10, events at 3 and 7. Subject 1: followed from 1 to 6, event at its end. Subject 2: none. */
const subjects = { time: Float64Array.of(10, 6, 5), entry: Float64Array.of(0, 1, 0) };
const events = { subject: Int32Array.of(0, 1, 0), time: Float64Array.of(7, 6, 3) };
const rowsOf = (options: Parameters<typeof recurrentEventRows>[2]) => {
  const { subject, entry, time, event, stratum } = recurrentEventRows(subjects, events, options);
  return list(subject).map((s, k) => [s, entry[k], time[k], event[k], stratum[k]]);
};

describe("recurrentEventRows", () => {
  it("gives a row for each event and one for what follows the last", () => {
    const expected = [
      [0, 0, 3, 1, 0],
      [0, 3, 7, 1, 1],
      [0, 7, 10, 0, 2],
      [1, 1, 6, 1, 0],
      [2, 0, 5, 0, 0],
    ];
    expect(rowsOf({})).toEqual(expected);
    expect(rowsOf({ model: "pwp-total" })).toEqual(expected);
  });

  it("counts time from the event before for gap times", () => {
    expect(rowsOf({ model: "pwp-gap" })).toEqual([
      [0, 0, 3, 1, 0],
      [0, 0, 4, 1, 1],
      [0, 0, 3, 0, 2],
      [1, 0, 5, 1, 0],
      [2, 0, 5, 0, 0],
    ]);
  });

  it("has everybody at risk of every event from the start in the marginal model", () => {
    expect(rowsOf({ model: "wlw" })).toEqual([
      [0, 0, 3, 1, 0],
      [0, 0, 7, 1, 1],
      [1, 1, 6, 1, 0],
      [1, 1, 6, 0, 1],
      [2, 0, 5, 0, 0],
      [2, 0, 5, 0, 1],
    ]);
  });

  it("ends with the largest number of events to be analysed", () => {
    expect(rowsOf({ maximumEvents: 1 })).toEqual([
      [0, 0, 3, 1, 0],
      [1, 1, 6, 1, 0],
      [2, 0, 5, 0, 0],
    ]);
    expect(rowsOf({ model: "wlw", maximumEvents: 1 })).toEqual(rowsOf({ maximumEvents: 1 }));
  });

  it("refuses events outside the follow-up, twice on a date, of nobody", () => {
    const made =
      (subject: number[], time: number[], options = {}) =>
      () =>
        recurrentEventRows(subjects, { subject: Int32Array.from(subject), time: Float64Array.from(time) }, options);
    expect(made([1], [1])).toThrow(
      "the event at 1 (row 0) lies outside the follow-up of subject 1, which is from 1 to 6",
    );
    expect(made([0], [11])).toThrow("the event at 11 (row 0) lies outside");
    expect(made([0, 0], [4, 4])).toThrow("subject 0 has two events at 4");
    expect(made([3], [4])).toThrow("events: subject[0] is 3; the subjects followed are 0 to 2");
    expect(made([0], [Number.NaN])).toThrow("events: time[0] is NaN");
    expect(made([], [], { model: "ag" })).toThrow("model is “ag”; allowed are andersen-gill");
    expect(made([], [], { maximumEvents: 0 })).toThrow("maximumEvents is 0");
    expect(() =>
      recurrentEventRows({ time: Float64Array.of(0) }, { subject: new Int32Array(0), time: new Float64Array(0) }),
    ).toThrow("subject 0 is followed from 0 to 0; follow-up must end after its start");
  });
});
