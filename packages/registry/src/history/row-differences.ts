import type { Dictionary } from "@seriatim/records";
import { sql } from "kysely";
import type { RegistryTransaction } from "../registry.js";
import { literal, quoted } from "../schema/column-of-field.js";
import { toldTables } from "../schema/told-tables.js";
import { presentNames } from "./present-names.js";

/** A row that is not what the history says of it: somebody wrote past the database's triggers. */
export interface RowDifference {
  subject: string;
  key: string[];
  why: "is not in the history" | "is in the history, but gone" | "is not as the history has it";
}

/**
 * Compares every record, user, finding and other row of which the history tells with the last that it says of it; 100 a table at most. A
 * value whose field has got another type since is compared by its text.
 */
export async function rowDifferences(trx: RegistryTransaction, dictionary: Dictionary): Promise<RowDifference[]> {
  const tables = [
    ...Object.values(dictionary.tables).map(({ name, key }) => ({
      subject: `records.${name}`,
      table: `records.${quoted(name)}`,
      key,
      untold: [],
    })),
    ...toldTables.map((told) => ({ ...told, subject: told.table })),
  ];
  const differences: RowDifference[] = [];
  for (const { subject, table, key, untold } of tables) {
    const { entries, row } = await presentNames(trx, subject);
    const keyOf = sql.raw(`array[${key.map((column) => `j ->> ${literal(column)}`).join(", ")}]`);
    const { rows } = await sql<RowDifference>`
      with told as (
        select distinct on (key) key, action, ${row("after")} as after from seriatim.history
        where ${entries} order by key, seq desc
      ), said as (select key, after from told where action <> 'delete'),
      kept as (select ${keyOf} as key, jsonb_strip_nulls(j) as row
        from (select to_jsonb(t) - ${[...untold]}::text[] as j from ${sql.raw(table)} t) rows)
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
