import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coxRowsOf, drawnRows } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { linearPredictor } from "./cox-likelihood.js";
import { eachRiskSet, type RiskSet } from "./cox-risk-sets.js";
import { type CoxData, coxData } from "./cox-rows.js";

/** Each risk set by itself, its sums with e^η as it is; with levels those of its highest. */
function plainSets({ n, p, x, event, weights, rank, entryRank, first, level }: CoxData, eta: Float64Array) {
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
      const highest = Math.max(...atRisk.map((i) => level?.[i] ?? 0));
      const counted = atRisk.filter((i) => (level?.[i] ?? 0) === highest);
      return [key, { deaths: deaths.length, risk: sums(counted), event: sums(deaths) }];
    }),
  );
}

describe("eachRiskSet", () => {
  const kind = fc.record({ slope: fc.constantFrom(1, 40), entries: fc.boolean(), levels: fc.boolean() });

  it("has at each event time the plain sums over the rows at risk and over the deaths", () => {
    fc.assert(
      fc.property(drawnRows(2, { maxLength: 20 }), kind, (drawn, { slope, entries, levels }) => {
        const data = coxData(coxRowsOf(drawn, entries ? [] : ["entry"]));
        // No row at risk is above a death, as where a likelihood is taken to its limit.
        const below = (i: number) => (data.event[i] ? 0 : drawn[data.source[i]].weight % 2);
        const end = (i: number) => drawn[data.source[i]].time;
        if (levels) data.level = Int32Array.from(data.rank, (_, i) => 4 - Math.floor((end(i) + 1) / 2) - below(i) + 1);
        const eta = linearPredictor(data, Float64Array.of(slope, -slope / 2));
        const plain = plainSets(data, eta);
        let seen = 0;
        eachRiskSet(data, eta, (set: RiskSet) => {
          seen++;
          const { deaths, risk, event } = plain.get(`${set.stratum} ${set.rank}`)!;
          const close = { rel: 1e-9, abs: 1e-11 };
          const shares = (values: number[], by: number) => values.map((value) => value * by);
          const own = Math.exp(set.shift) / risk[0];
          expect(set.deaths).toBe(deaths);
          expectClose(shares([set.s0, ...set.s1, ...set.s2], own), shares(risk, 1 / risk[0]), close);
          if (deaths > 1) expectClose(shares([set.e0, ...set.e1, ...set.e2], own), shares(event, 1 / risk[0]), close);
        });
        expect(seen).toBe(plain.size);
      }),
      { numRuns: 300 },
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
