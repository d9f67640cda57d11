import { type RegistryTransaction, tell } from "../registry.js";
import { insertRows, updateRows } from "../rows/write-rows.js";
import type { ImportPlan, OnProgress } from "./plan-import.js";
import { writesNothing } from "./plan-import.js";

/**
 * Writes what a plan says, and tells it in the history. Where the plan writes nothing, nothing is told either: the same file
 * twice changes nothing.
 *
 * @throws RegistryError of kind `conflict` where the registry is no longer what the plan was made on; then nothing may be kept
 */
export async function applyImport(
  trx: RegistryTransaction,
  plan: ImportPlan,
  { onProgress = () => {} }: { onProgress?: OnProgress } = {},
): Promise<void> {
  if (writesNothing(plan)) return;
  await tell(trx, "import", {
    file: plan.file,
    sha256: plan.sha256,
    tables: Object.fromEntries(
      plan.tables.map(({ definition, added, changed, unchanged, refused }) => [
        definition.name,
        { added: added.length, changed: changed.length, unchanged, refused },
      ]),
    ),
  });
  const total = plan.tables.reduce((sum, { added, changed }) => sum + added.length + changed.length, 0);
  let written = 0;
  for (const { definition, added, changed } of plan.tables) {
    const count = (rows: number) => {
      written += rows;
      onProgress(`Writing ${definition.label}`, written, total);
    };
    await insertRows(
      trx,
      definition,
      added.map(({ stored }) => stored),
      count,
    );
    await updateRows(
      trx,
      definition,
      changed.map(({ stored }) => stored),
      count,
    );
  }
}
