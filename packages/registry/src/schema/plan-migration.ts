import { parseDictionary } from "@seriatim/records";
import { parseMapping } from "../import/parse-mapping.js";
import { asOwner, type Registry, type RegistryTransaction } from "../registry.js";
import { RegistryError } from "../registry-error.js";
import type { MigrationPlan } from "./migration-plan.js";
import { planTables } from "./plan-tables.js";

/**
 * What a new dictionary would do to a registry, nothing of which is done. A migration adds, renames and widens; what holds data
 * is never dropped or changed.
 *
 * @param text the new dictionary's YAML; a field or table that was renamed says so by `formerly`
 * @param file as it shall stand in messages
 * @throws DictionaryError where the text is no dictionary; RegistryError where the user may not administer
 */
export function planMigration(
  registry: Pick<Registry, "engine" | "user">,
  text: string,
  file: string,
): Promise<MigrationPlan> {
  return asOwner(registry, (trx) => migrationPlan(trx, text, file));
}

/** As `planMigration`, in a transaction of the owner: who is limited to some centres would not see what other rows hold. */
export async function migrationPlan(trx: RegistryTransaction, text: string, file: string): Promise<MigrationPlan> {
  const { id } = await trx.selectFrom("seriatim.registry").select("id").executeTakeFirstOrThrow();
  const present = await trx
    .selectFrom("seriatim.dictionaries")
    .selectAll()
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const [former, now] = [parseDictionary(present.text, "dictionary.yaml"), parseDictionary(text, file)];
  const version = present.version + 1;
  if (present.text === text)
    return { version, text, file, steps: [], refusals: [`${file} is the registry's dictionary already`], warnings: [] };
  const { steps, refusals, warnings } = await planTables({ trx, id, version, former, now });
  for (const mapping of await trx.selectFrom("seriatim.mappings").selectAll().orderBy("name").execute()) {
    const faultIn = (dictionary: typeof now) => mappingFault(mapping.name, mapping.text, dictionary);
    const fault = faultIn(now);
    if (fault !== undefined && faultIn(former) === undefined)
      warnings.push(`the mapping ${mapping.name} does not fit the new dictionary and must be changed: ${fault}`);
  }
  if (steps.length === 0 && refusals.length === 0)
    steps.push({ says: "No table changes; labels, rules or other words of the dictionary do", sql: [] });
  return { version, text, file, steps, refusals, warnings };
}

function mappingFault(name: string, text: string, dictionary: ReturnType<typeof parseDictionary>): string | undefined {
  try {
    parseMapping(text, name, dictionary);
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return error.message;
    throw error;
  }
}
