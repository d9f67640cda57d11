import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { kaplanMeier } from "../curves/kaplan-meier.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { splitRows } from "./split-rows.js";

const list = (values: ArrayLike<number>) => Array.from(values);

describe("splitRows", () => {
  it("cuts rows inside, and gives the event to the last piece", () => {
    // as survSplit(Surv(time, event) ~ ., cut = c(3, 6))
    const made = splitRows({ time: Float64Array.of(2, 6, 8), event: Uint8Array.of(1, 0, 1) }, [3, 6]);
    expect([made.source, made.entry, made.time, made.event, made.episode].map(list)).toEqual([
      [0, 1, 1, 2, 2, 2],
      [0, 0, 3, 0, 3, 6],
      [2, 3, 6, 3, 6, 8],
      [1, 0, 0, 0, 0, 1],
      [0, 0, 1, 0, 1, 2],
    ]);
  });

  it("begins in the episode of the row's entry", () => {
    const made = splitRows({ time: Float64Array.of(8), event: Uint8Array.of(1), entry: Float64Array.of(3) }, [3, 6]);
    expect([made.entry, made.time, made.episode].map(list)).toEqual([
      [3, 6],
      [6, 8],
      [1, 2],
    ]);
  });

  it("changes no curve and no Cox model", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.integer({ min: 0, max: 3 })), {
      minLength: 4,
      maxLength: 20,
    });
    fc.assert(
      fc.property(rows, fc.uniqueArray(fc.integer({ min: 0, max: 13 }), { maxLength: 4 }), (drawn, cuts) => {
        const time = Float64Array.from(drawn, ([t]) => t);
        const event = Uint8Array.from(drawn, ([, e]) => Number(e));
        const made = splitRows(
          { time, event },
          cuts.toSorted((a, b) => a - b),
        );
        const at = (curve: ReturnType<typeof kaplanMeier>[0]) =>
          list(curve.time).flatMap((t, k) => (curve.eventCount[k] ? [t, curve.survival[k]] : []));
        const entry = new Float64Array(time.length);
        expectClose(at(kaplanMeier(made)[0]), at(kaplanMeier({ time, event, entry })[0]), { rel: 1e-12 });
        const design = (of: ArrayLike<number>) =>
          designMatrix(of.length, [{ type: "numeric", name: "x", values: Float64Array.from(of, (i) => drawn[i][2]) }]);
        const whole = coxRegression({ time, event, design: design(drawn.map((_, i) => i)) });
        const split = coxRegression({ ...made, design: design(made.source) });
        expect(split.logLikelihood.fitted).toBeCloseTo(whole.logLikelihood.fitted, 9);
      }),
      { numRuns: 60 },
    );
  });

  it("cuts nothing at a row's own start or end, by round-off either", () => {
    const rows = {
      time: Float64Array.of(0.1 + 0.2, 1),
      event: Uint8Array.of(1, 1),
      entry: Float64Array.of(0, 0.1 + 0.2),
    };
    const made = splitRows(rows, [0, 0.3, 1]);
    expect([made.source, made.entry, made.time, made.episode].map(list)).toEqual([
      [0, 1],
      [0, 0.1 + 0.2],
      [0.1 + 0.2, 1],
      [1, 2],
    ]);
    expect(Object.isFrozen(made)).toBe(true);
  });

  it("agrees with asking of every piece what it is of, and scales with the times", () => {
    fc.assert(
      fc.property(drawnSpells(), fc.uniqueArray(fc.integer({ min: -4, max: 9 }), { maxLength: 4 }), (drawn, given) => {
        const rows = spellRows(drawn);
        const cuts = given.toSorted((a, b) => a - b);
        const made = splitRows(rows, cuts);
        const pieces = drawn.flatMap(({ time, length, event }, i) => {
          const ends = [...cuts.filter((c) => c > time - length && c < time), time];
          return ends.map((end, k) => {
            const entry = k === 0 ? time - length : ends[k - 1];
            return [i, entry, end, end === time ? event : 0, cuts.filter((c) => c <= entry).length];
          });
        });
        const found = list(made.source).map((i, k) => [i, made.entry[k], made.time[k], made.event[k], made.episode[k]]);
        expect(found).toEqual(pieces);
        const scaled = splitRows(
          spellRows(drawn, [], 30.4375),
          cuts.map((c) => c * 30.4375),
        );
        expect(list(scaled.time)).toEqual(list(made.time).map((t) => t * 30.4375));
        expect(scaled.episode).toEqual(made.episode);
      }),
    );
  });

  it("refuses cuts that do not ascend and rows that cannot be", () => {
    const rows = { time: Float64Array.of(2), event: Uint8Array.of(1) };
    expect(() => splitRows(rows, [3, 3])).toThrow("cuts[1] is 3, cuts[0] is 3; the cuts must ascend");
    expect(() => splitRows(rows, [Number.NaN])).toThrow("cuts[0] is NaN");
    expect(() => splitRows({ ...rows, event: Uint8Array.of(2) }, [])).toThrow("event[0] is 2");
    expect(list(splitRows({ time: new Float64Array(0), event: new Uint8Array(0) }, [1]).time)).toEqual([]);
  });
});
