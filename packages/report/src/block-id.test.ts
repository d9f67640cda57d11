import { describe, expect, it } from "vitest";
import { blockId } from "./block-id.js";

describe("blockId", () => {
  it("is fit for SVG and HTML whatever the analysis is called, and another for another", () => {
    expect(blockId("flow", "os")).toBe("flow-os");
    expect(blockId("flow", 'a b/"ü"')).toMatch(/^flow-[A-Za-z0-9_-]+$/);
    expect(blockId("flow", "a_b")).not.toBe(blockId("flow", "a b"));
  });
});
