import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { quoted } from "../schema/column-of-field.js";
import { presentNames } from "./present-names.js";

/** A row that is not what the history says of it: somebody wrote past the database's triggers. */
export interface RowDifference {
  subject: string;
  key: string[];
  why: "is not in the history" | "is in the history, but gone" | "is not as the history has it";
}

/**
 * Compares every record with the last that the history says of it. A value whose field has got another type since is compared by
 * its text.
 */
export async function rowDifferences(trx: RegistryTransaction, dictionary: Dictionary): Promise<RowDifference[]> {
  const differences: RowDifference[] = [];
  for (const { name, key } of Object.values(dictionary.tables)) {
    const subject = `records.${name}`;
    const { entries, row } = await presentNames(trx, subject);
    const keyOf = sql.raw(`array[${key.map((column) => `t.${quoted(column)}::text`).join(", ")}]`);
    const { rows } = await sql<RowDifference>`
      with told as (
        select distinct on (key) key, action, ${row("after")} as after from seriatim.history
        where ${entries} order by key, seq desc
      ), said as (select key, after from told where action <> 'delete'),
      kept as (select ${keyOf} as key, jsonb_strip_nulls(to_jsonb(t)) as row from ${sql.raw(`records.${quoted(name)}`)} t)
      select ${subject} as subject, coalesce(kept.key, said.key) as key,
        case when said.key is null then 'is not in the history' when kept.key is null then 'is in the history, but gone'
          else 'is not as the history has it' end as why
      from kept full join said on kept.key = said.key
      where kept.row is distinct from said.after
        and seriatim.texts_of_row(kept.row) is distinct from seriatim.texts_of_row(said.after)
      order by 2 limit 100`.execute(trx);
    differences.push(...rows);
  }
  return differences;
}
