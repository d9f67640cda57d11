import { describe, expect, it } from "vitest";
import { shortText } from "./short-text.js";

describe("shortText", () => {
  it("keeps what is short, on one line", () => expect(shortText(" lymph\r\n nodes\u00A0")).toBe("lymph nodes"));

  it("cuts what is longer than 60 characters", () => {
    expect(shortText("a".repeat(60))).toBe("a".repeat(60));
    expect(shortText("a".repeat(61))).toBe(`${"a".repeat(59)}…`);
  });

  it("tells of ten million characters no more, and at once", () => {
    expect(shortText("a".repeat(1e7))).toHaveLength(60);
    expect(shortText(" ".repeat(1e7))).toBe("…");
  });
});
