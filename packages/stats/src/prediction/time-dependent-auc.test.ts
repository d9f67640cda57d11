import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { censoringWeights } from "./censoring-weights.js";
import { timeDependentAuc } from "./time-dependent-auc.js";

const four = { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 0, 1, 1) };
const drawn = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 8 })),
  { minLength: 3, maxLength: 20 },
);

describe("timeDependentAuc", () => {
  it("is the weighted share of pairs of an event by then and one later in which the event had the higher prediction, ties one half", () => {
    const at = (...p: number[]) => timeDependentAuc(four, [Float64Array.from(p)], [2.5])[0].auc;
    expect(at(0.9, 0, 0.5, 0.95)).toBeCloseTo(1 / 2, 12);
    expect(at(0.9, 0, 0.5, 0.9)).toBeCloseTo(3 / 4, 12);
    expect(at(0.9, 1, 0.5, 0.1)).toBeCloseTo(1, 12);
  });

  it("agrees with all pairs one by one", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const time = Float64Array.from(rows, ([t]) => t);
        const event = Uint8Array.from(rows, ([, e]) => e);
        const p = Float64Array.from(rows, ([, , value]) => value / 8);
        const [{ auc }] = timeDependentAuc({ time, event }, [p], [4.5]);
        const { weights, eventByThen, known } = censoringWeights({ time, event })(4.5);
        fc.pre(known);
        let [above, all] = [0, 0];
        for (let i = 0; i < rows.length; i++)
          for (let j = 0; j < rows.length; j++) {
            const isCase = (k: number) => eventByThen[k] === 1 && event[k] === 1;
            if (!isCase(i) || isCase(j)) continue;
            const pair = weights[i] * weights[j];
            all += pair;
            above += pair * (p[i] > p[j] ? 1 : p[i] === p[j] ? 0.5 : 0);
          }
        expectClose(auc, all > 0 ? above / all : Number.NaN, { rel: 1e-9 });
      }),
      { numRuns: 150 },
    );
  });

  it("depends on the predictions' order alone; its error too", () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const data = { time: Float64Array.from(rows, ([t]) => t), event: Uint8Array.from(rows, ([, e]) => e) };
        const p = Float64Array.from(rows, ([, , value]) => value / 8);
        const [one] = timeDependentAuc(data, [p], [4.5]);
        const [other] = timeDependentAuc(data, [p.map((v) => v ** 3 / 2)], [4.5]);
        expectClose([other.auc, other.standardError], [one.auc, one.standardError], { rel: 1e-9, abs: 1e-12 });
      }),
      { numRuns: 80 },
    );
  });

  it("is undefined without events by then, or without anyone beyond", () => {
    const p = [new Float64Array(4).fill(0.5)];
    expect(timeDependentAuc(four, p, [0.5])[0].auc).toBeNaN();
    expect(timeDependentAuc({ ...four, event: new Uint8Array(4).fill(1) }, p, [4])[0].auc).toBeNaN();
  });

  it("refuses what cannot be", () => {
    expect(() => timeDependentAuc(four, [], [1])).toThrow("predictions has 0 columns, times has 1 values");
    expect(() => timeDependentAuc(four, [new Float64Array(4)], [1], { cause: 300 })).toThrow("cause is 300");
  });
});
