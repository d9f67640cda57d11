import { describe, expect, it } from "vitest";
import { cutTo, widthOf, wrapped } from "./text-width.js";

describe("widthOf", () => {
  it("counts a character as it is seen, and two columns for a wide one", () => {
    for (const [text, width] of [
      ["", 0],
      ["R1/R2", 5],
      ["Mu\u0308ller", 6],
      ["李小龙", 6],
      ["ひらカナ", 8],
      ["ｶﾅ", 2],
      ["한국", 4],
      ["ｆｕ", 4],
      ["👩‍👩‍👧", 2],
      ["❤\uFE0F", 2],
      ["é–“”∞−", 6],
    ] as const)
      expect(widthOf(text), text).toBe(width);
  });
});

describe("cutTo", () => {
  it("leaves what fits, and ends what does not with …", () => {
    expect(cutTo("Reading", 7)).toBe("Reading");
    expect(cutTo("Reading", 6)).toBe("Readi…");
    // The next wide character would take the seventh column and an eighth.
    expect(cutTo("李小龙李", 7)).toBe("李小龙…");
    expect(cutTo("李小龙李", 6)).toBe("李小…");
  });
});

describe("wrapped", () => {
  it("breaks at spaces, and cuts a word that is longer than a line", () => {
    expect(wrapped("all fits", 8)).toEqual(["all fits"]);
    expect(wrapped("a b cd efg", 4)).toEqual(["a b", "cd", "efg"]);
    expect(wrapped("a abcdefgh b", 3)).toEqual(["a", "abc", "def", "gh", "b"]);
    expect(wrapped("李小龙 x", 4)).toEqual(["李小", "龙 x"]);
    expect(wrapped("", 4)).toEqual([""]);
  });

  it("gives a wide character a line of its own where there is no room for it", () => {
    expect(wrapped("李小", 1)).toEqual(["李", "小"]);
  });
});
