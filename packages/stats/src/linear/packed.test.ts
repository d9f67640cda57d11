import { describe, expect, it } from "vitest";
import { unpacked } from "./packed.js";

describe("unpacked", () => {
  it("mirrors a lower triangle", () => {
    expect([...unpacked(Float64Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([1, 2, 4, 2, 3, 5, 4, 5, 6]);
    expect(unpacked(new Float64Array(0), 0)).toHaveLength(0);
  });
});
