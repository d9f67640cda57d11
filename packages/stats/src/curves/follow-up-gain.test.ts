import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followUpGain } from "./follow-up-gain.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { survivalAt } from "./survival-at.js";

interface Row {
  time: number;
  event: 0 | 1;
  until: number;
}

function columns(rows: readonly Row[]) {
  return {
    time: Float64Array.from(rows, ({ time }) => time),
    event: Uint8Array.from(rows, ({ event }) => event),
    until: Float64Array.from(rows, ({ until }) => until),
  };
}

function gainOf(rows: readonly Row[], at: number, confidenceLevel = 0.95) {
  const { time, event, until } = columns(rows);
  return followUpGain({ time, event }, { until, at, confidenceLevel });
}

/** z of 95 %. */
const z = 1.959963984540054;

/** Of the log-log interval, written out. */
function loglog(survival: number, variance: number): number {
  const ratio = Math.exp((z * Math.sqrt(variance)) / -Math.log(survival));
  return survival ** (1 / ratio) - survival ** ratio;
}

/** The width from a whole new curve. */
function plainWidth(rows: readonly Row[], at: number, confidenceLevel: number): number {
  const { time, event } = columns(rows);
  const [curve] = kaplanMeier({ time, event }, { confidenceLevel });
  const { survival, lower, upper } = survivalAt(curve, [at])[0];
  const isEstimable = Math.max(...time) >= at || survival === 0;
  return isEstimable && survival < 1 && survival > 0 ? upper - lower : 1;
}

/** What the formula says, each answer by a curve of its own. */
function plainGain(rows: readonly Row[], i: number, at: number, confidenceLevel: number): number {
  const { time: c, event: had, until } = rows[i];
  const u = Math.min(until, at);
  if (had === 1 || u <= c) return 0;
  const { time, event } = columns(rows);
  const [curve] = kaplanMeier({ time, event });
  const S = (t: number) => survivalAt(curve, [t])[0].survival;
  const answered = (row: Row) => plainWidth(rows.with(i, row), at, confidenceLevel);
  let expected = (S(u) / S(c)) * answered({ time: until, event: 0, until });
  curve.time.forEach((t, j) => {
    if (curve.eventCount[j] === 0 || t <= c || t > u) return;
    const before = j === 0 ? 1 : curve.survival[j - 1];
    expected += ((before - curve.survival[j]) / S(c)) * answered({ time: t, event: 1, until });
  });
  return plainWidth(rows, at, confidenceLevel) - expected;
}

const row = fc
  .record({
    time: fc.integer({ min: 0, max: 12 }),
    event: fc.constantFrom<0 | 1>(0, 0, 1),
    more: fc.integer({ min: -2, max: 12 }),
  })
  .map(({ time, event, more }): Row => ({ time, event, until: time + more }));

describe("followUpGain", () => {
  // Until 3: a death at 1, one censored at 3, and one censored at 0 of whom an answer could tell up to 3.
  const three: Row[] = [
    { time: 1, event: 1, until: 3 },
    { time: 3, event: 0, until: 3 },
    { time: 0, event: 0, until: 3 },
  ];

  it("gives the numbers of the documentation", () => {
    const { width, gain } = gainOf(three, 3);
    expect([width, gain[2]]).toEqual([expect.closeTo(0.9044, 4), expect.closeTo(0.0763, 4)]);
  });

  it("weighs the widths of the answers by the present curve", () => {
    // Now 1 of 2 dies: S 1/2, variance of log S 1/(2·1). With the third 2 of 3 or 1 of 3: each has probability 1/2.
    const { width, gain } = gainOf(three, 3);
    const now = loglog(1 / 2, 1 / 2);
    expect(width).toBeCloseTo(now, 14);
    expect(Array.from(gain)).toEqual([
      0,
      0,
      expect.closeTo(now - loglog(1 / 3, 2 / (3 * 1)) / 2 - loglog(2 / 3, 1 / (3 * 2)) / 2, 14),
    ]);
  });

  it("adds the row to those at risk from its censoring to the answer only", () => {
    // Deaths at 1, 2 and 4 of 5, 3 and 2 at risk; censored at 1 (tied: at risk there) and at 5. S(4) = 4/5 · 2/3 · 1/2.
    const rows: Row[] = [
      { time: 1, event: 1, until: 5 },
      { time: 1, event: 0, until: 3 },
      { time: 2, event: 1, until: 5 },
      { time: 4, event: 1, until: 5 },
      { time: 5, event: 0, until: 5 },
    ];
    const now = loglog(4 / 15, 1 / 20 + 1 / 6 + 1 / 2);
    // An answer up to 3: dead at 2 with probability 1/3, then 2 of 4; else 1 of 4.
    const dead = loglog((4 / 5) * (2 / 4) * (1 / 2), 1 / 20 + 2 / (4 * 2) + 1 / 2);
    const alive = loglog((4 / 5) * (3 / 4) * (1 / 2), 1 / 20 + 1 / 12 + 1 / 2);
    const { width, gain } = gainOf(rows, 5);
    expect(width).toBeCloseTo(now, 14);
    expect(gain[1]).toBeCloseTo(now - dead / 3 - (alive * 2) / 3, 14);
    expect(Array.from(gain).filter((value) => value !== 0)).toHaveLength(1);
  });

  it("counts no more than the way to the time of interest", () => {
    const far = three.map((one) => ({ ...one, until: 99 }));
    expect(gainOf(far, 3)).toEqual(gainOf(three, 3));
    const beyond: Row[] = [...three, { time: 3, event: 0, until: 99 }];
    expect(gainOf(beyond, 3).gain[3]).toBe(0);
    expect(gainOf([...three, { time: 2, event: 0, until: 3 }], 3).gain[3]).toBe(0);
  });

  it("takes the whole scale for the width where survival is not known yet", () => {
    // Nobody is seen at 3 now. Alive up to 3 gives 1 of 3; dead at 1 leaves it unknown; an answer up to 2 as well.
    const unseen: Row[] = [
      { time: 1, event: 1, until: 3 },
      { time: 2, event: 0, until: 2 },
      { time: 0, event: 0, until: 3 },
      { time: 0, event: 0, until: 2 },
    ];
    const { width, gain } = gainOf(unseen, 3);
    expect(width).toBe(1);
    expect(Array.from(gain)).toEqual([0, 0, expect.closeTo((1 - loglog(2 / 3, 1 / 6)) / 2, 14), 0]);
  });

  it("gains nothing without rows, without deaths, of the dead, and where all have died", () => {
    expect(gainOf([], 3)).toEqual({ width: 1, gain: new Float64Array(0) });
    expect(gainOf([{ time: 1, event: 0, until: 3 }], 3)).toEqual({ width: 1, gain: Float64Array.of(0) });
    expect(gainOf([{ time: 1, event: 1, until: 3 }], 3)).toEqual({ width: 1, gain: Float64Array.of(0) });
    const allDead: Row[] = [...three.slice(0, 1), { time: 2, event: 1, until: 3 }, { time: 0, event: 0, until: 3 }];
    expect(gainOf(allDead, 3)).toEqual({ width: 1, gain: new Float64Array(3) });
  });

  it("agrees with a new curve for each answer", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 14 }),
        fc.constantFrom(0.8, 0.95),
        (rows, at, level) => {
          const { width, gain } = gainOf(rows, at, level);
          expect(width).toBeCloseTo(plainWidth(rows, at, level), 12);
          rows.forEach((_, i) => {
            expect(gain[i]).toBeCloseTo(plainGain(rows, i, at, level), 12);
          });
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });

  it("gains nothing below 0 beyond round-off", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 14 }), (rows, at) => {
        for (const gain of gainOf(rows, at).gain) expect(gain).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const back = gainOf(rows.toReversed(), 8);
        expect(Array.from(back.gain).reverse()).toEqual(Array.from(gainOf(rows, 8).gain));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it("refuses what it cannot use", () => {
    const rows = { time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0) };
    expect(() => followUpGain(rows, { until: Float64Array.of(1), at: 2 })).toThrow("until has 1 rows, time has 2");
    expect(() => followUpGain(rows, { until: Float64Array.of(1, Number.NaN), at: 2 })).toThrow("until[1] is NaN");
    expect(() => followUpGain(rows, { until: Float64Array.of(1, 2), at: Number.NaN })).toThrow("at is NaN");
    const level = { until: Float64Array.of(1, 2), at: 2, confidenceLevel: 95 };
    expect(() => followUpGain(rows, level)).toThrow("confidenceLevel is 95");
  });
});
