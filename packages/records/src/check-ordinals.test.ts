import { describe, expect, it } from "vitest";
import { ordinalWord } from "./check-ordinals.js";

describe("ordinalWord", () => {
  it("writes words to ten and endings after", () => {
    expect([1, 2, 3, 10, 11, 12, 13, 21, 22, 23, 101, 111].map(ordinalWord)).toEqual([
      "first",
      "second",
      "third",
      "tenth",
      "11th",
      "12th",
      "13th",
      "21st",
      "22nd",
      "23rd",
      "101st",
      "111th",
    ]);
  });
});
