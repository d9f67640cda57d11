import { parseDictionary } from "@seriatim/records";
import { sql } from "kysely";
import { asOwner, type Registry, type RegistryTransaction, tell } from "../registry.js";
import { registryDictionary } from "../registry-dictionary.js";
import { RegistryError } from "../registry-error.js";
import { quoted } from "./column-of-field.js";
import type { MigrationPlan } from "./migration-plan.js";
import { migrationPlan } from "./plan-migration.js";
import { tablesInOrder } from "./record-tables.js";

/**
 * Changes a registry's dictionary as a plan says, all of it or nothing; nobody reads or writes records meanwhile.
 *
 * @param options.why the reason, for the history
 * @returns the registry with its new dictionary
 * @throws RegistryError where the plan has refusals, the user may not administer, or, of kind `conflict`, where the plan would
 *   be another by now
 */
export async function applyMigration(
  registry: Registry,
  plan: MigrationPlan,
  { why }: { why?: string } = {},
): Promise<Registry> {
  if (plan.refusals.length > 0)
    throw new RegistryError(`the dictionary cannot be changed so: ${plan.refusals.join("; ")}`);
  await asOwner(
    registry,
    async (trx) => {
      await lockRecords(trx);
      const again = await migrationPlan(trx, plan.text, plan.file);
      if (JSON.stringify(again) !== JSON.stringify(plan))
        throw new RegistryError(
          "the records or the dictionary were changed since the plan was made; nothing was done, look at the new plan",
          "conflict",
        );
      const { version, text, steps } = again;
      await tell(trx, "dictionary", { version, steps: steps.map(({ says }) => says) });
      await trx.insertInto("seriatim.dictionaries").values({ version, text }).execute();
      for (const statement of steps.flatMap((step) => step.sql)) await sql.raw(statement).execute(trx);
    },
    why === undefined ? {} : { why },
  );
  return { ...registry, ...registryDictionary(plan.text, plan.file, registry.roles) };
}

/** The dictionary first, so that of two migrations the second waits for the first and then finds it done. */
async function lockRecords(trx: RegistryTransaction): Promise<void> {
  await sql`lock table seriatim.dictionaries, seriatim.mappings in exclusive mode`.execute(trx);
  const { text } = await trx
    .selectFrom("seriatim.dictionaries")
    .select("text")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const tables = tablesInOrder(parseDictionary(text, "dictionary.yaml")).map(({ name }) => `records.${quoted(name)}`);
  await sql.raw(`lock table ${tables.join(", ")} in access exclusive mode`).execute(trx);
}
