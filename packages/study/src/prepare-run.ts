import { type Dictionary, deriveFields, type Records } from "@seriatim/records";
import { selectCohorts } from "./cohort.js";
import { memberTables } from "./member.js";
import { type ResolvedStudy, resolveStudy } from "./resolve-study.js";
import type { Study } from "./study.js";
import { studyError } from "./study-error.js";
import type { StudyRun } from "./study-run.js";

/**
 * What every analysis of a study starts from: its names resolved, derived fields filled in, cohorts selected.
 *
 * @throws StudyError as `resolveStudy`, and where a table has no file
 */
export function prepareRun(
  study: Study,
  dictionary: Dictionary,
  source: Records,
): { resolved: ResolvedStudy; records: Records; run: StudyRun } {
  const resolved = resolveStudy(study, dictionary);
  const records = deriveFields(dictionary, source, { definitions: study.definitions });
  const tables = memberTables(dictionary, records);
  const membersOf = (table: string) => {
    const members = tables(table);
    if (members) return members;
    throw studyError(
      study,
      "records",
      `no file for the table ${table}; there is one for ${Object.keys(records).join(", ")}`,
    );
  };
  const cohorts = selectCohorts(resolved.cohorts, membersOf);
  return { resolved, records, run: { study, dictionary, cohorts, membersOf } };
}
