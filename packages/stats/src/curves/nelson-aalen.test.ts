import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnSpells, inPieces, repeated, shuffled, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { eventTable } from "../rows/event-table.js";
import { kaplanMeier } from "./kaplan-meier.js";
import { nelsonAalen } from "./nelson-aalen.js";

// times 1, 1, 2+, 3, 3: at risk 5 with two events, 2 with two events
const rows = { time: Float64Array.of(1, 1, 2, 3, 3), event: Uint8Array.of(1, 1, 0, 1, 1) };

describe("nelsonAalen", () => {
  it("adds d/n, and takes survival as exp(−H)", () => {
    const [curve] = nelsonAalen(rows);
    [2 / 5, 2 / 5, 2 / 5 + 1].forEach((h, j) => {
      expect(curve.cumulativeHazard[j]).toBeCloseTo(h, 14);
      expect(curve.survival[j]).toBeCloseTo(Math.exp(-h), 14);
    });
    const error = Math.sqrt(2 / 25 + 2 / 4);
    expect(curve.cumulativeHazardStandardError[2]).toBeCloseTo(error, 14);
    expect(curve.standardError[2]).toBeCloseTo(Math.exp(-7 / 5) * error, 14);
  });

  it("breaks ties one after the other as Fleming and Harrington do", () => {
    const [curve] = nelsonAalen(rows, { hazardType: 2 });
    [9 / 20, 9 / 20, 9 / 20 + 3 / 2].forEach((h, j) => {
      expect(curve.cumulativeHazard[j]).toBeCloseTo(h, 14);
    });
    expect(curve.cumulativeHazardStandardError[2]).toBeCloseTo(Math.sqrt(1 / 25 + 1 / 16 + 1 / 4 + 1), 14);
  });

  it("shares the weight of tied events out evenly", () => {
    // two events of weights 1 and 2 among 4: d/m = 3/2, so (3/2)/4 + (3/2)/(5/2)
    const weights = Float64Array.of(1, 2, 1);
    const tied = { time: Float64Array.of(1, 1, 2), event: Uint8Array.of(1, 1, 0), weights };
    expect(nelsonAalen(tied, { hazardType: 2 })[0].cumulativeHazard[0]).toBeCloseTo(3 / 8 + 3 / 5, 14);
  });

  it("is robust by the jackknife of H", () => {
    // H = w₁/n: w₁ ∂H/∂w₁ = w₁w₂/n², w₂ ∂H/∂w₂ = −w₁w₂/n²
    const weights = Float64Array.of(1 / 2, 1);
    const [curve] = nelsonAalen({ time: Float64Array.of(1, 2), event: Uint8Array.of(1, 0), weights });
    expect(curve.cumulativeHazardStandardError[0]).toBeCloseTo((2 / 9) * Math.SQRT2, 14);
    expect(curve.standardError[0]).toBeCloseTo(Math.exp(-1 / 3) * (2 / 9) * Math.SQRT2, 14);
  });

  it("has zero robust error where one cluster holds all rows, for weights in common do not move H", () => {
    const [curve] = nelsonAalen({ ...rows, cluster: Int32Array.of(0, 0, 0, 0, 0) });
    for (const error of curve.cumulativeHazardStandardError) expect(error).toBeLessThan(1e-15);
  });

  it("gives 0 and 1 without events, and nothing without rows", () => {
    const [curve] = nelsonAalen({ time: Float64Array.of(4), event: Uint8Array.of(0) }, { groups: 2 });
    expect([curve.cumulativeHazard[0], curve.survival[0], curve.standardError[0]]).toEqual([0, 1, 0]);
    expect(nelsonAalen({ time: new Float64Array(0), event: new Uint8Array(0) })[0].time).toHaveLength(0);
  });

  it("refuses another type", () => {
    expect(() => nelsonAalen(rows, { hazardType: 3 as 1 })).toThrow("hazardType is 3; allowed are 1 and 2");
  });

  it("is Kaplan–Meier with survival type 1, and above it with type 2", () => {
    const row = fc.record({ time: fc.integer({ min: 1, max: 6 }), event: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (drawn) => {
        const random = {
          time: Float64Array.from(drawn, ({ time }) => time),
          event: Uint8Array.from(drawn, ({ event }) => event),
        };
        const [km] = kaplanMeier(random);
        expect(nelsonAalen(random, { survivalType: 1 })[0]).toEqual(km);
        const [plain] = nelsonAalen(random);
        const [stepwise] = nelsonAalen(random, { hazardType: 2 });
        for (let j = 0; j < km.time.length; j++) {
          expect(plain.survival[j]).toBeGreaterThanOrEqual(stepwise.survival[j]);
          expect(stepwise.survival[j]).toBeGreaterThanOrEqual(km.survival[j]);
        }
      }),
    );
  });

  const hazardType = fc.constantFrom<1 | 2>(1, 2);
  const figures = (of: Parameters<typeof nelsonAalen>[0], type: 1 | 2) =>
    nelsonAalen(of, { groups: 3, hazardType: type, robust: false }).flatMap((curve) =>
      [curve.cumulativeHazard, curve.cumulativeHazardStandardError, curve.survival].map((column) => Array.from(column)),
    );

  it("agrees with counting all rows anew at each time", () => {
    fc.assert(
      fc.property(drawnSpells(), hazardType, (drawn, type) => {
        const plain = [0, 1, 2].map((g) => {
          const own = drawn.filter(({ group }) => group === g);
          const add = (spells: typeof own) => spells.reduce((sum, { weight }) => sum + weight, 0);
          let [h, variance] = [0, 0];
          const times = [...new Set(own.map(({ time }) => time))].sort((a, b) => a - b);
          return times.map((t) => {
            const dying = own.filter(({ time, event }) => time === t && event === 1);
            const n = add(own.filter(({ time, length }) => time - length < t && t <= time));
            const d = add(dying);
            const steps = d === 0 ? 0 : type === 1 ? 1 : dying.length;
            for (let k = 0; k < steps; k++) {
              h += d / steps / (n - (k * d) / steps);
              variance += d / steps / (n - (k * d) / steps) ** 2;
            }
            return [h, Math.sqrt(variance), Math.exp(-h)];
          });
        });
        const columns = plain.flatMap((times) => [0, 1, 2].map((c) => times.map((figure) => figure[c])));
        figures(spellRows(drawn), type).forEach((column, k) => {
          expectClose(column, columns[k]);
        });
      }),
    );
  });

  it("gives rows and their event table the same curve, moves no digit with the order of the rows or the unit of time", () => {
    fc.assert(
      fc.property(shuffled(drawnSpells()), hazardType, ([drawn, other], type) => {
        const rows = spellRows(drawn);
        expect(figures(eventTable(rows), type)).toEqual(figures(rows, type));
        expect(figures(spellRows(other), type)).toEqual(figures(rows, type));
        expect(figures(spellRows(drawn, [], 30.4375), type)).toEqual(figures(rows, type));
      }),
    );
  });

  it("takes a whole weight for as many rows with d/n, and a follow-up in pieces for the whole", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 10 }), (drawn) => {
        const times8 = drawn.filter(({ weight }) => weight > 0).map((one) => ({ ...one, weight: one.weight * 8 }));
        figures(spellRows(repeated(drawn), ["weights"]), 1).forEach((column, k) => {
          expectClose(column, figures(spellRows(times8), 1)[k]);
        });
        const last = (of: typeof drawn) =>
          nelsonAalen(spellRows(of), { groups: 3, robust: false, hazardType: 2 }).map(
            ({ cumulativeHazard }) => cumulativeHazard.at(-1) ?? 0,
          );
        expectClose(last(inPieces(times8)), last(times8));
      }),
    );
  });
});
