import { checkRules } from "./check-rules.js";
import { checkStructure } from "./check-structure.js";
import type { Dictionary } from "./dictionary.js";
import { type Finding, findingKinds } from "./finding.js";
import { kinship } from "./kinship.js";
import type { PartialDate } from "./partial-date.js";
import { unreadFindings } from "./read-records.js";
import type { Records } from "./record.js";

/**
 * All that is wrong with the records: values that could not be read (those of `readRecords` again), missing and implausible
 * values, keys, parents, dates after `asOf`, and the dictionary's rules. What concerns a table that is not there is not judged.
 *
 * @param options.asOf the day on which the records were closed: no date may lie after it
 * @returns in the order of tables, rows, fields and kinds; one finding for each of these, worded by the first rule that makes it
 */
export function checkRecords(dictionary: Dictionary, records: Records, options: { asOf: PartialDate }): Finding[] {
  const kin = kinship(dictionary, records);
  const findings = [
    ...Object.keys(dictionary.tables).flatMap((name) =>
      records[name] ? unreadFindings(dictionary, records[name]) : [],
    ),
    ...checkStructure(dictionary, records, kin, options.asOf),
    ...checkRules(dictionary, records, kin),
  ];
  return sorted(dictionary, findings);
}

function sorted(dictionary: Dictionary, findings: readonly Finding[]): Finding[] {
  const tables = Object.keys(dictionary.tables);
  const fields = new Map(tables.map((table) => [table, Object.keys(dictionary.tables[table].fields)]));
  const placed = new Map<string, { finding: Finding; at: number[] }>();
  for (const finding of findings) {
    const { table, row, field, kind } = finding;
    const at = [tables.indexOf(table), row, fields.get(table)!.indexOf(field), findingKinds.indexOf(kind)];
    const place = at.join(" ");
    if (!placed.has(place)) placed.set(place, { finding, at });
  }
  const inOrder = [...placed.values()].sort((a, b) => {
    const k = a.at.findIndex((part, i) => part !== b.at[i]);
    return k < 0 ? 0 : a.at[k] - b.at[k];
  });
  return inOrder.map(({ finding }) => finding);
}
