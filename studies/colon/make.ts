/**
 * Makes patients.csv, one row a patient, from the two tables of references/data that hold one endpoint each:
 *
 *   npx tsx studies/colon/make.ts
 *
 * The tables are `survival::colon` of R (Laurie et al. 1989; Moertel et al. 1990, NEJM 322:352), split by `etype`:
 * colon-recurrence.csv (1) and colon-death.csv (2). Empty = not known.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

const shared = ["id", "rx", "sex", "age", "obstruct", "adhere", "nodes", "differ", "extent", "surg", "node4"];
const deaths = rowsOf("colon-death.csv");
const recurrences = new Map(rowsOf("colon-recurrence.csv").map((row) => [row.id, row]));
if (recurrences.size !== deaths.length)
  throw new Error(`${deaths.length} patients with death, ${recurrences.size} with recurrence; they must be the same`);

const lines = [[...shared, "death_days", "death", "recurrence_days", "recurrence"].join(",")];
for (const death of deaths) {
  const recurrence = recurrences.get(death.id);
  const unlike = shared.find((column) => death[column] !== recurrence?.[column]);
  if (!recurrence || unlike !== undefined) throw new Error(`patient ${death.id}: ${unlike} differs between the tables`);
  lines.push(
    [...shared.map((column) => death[column]), death.time, death.event, recurrence.time, recurrence.event].join(","),
  );
}
writeFileSync(new URL("patients.csv", import.meta.url), `${lines.join("\n")}\n`);

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(new URL(`../../references/data/${file}`, import.meta.url)), { columns: true });
}
