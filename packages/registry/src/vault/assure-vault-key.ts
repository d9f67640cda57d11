import type { RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import type { DerivedKeys } from "./derived-keys.js";

/**
 * Makes sure that a vault key is the one in use: the first that seals anything is, from then on.
 *
 * @param options.toSeal whether something is about to be sealed
 * @throws RegistryError where it is another
 */
export async function assureVaultKey(
  trx: RegistryTransaction,
  { fingerprint }: DerivedKeys,
  options: { toSeal: boolean },
): Promise<void> {
  const kept = () => trx.selectFrom("identity.vault").select("fingerprint").executeTakeFirst();
  let row = await kept();
  if (!row && options.toSeal) {
    await trx
      .insertInto("identity.vault")
      .values({ fingerprint })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    row = await kept();
  }
  if (row && row.fingerprint !== fingerprint)
    throw new RegistryError(
      "this is not the vault key that the registry's identities are sealed with; give that one, or its copy",
    );
}
