import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSubjectRows } from "../rows/subject-rows.js";
import { countingProcessRows } from "./counting-process-rows.js";
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

  it("censors once more where fewer events than the maximum were seen, and takes an event at the end but for round-off for its end", () => {
    const followed = { time: Float64Array.of(0.3) };
    const made = recurrentEventRows(followed, { subject: Int32Array.of(0), time: Float64Array.of(0.1 + 0.2) });
    expect([made.entry, made.time, made.event].map(list)).toEqual([[0], [0.3], [1]]);
    expect(rowsOf({ maximumEvents: 5 })).toEqual(rowsOf({}));
    expect(rowsOf({ maximumEvents: 2 })).toEqual(rowsOf({}).filter(([, , , , stratum]) => stratum < 2));
  });

  it("has one row a subject without events, and none without subjects", () => {
    const none = { subject: new Int32Array(0), time: new Float64Array(0) };
    for (const model of ["andersen-gill", "pwp-total", "pwp-gap", "wlw"] as const) {
      const made = recurrentEventRows({ time: Float64Array.of(4, 2) }, none, { model });
      expect([made.subject, made.entry, made.time, made.event, made.stratum].map(list)).toEqual([
        [0, 1],
        [0, 0],
        [4, 2],
        [0, 0],
        [0, 0],
      ]);
      expect(recurrentEventRows({ time: new Float64Array(0) }, none, { model }).time).toHaveLength(0);
      expect(Object.isFrozen(made)).toBe(true);
    }
  });

  it("takes very many subjects", () => {
    const n = 200_000;
    const none = { subject: new Int32Array(0), time: new Float64Array(0) };
    expect(recurrentEventRows({ time: new Float64Array(n).fill(1) }, none).time).toHaveLength(n);
  });

  const drawn = fc.array(
    fc.record({
      start: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 8 }),
      at: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const shaped = (histories: { start: number; length: number; at: number[] }[], unit = 1) => ({
    followed: {
      time: Float64Array.from(histories, ({ start, length }) => (start + length) * unit),
      entry: Float64Array.from(histories, ({ start }) => start * unit),
    },
    dated: histories.flatMap(({ start, length, at }, i) =>
      at.filter((t) => t <= length).map((t) => ({ subject: i, time: (start + t) * unit })),
    ),
  });
  const eventsOf = (dated: { subject: number; time: number }[]) => ({
    subject: Int32Array.from(dated, ({ subject }) => subject),
    time: Float64Array.from(dated, ({ time }) => time),
  });

  it("has the rows of dated events for andersen-gill, whose running number is the stratum", () => {
    fc.assert(
      fc.property(drawn, (histories) => {
        const { followed, dated } = shaped(histories);
        const of = eventsOf(dated);
        const made = recurrentEventRows(followed, of);
        const merged = countingProcessRows(followed, [
          { type: "event", name: "event", ...of },
          { type: "cumulative-covariate", name: "before", ...of },
        ]);
        expect([made.subject, made.entry, made.time, made.event, made.stratum].map(list)).toEqual(
          [merged.subject, merged.entry, merged.time, merged.columns.event, merged.columns.before].map(list),
        );
      }),
    );
  });

  it("keeps time at risk and events whatever the order of the events, and scales with the times alone", () => {
    const models = fc.constantFrom("andersen-gill", "pwp-total", "pwp-gap", "wlw" as const);
    fc.assert(
      fc.property(
        drawn,
        models,
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        (histories, model, maximumEvents) => {
          const { followed, dated } = shaped(histories);
          const options = { model, maximumEvents } as const;
          const made = recurrentEventRows(followed, eventsOf(dated), options);
          expect(recurrentEventRows(followed, eventsOf(dated.toReversed()), options)).toEqual(made);
          const months = shaped(histories, 30.5);
          const scaled = recurrentEventRows(months.followed, eventsOf(months.dated), options);
          expect(list(scaled.time)).toEqual(list(made.time).map((t) => t * 30.5));
          expect([scaled.event, scaled.stratum, scaled.subject]).toEqual([made.event, made.stratum, made.subject]);
          if (maximumEvents === undefined) expect(list(made.event).reduce((a, b) => a + b, 0)).toBe(dated.length);
          const { event: _, ...spells } = { ...made, id: made.subject, strata: made.stratum };
          expect(() => checkSubjectRows(spells)).not.toThrow();
          const atRisk = list(made.time).reduce((sum, t, k) => sum + t - made.entry[k], 0);
          if (model !== "wlw" && maximumEvents === undefined)
            expect(atRisk).toBe(histories.reduce((sum, { length }) => sum + length, 0));
        },
      ),
    );
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
