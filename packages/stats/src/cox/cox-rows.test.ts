import { describe, expect, it } from "vitest";
import { coxRowsOf, type DrawnRow } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { coxData } from "./cox-rows.js";

const row = (time: number, event: number, x: number, more: Partial<DrawnRow> = {}): DrawnRow => ({
  ...{ time, event, x: [x], length: 99, weight: 1, stratum: 0, offset: 0 },
  ...more,
});

describe("coxData", () => {
  it("sorts by stratum and time, centres within the stratum and scales to unit variance", () => {
    const data = coxData(
      coxRowsOf([row(3, 1, 10), row(1, 1, 4), row(2, 1, 7, { stratum: 1 }), row(2, 1, 3, { stratum: 1 })]),
    );
    expect([...data.source]).toEqual([1, 0, 2, 3]);
    expect([...data.first]).toEqual([0, 2, 4]);
    // deviations −3, 3, 2, −2: mean square 26/4
    expectClose(data.scale, [Math.sqrt(26 / 4)]);
    expectClose(
      data.x,
      [-3, 3, 2, -2].map((value) => value / Math.sqrt(26 / 4)),
    );
    expect([data.events, data.eventWeight]).toEqual([4, 4]);
  });

  it("leaves out rows that no event finds at risk: of weight 0, censored before, entered after, in a stratum without", () => {
    const data = coxData(
      coxRowsOf([
        row(5, 1, 1),
        row(4, 0, 2),
        row(9, 0, 3),
        row(9, 0, 4, { length: 4 }),
        row(7, 1, 5, { weight: 0 }),
        row(6, 0, 6, { stratum: 1 }),
        row(5, 0, 7),
      ]),
    );
    expect([...data.source]).toEqual([0, 6, 2]);
    expect(data.events).toBe(1);
  });

  it("has exactly 0 for a column that is constant within each stratum", () => {
    const data = coxData(coxRowsOf([row(1, 1, 0.1), row(2, 1, 0.1), row(3, 1, 0.1), row(3, 1, 0.7, { stratum: 1 })]));
    expect([[...data.x], data.scale[0]]).toEqual([[0, 0, 0, 0], 0]);
  });

  it("knows no rows", () => {
    expect(coxData(coxRowsOf([]))).toMatchObject({ n: 0, events: 0, eventWeight: 0 });
  });
});
