import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../fixtures/registries.js";
import { newVaultKey } from "./new-vault-key.js";
import { readVaultKey } from "./read-vault-key.js";

describe("readVaultKey", () => {
  const undo: (() => unknown)[] = [];
  afterEach(() => void undo.splice(0).forEach((step) => void step()));

  it("reads a key's file or, where none is named, the environment", async () => {
    const text = newVaultKey();
    const file = join(temporaryFolder(undo), "key");
    writeFileSync(file, `${text}\n`);
    for (const key of [
      await readVaultKey({ file, environment: { SERIATIM_VAULT_KEY: newVaultKey() } }),
      await readVaultKey({ environment: { SERIATIM_VAULT_KEY: text } }),
    ]) {
      expect(key.export().toString("base64")).toBe(text);
      expect(inspect(key)).not.toContain(text.slice(0, 8));
    }
  });

  it("refuses what is no key, without printing it", async () => {
    for (const text of ["secret", Buffer.alloc(31, 1).toString("base64"), `${newVaultKey()}A`])
      await expect(readVaultKey({ environment: { SERIATIM_VAULT_KEY: text } })).rejects.toThrow(
        /^SERIATIM_VAULT_KEY: this is no vault key; it is 32 bytes as base64, 44 characters ending in =$/,
      );
    await expect(readVaultKey({ environment: {} })).rejects.toThrow("there is no vault key; name its file");
    await expect(readVaultKey({ file: "/nowhere/key", environment: {} })).rejects.toThrow("cannot be read (ENOENT)");
  });

  it("refuses a key that lies in the registry's folder", async () => {
    const registryFolder = join(temporaryFolder(undo), "registry");
    mkdirSync(join(registryFolder, "..keys"), { recursive: true });
    for (const name of ["key", "..keys/key"]) {
      const file = join(registryFolder, name);
      writeFileSync(file, newVaultKey());
      await expect(readVaultKey({ file, environment: {}, registryFolder })).rejects.toThrow(
        "lies in the folder that it protects",
      );
    }
    const beside = join(registryFolder, "..", "registry-key");
    writeFileSync(beside, newVaultKey());
    await readVaultKey({ file: beside, environment: {}, registryFolder });
  });
});
