import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearPredictor } from "./cox-likelihood.js";
import { eachRiskSet, type RiskSet } from "./cox-risk-sets.js";
import { type CoxData, coxData } from "./cox-rows.js";
import { coxRowsOf, drawnRows } from "./fixtures/drawn-cox-rows.js";
import { expectClose } from "./fixtures/expect-close.js";

/** Each risk set by itself, its sums with e^η as it is. */
function plainSets({ n, p, x, event, weights, rank, entryRank, first }: CoxData, eta: Float64Array) {
  const strata = Array.from({ length: first.length - 1 }, (_, s) => s);
  const stratumOf = (i: number) => strata.findIndex((s) => first[s] <= i && i < first[s + 1]);
  const all = Array.from({ length: n }, (_, i) => i);
  const sums = (rows: number[]) => {
    const risk = (i: number) => weights[i] * Math.exp(eta[i]);
    const add = (of: (i: number) => number) => rows.reduce((sum, i) => sum + of(i), 0);
    const pairs = Array.from({ length: p }, (_, j) => Array.from({ length: j + 1 }, (_, k) => [j, k])).flat();
    return [
      add(risk),
      ...Array.from({ length: p }, (_, j) => add((i) => risk(i) * x[i * p + j])),
      ...pairs.map(([j, k]) => add((i) => risk(i) * x[i * p + j] * x[i * p + k])),
    ];
  };
  const keys = [...new Set(all.filter((i) => event[i]).map((i) => `${stratumOf(i)} ${rank[i]}`))];
  return new Map(
    keys.map((key) => {
      const [s, t] = key.split(" ").map(Number);
      const deaths = all.filter((i) => event[i] && stratumOf(i) === s && rank[i] === t);
      const atRisk = all.filter((i) => stratumOf(i) === s && rank[i] >= t && (!entryRank || entryRank[i] < t));
      return [key, { deaths: deaths.length, risk: sums(atRisk), event: sums(deaths) }];
    }),
  );
}

describe("eachRiskSet", () => {
  it("has at each event time the plain sums over the rows at risk and over the deaths", () => {
    const steep = fc.constantFrom(1, 40);
    fc.assert(
      fc.property(drawnRows(2, { maxLength: 20 }), steep, fc.boolean(), (drawn, slope, entries) => {
        const data = coxData(coxRowsOf(drawn, entries ? [] : ["entry"]));
        const eta = linearPredictor(data, Float64Array.of(slope, -slope / 2));
        const plain = plainSets(data, eta);
        let seen = 0;
        eachRiskSet(data, eta, (set: RiskSet) => {
          seen++;
          const expected = plain.get(`${set.stratum} ${set.rank}`)!;
          const scaled = (values: number[]) => values.map((value) => value / expected.risk[0]);
          const whole = Math.exp(set.shift) / expected.risk[0];
          expect(set.deaths).toBe(expected.deaths);
          const close = { rel: 1e-9, abs: 1e-11 };
          expectClose(
            [set.s0, ...set.s1, ...set.s2].map((v) => v * whole),
            scaled(expected.risk),
            close,
          );
          if (set.deaths > 1)
            expectClose(
              [set.e0, ...set.e1, ...set.e2].map((v) => v * whole),
              scaled(expected.event),
              close,
            );
        });
        expect(seen).toBe(plain.size);
      }),
    );
  });

  it("keeps the digits of the rows that are left when a row of e^30 times their risk leaves", () => {
    const row = (time: number, length: number, event: number, offset: number) => ({
      ...{ time, length, event, offset, weight: 1, stratum: 0, x: [time] },
    });
    // The large row is at risk from 4 to 5 only; at time 2 the sums are e^0.1 + e^0.2 + e^0.3.
    const data = coxData(coxRowsOf([row(2, 9, 1, 0.1), row(3, 9, 0, 0.2), row(9, 9, 0, 0.3), row(5, 1, 1, 30)]));
    const sums: number[] = [];
    eachRiskSet(data, linearPredictor(data, Float64Array.of(0)), (set) => sums.push(set.s0 * Math.exp(set.shift)));
    expectClose(sums, [Math.exp(30) + Math.exp(0.3), Math.exp(0.1) + Math.exp(0.2) + Math.exp(0.3)], { rel: 1e-14 });
  });
});
