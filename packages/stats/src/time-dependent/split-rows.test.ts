import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRegression } from "../cox/cox-regression.js";
import { designMatrix } from "../cox/design-matrix.js";
import { kaplanMeier } from "../curves/kaplan-meier.js";
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

  it("refuses cuts that do not ascend and rows that cannot be", () => {
    const rows = { time: Float64Array.of(2), event: Uint8Array.of(1) };
    expect(() => splitRows(rows, [3, 3])).toThrow("cuts[1] is 3, cuts[0] is 3; the cuts must ascend");
    expect(() => splitRows(rows, [Number.NaN])).toThrow("cuts[0] is NaN");
    expect(() => splitRows({ ...rows, event: Uint8Array.of(2) }, [])).toThrow("event[0] is 2");
    expect(list(splitRows({ time: new Float64Array(0), event: new Uint8Array(0) }, [1]).time)).toEqual([]);
  });
});
