import { sift } from "../exclusion.js";
import type { Factor } from "../factor.js";
import { groupBy, notesOnEmpty, partsOf } from "../grouping.js";
import { isMissing, type Member } from "../member.js";
import { numericSummary } from "../numeric-summary.js";
import { estimated, type RowContext, resultRow } from "../result-row.js";
import type { Result } from "../results.js";
import { missingFactor, nobodyLeft, notesOnCompleted } from "../sample.js";
import type { BaselineDefinition } from "../study.js";
import { cohortWithRows, factorsOf, groupingFactors, type Outcome, type StudyRun } from "../study-run.js";
import { listed } from "../wording.js";
import { baselineTest } from "./baseline-test.js";

/**
 * The table of baseline characteristics: of each factor counts and proportions by level, or mean, spread and quartiles;
 * of everyone and of each group. Proportions are of those with a value. p-values only where the study asks for them.
 */
export function baseline(definition: BaselineDefinition, run: StudyRun): Outcome {
  const cohort = cohortWithRows(run, definition);
  const factors = factorsOf(run, cohort, definition.factors, `${definition.path}.factors`);
  const by = groupingFactors(run, cohort, definition.by, `${definition.path}.by`);
  const { kept, excluded } = sift(cohort.members, (member) => missingFactor(member, by));
  if (kept.length === 0) throw nobodyLeft(cohort, excluded, { study: run.study, at: definition.path });
  const grouping = groupBy(kept, by);
  const parts = partsOf(grouping, by).map(({ group, places }) => ({ group, members: places.map((i) => kept[i]) }));
  const isTested = definition.tests !== "none" && grouping.groups.length > 1;
  return {
    results: factors.flatMap((factor) => {
      const context = { analysis: definition.id, cohort: definition.cohort, events: 0, factor: factor.id };
      return [
        ...parts.flatMap(({ group, members }) =>
          factor.type === "categorical"
            ? countsOf({ ...context, group, n: 0 }, factor, members)
            : momentsOf({ ...context, group, n: 0 }, factor, members),
        ),
        ...(isTested ? baselineTest({ ...context, group: {}, n: 0 }, factor, kept, grouping, definition.tests) : []),
      ];
    }),
    conventions: [
      "Proportions are of the rows with a value; quartiles by linear interpolation (R's type 7).",
      ...(isTested ? [testConvention(definition, by)] : []),
    ],
    excluded,
    groups: parts,
    notes: [
      ...(definition.tests !== "none" && !isTested ? ["No tests: there is one group only"] : []),
      ...notesOnCompleted(kept, factors),
      ...notesOnEmpty(grouping),
    ],
  };
}

function testConvention({ tests }: BaselineDefinition, by: readonly Factor[]): string {
  const continuous =
    tests === "means" ? "Welch's t-test or analysis of variance" : "the Wilcoxon rank-sum or Kruskal–Wallis test";
  return `Groups of ${listed(by.map(({ label }) => label))} compared by ${continuous} for numbers, and for counts by the chi-square test or, where an expected count is below 5, Fisher's exact test.`;
}

function countsOf(context: RowContext, factor: Factor, members: readonly Member[]): Result[] {
  const counts = new Int32Array(factor.levels.length);
  let missing = 0;
  for (const member of members) {
    const got = factor.read(member);
    if (isMissing(got)) missing++;
    else counts[got.value]++;
  }
  const n = members.length - missing;
  return [
    ...factor.levels.flatMap(({ id }, k) => [
      resultRow({ ...context, n }, { name: "count", level: id, estimate: { value: counts[k] }, unit: "rows" }),
      resultRow(
        { ...context, n },
        { name: "proportion", level: id, estimate: estimated(counts[k] / n, "nothing recorded"), unit: "probability" },
      ),
    ]),
    resultRow({ ...context, n: members.length }, { name: "missing", estimate: { value: missing }, unit: "rows" }),
  ];
}

function momentsOf(context: RowContext, factor: Factor, members: readonly Member[]): Result[] {
  const values = Float64Array.from(
    members.flatMap((member) => {
      const got = factor.read(member);
      return isMissing(got) ? [] : [got.value];
    }),
  );
  const summary = numericSummary(values);
  const n = values.length;
  const why = n === 0 ? "nothing recorded" : "one value only";
  const unit = factor.unit === undefined ? {} : { unit: factor.unit };
  return [
    ...(["median", "lowerQuartile", "upperQuartile", "mean", "standardDeviation", "minimum", "maximum"] as const).map(
      (name) => resultRow({ ...context, n }, { name, estimate: estimated(summary[name], why), ...unit }),
    ),
    resultRow(
      { ...context, n: members.length },
      { name: "missing", estimate: { value: members.length - n }, unit: "rows" },
    ),
  ];
}
