import { type RawBuilder, sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { literal } from "../schema/column-of-field.js";

/** The history's entries about a table as if it had always had its present name and columns. */
export interface PresentNames {
  /** The condition for an entry to be about the table. */
  entries: RawBuilder<boolean>;
  /** What an entry says of the row: a column that was renamed has its present name; one that is gone `x (until version 3)`. */
  row(side: "before" | "after"): RawBuilder<Record<string, unknown> | null>;
}

/**
 * How the history is read past renames: entries keep the names of their time, for they are never changed.
 *
 * @param subject a table as it is called now: `records.patients`
 */
export async function presentNames(trx: RegistryTransaction, subject: string): Promise<PresentNames> {
  const renames = await trx.selectFrom("seriatim.renames").selectAll().orderBy("version", "desc").execute();
  const columns: typeof renames = [];
  const spans: string[] = [];
  let name = subject;
  let until = "";
  const span = (after: string) => void spans.push(`(subject = ${literal(name)}${until}${after})`);
  let begun = "";
  for (const version of new Set(renames.map((rename) => rename.version))) {
    const of = renames.filter((rename) => rename.version === version);
    columns.push(...of.filter((rename) => rename.subject === name && !isOfTable(rename.former)));
    const becomes = of.find((rename) => rename.now === name && isOfTable(rename.former));
    const leaves = of.find((rename) => rename.former === name);
    if (becomes) {
      span(` and seq > ${becomes.seq}`);
      name = becomes.former;
      until = ` and seq <= ${becomes.seq}`;
    } else if (leaves) {
      // The name was another table's until then.
      begun = ` and seq > ${leaves.seq}`;
      break;
    }
  }
  span(begun);
  return {
    entries: sql<boolean>`(${sql.raw(spans.join(" or "))})`,
    row: (side) =>
      sql.raw(
        columns.reduceRight<string>(
          (row, { former, now, seq }) =>
            `seriatim.renamed_row(${row}, ${literal(former)}, ${literal(now)}, seq <= ${seq})`,
          side,
        ),
      ),
  };
}

function isOfTable(former: string): boolean {
  return former.startsWith("records.");
}
