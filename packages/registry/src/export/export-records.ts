import { sql } from "kysely";
import { asUser, type Registry, type RegistryTransaction, tell } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import type { DeidentifiedExport, ExportOptions } from "./export-options.js";
import type { ExportedFile } from "./exported-file.js";
import { exportedFiles } from "./exported-files.js";
import { zeroField } from "./time-zero.js";

const shortestSeed = 16;

/**
 * Takes the records that the user sees out of the registry: a CSV a table, and `codebook.csv`, which says what each column is and what was
 * left out. All files are of one moment. That they are taken is in the history before the first of them is given, in a
 * transaction of its own: so it stays there however far the export comes, and nobody who writes waits for its end.
 *
 * In a folder nobody else reads while `take` waits, so it should write to a file or to memory, not to a slow connection.
 *
 * @param take is given each file, and takes it to its end
 * @throws RegistryError where the user has neither the role `export` nor, for de-identified records, `analyse`; where the seed is too
 *   short to be secret, or no time zero is named
 */
export async function exportRecords(
  registry: Registry,
  options: ExportOptions,
  take: (file: ExportedFile) => Promise<void>,
  { why }: { why?: string } = {},
): Promise<void> {
  if (options.deidentified) checkDeidentified(registry, options);
  await asUser(
    registry,
    async (trx) => {
      await refuseUnlessAllowed(trx, registry, options);
      const zero = options.deidentified && options.zero !== undefined ? { zero: options.zero } : {};
      await tell(trx, "export", { deidentified: options.deidentified, ...zero });
    },
    why === undefined ? {} : { why },
  );
  await asUser(registry, async (trx) => {
    await sql`set transaction isolation level repeatable read`.execute(trx);
    for await (const file of exportedFiles(trx, registry, options)) await take(file);
  });
}

function checkDeidentified({ dictionary }: Pick<Registry, "dictionary">, { seed, zero }: DeidentifiedExport): void {
  if (seed.length < shortestSeed)
    throw new RegistryError(
      `the seed of the pseudonyms is too short to be secret; give ${shortestSeed} random characters`,
    );
  zeroField(dictionary, zero);
}

async function refuseUnlessAllowed(
  trx: RegistryTransaction,
  { user }: Pick<Registry, "user">,
  { deidentified }: ExportOptions,
): Promise<void> {
  const row = await trx.selectFrom("seriatim.users").select("roles").where("name", "=", user).executeTakeFirst();
  const roles = row?.roles ?? [];
  if (roles.includes("export") || (deidentified && roles.includes("analyse"))) return;
  throw new RegistryError(
    deidentified
      ? `${user} may not take records out; that needs the role export or analyse`
      : `${user} may not take identifiable records out; that needs the role export`,
    "refused",
  );
}
