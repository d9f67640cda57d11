import { describe, expect, it } from "vitest";
import * as stats from "./index.js";

interface Rows {
  time: Float64Array;
  event: Uint8Array;
  group: Int32Array;
  x: Float64Array;
}

const rowsOf = (time: number[], event: number[], x: number[] = time.map((_, i) => (i * 5) % 7)): Rows => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
  group: Int32Array.from(time, (_, i) => i % 2),
  x: Float64Array.from(x),
});
const cox = ({ time, event, x }: Rows) => ({
  time,
  event,
  design: stats.designMatrix(time.length, [{ type: "numeric", name: "x", values: x }]),
});
const half = ({ time }: Rows) => [new Float64Array(time.length).fill(0.5)];
const aft = (rows: Rows) => ({ ...stats.rightCensored(rows.time, rows.event), design: cox(rows).design });

/** Every method of rows, on the same kind of rows. */
const methods: Record<string, (rows: Rows) => unknown> = {
  kaplanMeier: ({ time, event, group }) => stats.kaplanMeier({ time, event, group }),
  nelsonAalen: ({ time, event }) => stats.nelsonAalen({ time, event }),
  reverseKaplanMeier: ({ time, event }) => stats.reverseKaplanMeier({ time, event }),
  logRank: ({ time, event, group }) => stats.logRank({ time, event, group }),
  logRankWeighted: ({ time, event, group }) => stats.logRankWeighted({ time, event, group }, { weights: "peto-peto" }),
  coxRegression: (rows) => stats.coxRegression(cox(rows)),
  "coxRegression, exact": (rows) => stats.coxRegression(cox(rows), { ties: "exact" }),
  coxFirth: (rows) => stats.coxFirth(cox(rows)),
  coxRidge: (rows) => stats.coxRidge(cox(rows), { theta: 1 }),
  coxLasso: (rows) => stats.coxLasso(cox(rows), { lambda: [0.05] }),
  coxFrailty: (rows) => stats.coxFrailty({ ...cox(rows), group: rows.group }, { theta: 0.5 }),
  coxResiduals: (rows) => stats.coxResiduals(cox(rows), stats.coxRegression(cox(rows))),
  coxSurvival: (rows) => stats.coxSurvival(cox(rows), stats.coxRegression(cox(rows)), cox(rowsOf([1], [0])).design),
  proportionalHazardsTest: (rows) => stats.proportionalHazardsTest(cox(rows), stats.coxRegression(cox(rows))),
  concordance: ({ time, event, x }) => stats.concordance({ time, event, score: x }),
  roystonD: (rows) => stats.roystonD(cox(rows), stats.coxRegression(cox(rows))),
  aalenAdditive: (rows) => stats.aalenAdditive(cox(rows)),
  aalenJohansen: ({ time, event }) => stats.aalenJohansen({ time, to: Int32Array.from(event, (e) => e || -1) }),
  cumulativeIncidence: ({ time, event }) => stats.cumulativeIncidence({ time, event }),
  grayTest: ({ time, event, group }) => stats.grayTest({ time, event, group }),
  "fineGray, crr": (rows) => stats.fineGray(cox(rows)),
  "fineGray, weighted-cox": (rows) => stats.fineGray(cox(rows), { estimator: "weighted-cox" }),
  "acceleratedFailureTime, Weibull": (rows) => stats.acceleratedFailureTime(aft(rows)),
  "acceleratedFailureTime, lognormal": (rows) => stats.acceleratedFailureTime(aft(rows), { distribution: "lognormal" }),
  turnbull: ({ time, event }) => stats.turnbull(stats.rightCensored(time, event)),
  brierScore: (rows) => stats.brierScore(rows, half(rows), [2.5]),
  timeDependentAuc: (rows) => stats.timeDependentAuc(rows, half(rows), [2.5]),
  censoringDistribution: ({ time, event }) => stats.censoringDistribution({ time, event }),
  ipcwWeights: ({ time, event }) => stats.ipcwWeights({ time, event }, [2.5]),
  logisticRegression: (rows) => stats.logisticRegression({ outcome: rows.event, design: cox(rows).design }),
  logisticFirth: (rows) => stats.logisticFirth({ outcome: rows.event, design: cox(rows).design }),
  splitRows: (rows) => stats.splitRows(rows, [2]),
  landmarkRows: (rows) => stats.landmarkRows(rows, [1.5]),
  meanCumulativeFunction: ({ time, event }) =>
    stats.meanCumulativeFunction({
      time,
      event,
      entry: time.map((t) => t - 1),
      id: Int32Array.from(time, (_, i) => i),
    }),
};
const names = Object.keys(methods);
const withoutTime = ["logisticRegression", "logisticFirth"];

/** All numbers of a result, in the order of its keys. */
function figures(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "boolean") return [Number(value)];
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (value !== null && typeof value === "object")
    return Object.entries(value)
      .filter(([key]) => key !== "iterations")
      .flatMap(([, entry]) => figures(entry));
  return [];
}

/** A sentence of ours: it tells where, what was found and what is allowed. */
const sentence = /; it (must|needs)|needs (at least as|more) (many )?rows/;

describe.each(names)("%s", (name) => {
  const method = methods[name];

  it("answers tables of no, one and two rows, or says why it cannot", () => {
    const small = [
      rowsOf([], []),
      ...[0, 1].map((event) => rowsOf([3], [event])),
      ...[
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ].flatMap((event) => [rowsOf([1, 2], event), rowsOf([2, 2], event)]),
    ];
    for (const rows of small)
      try {
        method(rows);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(sentence);
      }
  });

  it("answers where there is no event, where all are tied, and where a group has none", () => {
    expect(() => method(rowsOf([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]))).not.toThrow();
    expect(() => method(rowsOf([2, 2, 2, 2, 2, 2], [1, 0, 1, 1, 0, 1]))).not.toThrow();
    expect(() => method(rowsOf([2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 1, 1]))).not.toThrow();
    expect(() => method(rowsOf([1, 2, 3, 4, 5, 6], [0, 1, 0, 1, 0, 1]))).not.toThrow();
  });

  it("takes times that differ in the 15th digit for one", () => {
    const time = [1, 2, 2, 3, 3, 3, 5, 6];
    const event = [1, 1, 0, 1, 1, 0, 1, 0];
    const nearly = time.map((t, i) => t * (1 + (i % 3) * 4e-16));
    const [one, other] = [time, nearly].map((times) => figures(method(rowsOf(times, event))));
    expect(other.length).toBe(one.length);
    one.forEach((value, k) => {
      if (Number.isNaN(value)) expect(other[k]).toBeNaN();
      else if (Math.abs(value) !== Number.POSITIVE_INFINITY)
        expect(Math.abs(other[k] - value)).toBeLessThanOrEqual(1e-9 + 1e-9 * Math.abs(value));
    });
  });

  if (!withoutTime.includes(name))
    it("refuses a time that is not finite, naming the row and the value", () => {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
        expect(() => method(rowsOf([1, bad, 3, 4], [1, 1, 0, 1]))).toThrow(
          new RegExp(`(time|lower|entry)\\[1\\] is ${bad}`),
        );
    });

  it("changes none of its inputs", () => {
    const rows = rowsOf([1, 2, 2, 3, 5, 6, 7, 7], [1, 1, 0, 1, 1, 0, 1, 0]);
    const before = structuredClone(rows);
    method(rows);
    expect(rows).toEqual(before);
  });

  it("gives the same bytes twice", () => {
    const rows = rowsOf([1, 2, 2, 3, 5, 6, 7, 7], [1, 1, 0, 1, 1, 0, 1, 0]);
    expect(figures(method(rows))).toEqual(figures(method(rows)));
  });
});

describe("a wild covariate in a row that no event finds at risk", () => {
  it.each(["coxRegression", "coxRegression, exact", "coxFirth", "coxRidge", "coxFrailty"])(
    "does not move %s",
    (name) => {
      const calm = rowsOf([1, 2, 3, 3, 5, 6, 8, 9], [0, 1, 1, 1, 0, 1, 1, 0], [1, 3, 1, 4, 1, 5, 2, 6]);
      const wild = { ...calm, x: calm.x.with(0, 1e200) };
      const of = (rows: Rows) => (methods[name](rows) as { coefficients: Float64Array }).coefficients[0];
      if (name === "coxRidge") {
        // Its penalty is scaled by the spread of all rows; unscaled it is not.
        const unscaled = (rows: Rows) => stats.coxRidge(cox(rows), { theta: 1, scale: false }).coefficients[0];
        expect(unscaled(wild)).toBeCloseTo(unscaled(calm), 10);
      } else expect(of(wild)).toBeCloseTo(of(calm), 10);
    },
  );
});
