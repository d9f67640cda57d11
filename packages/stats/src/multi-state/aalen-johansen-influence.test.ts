import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { survivalInfluence } from "../curves/survival-influence.js";
import { drawnHistories, historyRows } from "../fixtures/drawn-histories.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { plainAalenJohansen } from "../fixtures/plain-aalen-johansen.js";
import { aalenJohansen } from "./aalen-johansen.js";
import { aalenJohansenInfluence } from "./aalen-johansen-influence.js";
import type { MultiStateRows } from "./multi-state-rows.js";

describe("aalenJohansenInfluence", () => {
  it("is the derivative by each row's weight", () => {
    // Two of three move to 1 at 1: p₁ = (w₀ + w₁)/Σw, so (1 − 2/3)/3 for those and (0 − 2/3)/3 for the third.
    const [found] = aalenJohansenInfluence({ time: Float64Array.of(1, 1, 2), to: Int32Array.of(1, 1, -1) });
    expectClose(found.time, [1, 2]);
    expectClose(found.start, [0, 0, 0, 0, 0, 0]);
    expectClose(found.values.slice(6), [1 / 9, 1 / 9, -2 / 9, 1 / 9, 1 / 9, -2 / 9]);
    expectClose(found.values.slice(0, 3), [-1 / 9, -1 / 9, 2 / 9]);
  });

  it("agrees with the change of the estimate under a small change of a weight", () => {
    const rows: MultiStateRows = {
      time: Float64Array.of(2, 5, 3, 4, 6, 3),
      to: Int32Array.of(1, 2, 2, -1, 0, 0),
      from: Int32Array.of(0, 1, 0, 0, 1, 1),
      entry: Float64Array.of(0, 2, 1, 0, 1, 0),
      id: Int32Array.of(0, 0, 1, 2, 3, 4),
    };
    const [{ values, time }] = aalenJohansenInfluence(rows);
    const by = (i: number, change: number) =>
      aalenJohansen({ ...rows, weights: Float64Array.from(rows.time, (_, k) => (k === i ? 1 + change : 1)) })[0];
    for (let i = 0; i < 6; i++) {
      const [up, down] = [by(i, 1e-5), by(i, -1e-5)];
      for (let q = 0; q < 3 * time.length; q++)
        expectClose(values[q * 6 + i], (up.probability[q] - down.probability[q]) / 2e-5, { abs: 1e-9 });
    }
  });

  it("agrees with every row's influence carried along whole matrices", () => {
    fc.assert(
      fc.property(drawnHistories({ minLength: 1, groups: 1 }), fc.boolean(), (drawn, given) => {
        const rows = historyRows(drawn, ["group"]);
        const p0 = given ? [0.5, 0.5, 0] : undefined;
        const plain = plainAalenJohansen(rows, 3, p0);
        const [{ start, values, time }] = aalenJohansenInfluence(rows, { states: 3, p0 });
        const n = rows.time.length;
        const ordered = Array.from({ length: 3 }, (_, s) => plain.startInfluence.map((u) => u[s])).flat();
        expectClose(start, ordered);
        const all = Array.from({ length: 3 }, (_, s) => plain.influence.map((at) => at.map((u) => u[s]))).flat(2);
        expectClose(values, all);
        expect(values).toHaveLength(3 * time.length * n);
      }),
    );
  });

  it("is that of survival where there are two states", () => {
    fc.assert(
      fc.property(drawnSpells({ maxLength: 10 }), (drawn) => {
        // A row without weight that is alone in its event moves nothing in survivalInfluence.
        const { event, ...rows } = spellRows(
          drawn.filter(({ weight }) => weight > 0),
          ["strata"],
        );
        const to = Int32Array.from(event, (dies) => (dies ? 1 : -1));
        const found = aalenJohansenInfluence({ ...rows, to }, { states: 2, groups: 3, p0: [1, 0] });
        survivalInfluence({ ...rows, event }, { groups: 3 }).forEach((expected, g) => {
          expect(found[g].rows).toEqual(expected.rows);
          expectClose(found[g].values.slice(0, expected.values.length), expected.values);
        });
      }),
    );
  });

  it("has neither rows nor times in a group without rows", () => {
    const found = aalenJohansenInfluence({ time: Float64Array.of(1), to: Int32Array.of(1) }, { groups: 2 });
    expect([found[1].rows.length, found[1].time.length, found[1].values.length]).toEqual([0, 0, 0]);
  });
});
