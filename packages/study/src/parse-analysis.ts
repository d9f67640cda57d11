import { given } from "./given.js";
import type { AnalysisDefinition, Confidence } from "./study.js";
import type { AnalysisFile } from "./study-schema.js";
import { sentenceCase } from "./wording.js";

/** An analysis in its normal form: every list a list, every default said. */
export function parseAnalysis(
  analysis: AnalysisFile,
  path: string,
  study: { confidence: Confidence; cohorts: readonly string[] },
): AnalysisDefinition {
  const common = { path, id: analysis.id, label: analysis.label ?? sentenceCase(analysis.id) };
  switch (analysis.method) {
    case "flow":
      return { ...common, method: "flow", cohorts: analysis.cohorts ?? study.cohorts };
    case "baseline": {
      const { cohort, factors, by, tests } = analysis;
      return {
        ...common,
        method: "baseline",
        cohort,
        factors,
        by: by ?? [],
        tests: tests === true ? "ranks" : tests === false || tests === undefined ? "none" : tests,
      };
    }
    case "survival": {
      const { by, at, tau, rho, strata, trend, exact } = analysis;
      return {
        ...common,
        method: "survival",
        ...timed(analysis, study.confidence),
        by: by ?? [],
        at: [...new Set(at)].sort((a, b) => a - b),
        rho: rho ?? 0,
        strata: strata ?? [],
        ...given({ tau, exact, trend: trend === false ? undefined : trend }),
      };
    }
    case "factors": {
      const { univariable, multivariable, ties, strata } = analysis;
      return {
        ...common,
        method: "factors",
        ...timed(analysis, study.confidence),
        univariable,
        multivariable: multivariable ?? [],
        strata: strata ?? [],
        ties: ties ?? "efron",
      };
    }
    case "follow-up":
      return { ...common, method: "follow-up", ...timed(analysis, study.confidence), by: analysis.by ?? [] };
    case "swimmer": {
      const { cohort, endpoint, operations, ordinal, level } = analysis;
      return { ...common, method: "swimmer", cohort, endpoint, operations, level, ...given({ ordinal }) };
    }
  }
}

function timed(
  { cohort, endpoint, confidence }: Extract<AnalysisFile, { confidence?: unknown }>,
  study: Confidence,
): { cohort: string; endpoint: string; confidence: Confidence } {
  return {
    cohort,
    endpoint,
    confidence: { level: confidence?.level ?? study.level, type: confidence?.type ?? study.type },
  };
}
