import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SurvivalRows } from "../rows/survival-rows.js";
import { nelsonAalen } from "./nelson-aalen.js";
import { survivalInfluence } from "./survival-influence.js";

const row = fc.record({
  time: fc.integer({ min: -2, max: 8 }),
  length: fc.integer({ min: 1, max: 7 }),
  event: fc.integer({ min: 0, max: 1 }),
  group: fc.integer({ min: 0, max: 1 }),
  weight: fc.constantFrom(0, 0.1, 0.5, 1, 10),
  cluster: fc.integer({ min: 0, max: 6 }),
});

/** The errors by their definition: each cluster's weighted derivatives added up, squared and added up again. */
function slowErrors(rows: SurvivalRows, of: "survival" | "cumulativeHazard", type: 1 | 2, hazardType: 1 | 2) {
  return survivalInfluence(rows, { groups: 2, of, survivalType: type, hazardType }).map((group) =>
    Array.from(group.time, (_, j) => {
      const sums = new Map<number, number>();
      group.rows.forEach((i, k) => {
        const cluster = rows.cluster ? rows.cluster[i] : i;
        const own = group.values[j * group.rows.length + k] * (rows.weights ? rows.weights[i] : 1);
        sums.set(cluster, (sums.get(cluster) ?? 0) + own);
      });
      return Math.sqrt([...sums.values()].reduce((sum, u) => sum + u * u, 0));
    }),
  );
}

describe("the infinitesimal jackknife", () => {
  it("adds up to the errors of its definition, clustered or not, truncated or not", () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<1 | 2>(1, 2),
        fc.constantFrom<1 | 2>(1, 2),
        (drawn, truncated, clustered, survivalType, hazardType) => {
          const rows: SurvivalRows = {
            time: Float64Array.from(drawn, ({ time }) => time),
            event: Uint8Array.from(drawn, ({ event }) => event),
            group: Int32Array.from(drawn, ({ group }) => group),
            weights: Float64Array.from(drawn, ({ weight }) => weight),
            ...(truncated ? { entry: Float64Array.from(drawn, ({ time, length }) => time - length) } : {}),
            ...(clustered ? { cluster: Int32Array.from(drawn, ({ cluster }) => cluster) } : {}),
          };
          const curves = nelsonAalen(rows, { groups: 2, survivalType, hazardType, robust: true });
          const survival = slowErrors(rows, "survival", survivalType, hazardType);
          const hazard = slowErrors(rows, "cumulativeHazard", survivalType, hazardType);
          curves.forEach((curve, g) => {
            survival[g].forEach((error, j) => {
              expect(Math.abs(curve.standardError[j] - error)).toBeLessThanOrEqual(1e-9 * error + 1e-12);
            });
            hazard[g].forEach((error, j) => {
              expect(Math.abs(curve.cumulativeHazardStandardError[j] - error)).toBeLessThanOrEqual(
                1e-9 * error + 1e-12,
              );
            });
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is Greenwood's error where every row is its own cluster, has weight 1 and nobody is censored", () => {
    const rows = { time: Float64Array.of(1, 2, 2, 4, 5), event: Uint8Array.of(1, 1, 1, 1, 1) };
    const robust = nelsonAalen(rows, { survivalType: 1, robust: true })[0];
    const model = nelsonAalen(rows, { survivalType: 1, robust: false })[0];
    for (let j = 0; j < 3; j++) expect(robust.standardError[j]).toBeCloseTo(model.standardError[j], 14);
    expect(robust.standardError[3]).toBe(0);
  });

  it("keeps its digits where nearly all of the weight has left", () => {
    const n = 400;
    const rows = {
      time: Float64Array.from({ length: n }, (_, i) => i + 1),
      event: Uint8Array.from({ length: n }, (_, i) => i % 2),
      weights: Float64Array.from({ length: n }, (_, i) => 10 ** (6 - (12 * i) / n)),
    };
    const errors = slowErrors(rows, "survival", 1, 1)[0];
    nelsonAalen(rows, { survivalType: 1 })[0].standardError.forEach((error, j) => {
      expect(Math.abs(error - errors[j])).toBeLessThanOrEqual(1e-9 * errors[j]);
    });
  });
});
