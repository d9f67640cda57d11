import { expect } from "vitest";

/** What R says of one result: null where it is not reached, not estimable or not defined. */
export interface RAnswer {
  value: number | null;
  lower?: number | null;
  upper?: number | null;
  n: number;
  events: number;
}

/** Fails, with both figures, where ours is further from R's than a relative tolerance, or only one of them is null. */
export function expectClose(what: string, ours: number | null, theirs: number | null, relative: number): void {
  const isClose =
    ours === null || theirs === null ? ours === theirs : Math.abs(ours - theirs) <= relative * Math.abs(theirs);
  expect(isClose, `${what}: ours is ${ours}, R's ${theirs}`).toBe(true);
}
