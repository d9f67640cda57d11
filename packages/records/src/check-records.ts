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
 * @returns in the order of tables, rows, fields and kinds; no two alike
 */
export function checkRecords(dictionary: Dictionary, records: Records, options: { asOf: PartialDate }): Finding[] {
  const kin = kinship(dictionary, records);
  const findings = [
    ...Object.keys(dictionary.tables).flatMap((name) => (records[name] ? unreadFindings(dictionary, records[name]) : [])),
    ...checkStructure(dictionary, records, kin, options.asOf),
    ...checkRules(dictionary, records, kin),
  ];
  return sorted(dictionary, findings);
}

function sorted(dictionary: Dictionary, findings: readonly Finding[]): Finding[] {
  const tables = Object.keys(dictionary.tables);
  const fields = new Map(tables.map((table) => [table, Object.keys(dictionary.tables[table].fields)]));
  const place = ({ table, row, field, kind }: Finding) => [tables.indexOf(table), row, fields.get(table)!.indexOf(field), findingKinds.indexOf(kind)];
  const placed = findings.map((finding) => ({ finding, at: place(finding) }));
  placed.sort((a, b) => {
    for (let k = 0; k < a.at.length; k++) if (a.at[k] !== b.at[k]) return a.at[k] - b.at[k];
    return a.finding.why < b.finding.why ? -1 : a.finding.why > b.finding.why ? 1 : 0;
  });
  const unlike = placed.filter(({ finding, at }, i) => i === 0 || at.some((part, k) => part !== placed[i - 1].at[k]) || finding.why !== placed[i - 1].finding.why);
  return unlike.map(({ finding }) => finding);
}
