import { type Dictionary, deriveFields, type Records } from "@seriatim/records";
import { selectCohorts } from "./cohort.js";
import { type Member, memberTables } from "./member.js";
import { type ResolvedStudy, resolveStudy } from "./resolve-study.js";
import type { Study } from "./study.js";
import { studyError } from "./study-error.js";
import type { StudyRun } from "./study-run.js";

/** Records made ready for studies: derived fields filled in, each row with the rows of its parents. */
export interface ReadyRecords {
  readonly records: Records;
  /** All rows of a table; undefined where it has no file. */
  membersOf(table: string): readonly Member[] | undefined;
}

/**
 * Makes records ready once for many runs of studies that choose the same definitions; of large records it takes as long as
 * an analysis.
 *
 * @param definitions of derived fields, as the studies have them
 */
export function readyRecords(
  dictionary: Dictionary,
  source: Records,
  definitions: Study["definitions"] = {},
): ReadyRecords {
  const records = deriveFields(dictionary, source, { definitions });
  return { records, membersOf: memberTables(dictionary, records) };
}

/** Records as they were read, or made ready under the study's definitions. */
export type RunSource = { records: Records } | { ready: ReadyRecords };

/**
 * What every analysis of a study starts from: its names resolved, derived fields filled in, cohorts selected.
 *
 * @throws StudyError as `resolveStudy`, and where a table has no file
 */
export function prepareRun(
  study: Study,
  dictionary: Dictionary,
  source: RunSource,
): { resolved: ResolvedStudy; records: Records; run: StudyRun } {
  const resolved = resolveStudy(study, dictionary);
  const ready = "ready" in source ? source.ready : readyRecords(dictionary, source.records, study.definitions);
  const membersOf = (table: string) => {
    const members = ready.membersOf(table);
    if (members) return members;
    throw studyError(
      study,
      "records",
      `no file for the table ${table}; there is one for ${Object.keys(ready.records).join(", ")}`,
    );
  };
  const cohorts = selectCohorts(resolved.cohorts, membersOf);
  return { resolved, records: ready.records, run: { study, dictionary, cohorts, membersOf } };
}
