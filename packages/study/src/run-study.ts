import { checkRecords, type Dictionary, type Finding } from "@seriatim/records";
import { baseline } from "./analyses/baseline.js";
import { factors } from "./analyses/factors.js";
import { flow } from "./analyses/flow.js";
import { followUp } from "./analyses/follow-up.js";
import { survival } from "./analyses/survival.js";
import { swimmer } from "./analyses/swimmer.js";
import { cohortSummary } from "./cohort.js";
import { factorSummary } from "./factor.js";
import { given } from "./given.js";
import { prepareRun, type RunSource } from "./prepare-run.js";
import { publishedAgreement } from "./published.js";
import { recordsSummary } from "./records-summary.js";
import { type AnalysisSummary, type Results, resultKey } from "./results.js";
import type { AnalysisDefinition, Study } from "./study.js";
import { studyError } from "./study-error.js";
import type { Outcome, StudyRun } from "./study-run.js";

/** Of the software, as the results carry it. */
export const version = "0.1.0";

/** Told before each step, and once more when all are done. */
export type OnProgress = (step: string, done: number, total: number) => void;

/**
 * Runs a study on records: cohorts, analyses, and the agreement with published figures. The same study and records give
 * the same results, to the byte (`stringifyResults`).
 *
 * @param source the records, whose derived fields are filled in here under the study's definitions, and what is wrong with them; without `findings` they are checked here
 * @throws StudyError where the study does not agree with the dictionary, or asks what the records cannot answer (nobody in
 * a cohort, a factor with one level, a published figure without a result), or its names make two results indistinguishable
 */
export function runStudy(
  study: Study,
  dictionary: Dictionary,
  source: RunSource & { findings?: readonly Finding[] },
  { onProgress = () => {} }: { onProgress?: OnProgress } = {},
): Results {
  const total = study.analyses.length + 2;
  onProgress("Selecting the cohorts", 0, total);
  const { resolved, records, run } = prepareRun(study, dictionary, source);
  const { cohorts } = run;
  const outcomes = study.analyses.map((analysis, i) => {
    onProgress(analysis.label, i + 1, total);
    return { analysis, outcome: analyse(analysis, run) };
  });
  onProgress("Comparing with the published figures", total - 1, total);
  const analyses = outcomes.map(({ analysis, outcome }) => analysisSummary(analysis, outcome, cohorts));
  checkAddresses(study, outcomes);
  const results = outcomes.flatMap(({ outcome }) => outcome.results);
  const published = publishedAgreement(study, { results, analyses });
  // Without a closing date no date can lie in the future.
  const asOf = study.asOf ?? { year: 9999, month: 12, day: 31 };
  const findings = source.findings ?? checkRecords(dictionary, records, { asOf });
  onProgress("Done", total, total);
  return {
    format: "seriatim-results",
    version: 1,
    software: { name: "seriatim", version },
    study: {
      title: study.title,
      ...given({ authors: study.authors && [...study.authors], provenance: study.provenance, source: study.source }),
    },
    records: recordsSummary(dictionary, records, findings, study.definitions),
    cohorts: resolved.cohorts.map(({ definition }) => cohortSummary(cohorts.get(definition.id)!)),
    endpoints: resolved.endpoints.map(({ id, label, unit, definition }) => ({ id, label, unit, definition })),
    factors: resolved.factors.map(factorSummary),
    analyses,
    results,
    published,
  };
}

function analyse(analysis: AnalysisDefinition, run: StudyRun): Outcome {
  switch (analysis.method) {
    case "flow":
      return flow(analysis, run);
    case "baseline":
      return baseline(analysis, run);
    case "survival":
      return survival(analysis, run);
    case "factors":
      return factors(analysis, run);
    case "follow-up":
      return followUp(analysis, run);
    case "swimmer":
      return swimmer(analysis, run);
  }
}

/** An address joins names by `/` and `=`: with both in a name, two results may come to share one. */
function checkAddresses(study: Study, outcomes: readonly { analysis: AnalysisDefinition; outcome: Outcome }[]): void {
  const seen = new Set<string>();
  for (const { analysis, outcome } of outcomes)
    for (const result of outcome.results) {
      const key = resultKey(result);
      if (seen.has(key))
        throw studyError(
          study,
          analysis.path,
          `two results have the address ${key}; name levels, cohorts and analyses without “/” or “=”`,
        );
      seen.add(key);
    }
}

function analysisSummary(
  analysis: AnalysisDefinition,
  { conventions, groups, excluded, notes }: Outcome,
  cohorts: StudyRun["cohorts"],
): AnalysisSummary {
  const { id, method, label } = analysis;
  const members = "cohort" in analysis ? cohorts.get(analysis.cohort)!.members : [];
  const placeOf = new Map(members.map((member, place) => [member, place]));
  return {
    id,
    method,
    label,
    ...("cohort" in analysis ? { cohort: analysis.cohort } : {}),
    ...("endpoint" in analysis ? { endpoint: analysis.endpoint } : {}),
    by: "by" in analysis ? [...analysis.by] : [],
    at: "at" in analysis ? [...analysis.at] : [],
    conventions,
    groups: groups.map(({ group, members: own }) => ({ group, members: own.map((member) => placeOf.get(member)!) })),
    excluded,
    notes,
  };
}
