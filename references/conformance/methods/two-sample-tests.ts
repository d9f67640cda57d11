import {
  analysisOfVariance,
  chiSquaredTest,
  fisherExactTest,
  kruskalWallis,
  standardisedMeanDifference,
  studentTTest,
  welchTTest,
  wilcoxonRankSum,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner, UnsupportedOption } from "../case.js";

export const twoSampleTests: MethodRunner = (c, table) => {
  switch (c.options.test) {
    case "t-welch":
    case "t-student":
      return tTest(c, table);
    case "wilcoxon":
      return wilcoxon(c, table);
    case "kruskal":
    case "anova":
      return severalGroups(c, table);
    case "chi-square":
    case "fisher":
      return counts(c, table);
    default:
      throw new UnsupportedOption(`${c.method} does not know the test “${String(c.options.test)}”`);
  }
};

function tTest(c: Case, table: CaseTable): Record<string, unknown> {
  allowOptions(c, ["test", "confLevel"]);
  const { groups, x, y } = twoSamples(c, table);
  const test = c.options.test === "t-welch" ? welchTTest : studentTTest;
  const answer = test(x, y, { confidenceLevel: c.options.confLevel as number | undefined });
  // R's t.test stops where its statistic is not defined.
  if (Number.isNaN(answer.statistic))
    throw new RangeError(`${String(c.options.test)} needs values that vary; found ${x.length} and ${y.length} values`);
  return {
    groups,
    statistic: answer.statistic,
    df: answer.degreesOfFreedom,
    p: answer.p,
    means: answer.means,
    difference: answer.difference,
    stdErr: answer.standardError,
    lower: answer.lower,
    upper: answer.upper,
    smd: standardisedMeanDifference(x, y),
  };
}

function wilcoxon(c: Case, table: CaseTable): Record<string, unknown> {
  allowOptions(c, ["test", "exact", "correct"]);
  const { groups, x, y } = twoSamples(c, table);
  const { exact, correct } = c.options as { exact?: boolean; correct?: boolean };
  const { w, p } = wilcoxonRankSum(x, y, { exact, correct });
  return { groups, W: w, p, smd: standardisedMeanDifference(x, y) };
}

function severalGroups(c: Case, table: CaseTable): Record<string, unknown> {
  allowOptions(c, ["test"]);
  const { codes, labels } = table.codes(c.input.group as string[]);
  const values = table.numbers(c.input.value as string);
  if (labels.length < 2) throw new RangeError(`${String(c.options.test)} compares groups; there is ${labels.length}`);
  if (c.options.test === "kruskal") {
    const { statistic, degreesOfFreedom, p } = kruskalWallis(values, codes);
    return { groups: labels, statistic, df: degreesOfFreedom, p };
  }
  const { f, degreesOfFreedom, p } = analysisOfVariance(values, codes);
  return { groups: labels, F: f, df1: degreesOfFreedom[0], df2: degreesOfFreedom[1], p };
}

function counts(c: Case, table: CaseTable): Record<string, unknown> {
  const rows = table.strata(c.input.row as string);
  const columns = table.strata(c.input.column as string);
  if (rows.labels.length < 2 || columns.labels.length < 2)
    throw new RangeError(
      `${String(c.options.test)} needs two rows and two columns; found ${rows.labels.length} and ${columns.labels.length}`,
    );
  const counted = rows.labels.map(() => columns.labels.map(() => 0));
  for (let i = 0; i < table.n; i++) counted[rows.codes[i]][columns.codes[i]]++;
  const answer = { rowLevels: rows.labels, columnLevels: columns.labels, counts: counted };
  if (c.options.test === "chi-square") {
    allowOptions(c, ["test", "correct"]);
    const { correct } = c.options as { correct?: boolean };
    const { statistic, degreesOfFreedom, p, expected } = chiSquaredTest(counted, { correct });
    return { ...answer, statistic, df: degreesOfFreedom, p, expected };
  }
  allowOptions(c, ["test", "confLevel"]);
  const { p, oddsRatio } = fisherExactTest(counted, { confidenceLevel: c.options.confLevel as number | undefined });
  return { ...answer, p, oddsRatio: oddsRatio?.estimate, lower: oddsRatio?.lower, upper: oddsRatio?.upper };
}

function twoSamples(c: Case, table: CaseTable) {
  const { codes, labels } = table.codes(c.input.group as string[]);
  if (labels.length !== 2) throw new RangeError(`${String(c.options.test)} compares two groups, not ${labels.length}`);
  const values = table.numbers(c.input.value as string);
  return { groups: labels, x: values.filter((_, i) => codes[i] === 0), y: values.filter((_, i) => codes[i] === 1) };
}
