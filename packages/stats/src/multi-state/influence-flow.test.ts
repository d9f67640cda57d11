import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { InfluenceFlow } from "./influence-flow.js";
import { MoveBuilder, timesStep } from "./moves.js";

/** Steps in which one of four at risk moves, or all do, between three states. */
function moves(drawn: readonly { from: number; to: number; all: boolean }[]) {
  const builder = new MoveBuilder(3);
  const p = Float64Array.of(0.5, 0.3, 0.2);
  drawn.forEach(({ from, to, all }, place) => {
    if (from !== to) builder.add(from, to, 1);
    builder.close(place, () => (all ? { weight: 1, rows: 1 } : { weight: 4, rows: 4 }), p);
  });
  return { moves: builder.moves(), p };
}

const state = fc.integer({ min: 0, max: 2 });
const steps = fc.array(fc.record({ from: state, to: state, all: fc.boolean() }), { minLength: 1, maxLength: 150 });

describe("InfluenceFlow", () => {
  it("takes the same way in one as step by step, from anywhere", () => {
    const ways = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(steps, ways, (drawn, pairs) => {
        const { moves: made } = moves(drawn);
        const flow = new InfluenceFlow(made);
        const weight = Float64Array.of(9, 0.5, 0, 2);
        const places = pairs.map(([a, b]) => [a % (made.count + 1), b % (made.count + 1)].sort((x, y) => x - y));
        for (const [start, end] of places.sort((a, b) => a[1] - b[1])) {
          const whole = Float64Array.of(9, 1, -2, 0.25);
          const single = whole.slice();
          flow.advance(whole, weight, 1, start, end);
          for (let e = start; e < end; e++) flow.step(e, single, weight, 1);
          expectClose(whole, single);
        }
      }),
    );
  });
});

describe("MoveBuilder", () => {
  it("makes a step of the transitions of one time, with the diagonal of each state that is left", () => {
    const builder = new MoveBuilder(3);
    const p = Float64Array.of(1 / 2, 1 / 2, 0);
    builder.add(0, 2, 1);
    builder.add(0, 1, 2);
    builder.add(1, 2, 3);
    builder.close(7, (s) => (s === 0 ? { weight: 4, rows: 4 } : { weight: 3, rows: 1 }), p);
    builder.close(8, () => ({ weight: 1, rows: 1 }), p);
    const made = builder.moves();
    expect([made.count, made.place[0]]).toEqual([1, 7]);
    expect(Array.from(made.from)).toEqual([0, 0, 0, 1, 1]);
    expect(Array.from(made.to)).toEqual([0, 1, 2, 1, 2]);
    expectClose(made.value, [1 / 4, 1 / 2, 1 / 4, 0, 1]);
    expectClose(made.pull, [1 / 8, 1 / 8, 1 / 8, 1 / 6, 1 / 6]);
    expectClose(p, [1 / 8, 1 / 4, 1 / 8 + 1 / 2]);
    const v = Float64Array.of(9, 1, 2, 3);
    timesStep(made, 0, v, 1, new Float64Array(3));
    expectClose(v, [9, 1 / 4, 1 / 2, 1 / 4 + 2 + 3]);
  });

  it("keeps a move without weight, which changes nothing, and leaves a state out that nobody with weight is in", () => {
    const builder = new MoveBuilder(2);
    const p = Float64Array.of(3 / 4, 1 / 4);
    builder.add(0, 1, 0);
    builder.add(1, 0, 0);
    builder.close(1, (s) => (s === 0 ? { weight: 2, rows: 2 } : { weight: 0, rows: 0 }), p);
    const made = builder.moves();
    expect(Array.from(made.value)).toEqual([1, 0]);
    expect(Array.from(made.from)).toEqual([0, 0]);
    expectClose(p, [3 / 4, 1 / 4]);
  });

  it("keeps the probabilities' sum", () => {
    fc.assert(
      fc.property(steps, (drawn) => {
        expectClose(
          moves(drawn).p.reduce((sum, x) => sum + x, 0),
          1,
        );
      }),
    );
  });
});
