import { describe, expect, it } from "vitest";
import { bound, enumeration, label, paragraph, plainText, sentence } from "./document.js";
import { resultOf } from "./fixtures/results.js";

const median = resultOf({ analysis: "os", name: "median", group: { radicality: "R0" }, estimate: { value: 32.03 } });

describe("sentence", () => {
  it("joins words, labels and numbers bound to their result", () => {
    expect(sentence`Median ${label("survival")} was ${bound(median, "32.0 months")}.`).toEqual([
      "Median ",
      { label: "survival" },
      " was ",
      { text: "32.0 months", from: "os/first/radicality=R0/median" },
      ".",
    ]);
  });

  it("takes in other sentences whole", () => {
    expect(plainText(sentence`a${sentence` (${label("b")})`} c`)).toBe("a (b) c");
  });

  it("refuses a number that is written down instead of bound", () => {
    expect(() => sentence`Median survival was 32 months.`).toThrow(
      new TypeError("“Median survival was 32 months.” holds a number that is not bound to a result"),
    );
  });
});

describe("enumeration", () => {
  it("sets and before the last, as its reader would", () => {
    const said = (...items: string[]) => plainText(enumeration(items.map((text) => [label(text)])));
    expect([said(), said("a"), said("a", "b"), said("a", "b", "c")]).toEqual(["", "a", "a and b", "a, b and c"]);
  });
});

describe("paragraph", () => {
  it("sets a space between its sentences", () => {
    expect(plainText(paragraph(sentence`One.`, sentence`Two.`).text)).toBe("One. Two.");
  });
});
