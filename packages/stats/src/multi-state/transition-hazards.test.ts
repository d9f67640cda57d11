import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nelsonAalen } from "../curves/nelson-aalen.js";
import { drawnHistories, historyPieces, historyRows } from "../fixtures/drawn-histories.js";
import { drawnSpells, spellRows } from "../fixtures/drawn-spells.js";
import { expectClose } from "../fixtures/expect-close.js";
import { transitionHazards } from "./transition-hazards.js";

describe("transitionHazards", () => {
  it("adds up transitions over those at risk in the state that they leave", () => {
    // A falls ill at 1 and dies at 3, B dies at 2, C is last seen well at 4.
    const [found] = transitionHazards({
      time: Float64Array.of(1, 3, 2, 4),
      to: Int32Array.of(1, 2, 2, -1),
      from: Int32Array.of(0, 1, 0, 0),
      entry: Float64Array.of(0, 1, 0, 0),
      id: Int32Array.of(0, 0, 1, 2),
    });
    expect(found.transitions).toEqual([
      { from: 0, to: 1 },
      { from: 0, to: 2 },
      { from: 1, to: 2 },
    ]);
    expectClose(found.time, [1, 2, 3, 4]);
    expectClose(found.cumulativeHazard, [1 / 3, 1 / 3, 1 / 3, 1 / 3, 0, 1 / 2, 1 / 2, 1 / 2, 0, 0, 1, 1]);
    // 1/3 by the weights: 2/9 for who falls ill, −1/9 for the two others; 1/2: ±1/4. Nothing moves 1 of 1.
    const [ill, dies] = [Math.sqrt(6) / 9, Math.SQRT2 / 4];
    expectClose(found.standardError, [ill, ill, ill, ill, 0, dies, dies, dies, 0, 0, 0, 0]);
  });

  it("is Nelson–Aalen's where there are two states, with its robust error", () => {
    fc.assert(
      fc.property(drawnSpells({ minLength: 1, maxLength: 15 }), (drawn) => {
        const { event, ...rows } = spellRows(drawn, ["strata"]);
        const to = Int32Array.from(event, (dies) => (dies ? 1 : -1));
        const found = transitionHazards({ ...rows, to }, { states: 2, groups: 3 });
        if (!event.includes(1)) {
          expect(found[0].transitions).toEqual([]);
          return;
        }
        nelsonAalen({ ...rows, event }, { groups: 3, robust: true, hazardType: 1 }).forEach((curve, g) => {
          expectClose(found[g].cumulativeHazard, curve.cumulativeHazard);
          expectClose(found[g].standardError, curve.cumulativeHazardStandardError);
        });
      }),
    );
  });

  it("is the same for histories in pieces", () => {
    fc.assert(
      fc.property(drawnHistories(), (drawn) => {
        const options = { states: 3, groups: 2 };
        const pieces = transitionHazards(historyPieces(drawn), options);
        transitionHazards(historyRows(drawn), options).forEach((found, g) => {
          expect(found.transitions).toEqual(pieces[g].transitions);
          expectClose(found.cumulativeHazard, pieces[g].cumulativeHazard);
          expectClose(found.standardError, pieces[g].standardError, { rel: 1e-10, abs: 1e-10 });
        });
      }),
    );
  });

  it("has no transitions where nobody moves", () => {
    const found = transitionHazards({ time: Float64Array.of(1, 2), to: Int32Array.of(-1, -1) }, { groups: 2 });
    expect(found.map(({ time, cumulativeHazard }) => [time.length, cumulativeHazard.length])).toEqual([
      [2, 0],
      [0, 0],
    ]);
  });
});
