import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./seal.js";

const key = randomBytes(32);
const plain = Buffer.from("Anna Müller");

describe("seal", () => {
  it("opens under the same key and binding alone", () => {
    const sealed = seal(key, plain, ["r", "P1"]);
    expect(unseal(key, sealed, ["r", "P1"])).toEqual(plain);
    expect(unseal(randomBytes(32), sealed, ["r", "P1"])).toBeUndefined();
    for (const other of [["r", "P2"], ["r"], ["r", "P1", ""], ["rP1"]])
      expect(unseal(key, sealed, other)).toBeUndefined();
  });

  it("does not open where any one byte was changed, or is missing", () => {
    const sealed = seal(key, plain, []);
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] ^= 1;
      expect(unseal(key, changed, [])).toBeUndefined();
      expect(unseal(key, sealed.subarray(0, i), [])).toBeUndefined();
    }
  });

  it("seals the same twice to different bytes", () => expect(seal(key, plain, [])).not.toEqual(seal(key, plain, [])));
});
