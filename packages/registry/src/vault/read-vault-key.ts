import { readFile, realpath } from "node:fs/promises";
import { relative, sep } from "node:path";
import { RegistryError } from "../registry-error.js";
import { type VaultKey, vaultKeyOf } from "./vault-key.js";

/**
 * The vault key from its file or, where none is named, from the environment's SERIATIM_VAULT_KEY.
 *
 * @param options.file absolute or relative to where the program runs
 * @param options.environment `process.env`
 * @param options.registryFolder the folder of the registry, in which the file may not lie
 * @throws RegistryError where there is no key, or its file lies with what it protects
 */
export async function readVaultKey(options: {
  file?: string;
  environment: Readonly<Record<string, string | undefined>>;
  registryFolder?: string;
}): Promise<VaultKey> {
  const { file, environment, registryFolder } = options;
  if (file === undefined) {
    const text = environment.SERIATIM_VAULT_KEY;
    if (text === undefined || text === "")
      throw new RegistryError("there is no vault key; name its file, or set SERIATIM_VAULT_KEY");
    return vaultKeyOf(text, "SERIATIM_VAULT_KEY");
  }
  if (registryFolder !== undefined && (await liesIn(file, registryFolder)))
    throw new RegistryError(`${file}: the vault key lies in the folder that it protects; keep it elsewhere`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new RegistryError(`${file}: the vault key cannot be read (${error.code ?? "unknown"})`);
  });
  return vaultKeyOf(text, file);
}

async function liesIn(file: string, folder: string): Promise<boolean> {
  const [from, to] = await Promise.all([folder, file].map((path) => realpath(path).catch(() => undefined)));
  if (from === undefined || to === undefined) return false;
  const way = relative(from, to);
  return way !== ".." && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way);
}
