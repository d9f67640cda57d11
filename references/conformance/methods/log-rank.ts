import { type SurvivalRows, logRank as test } from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner } from "../case.js";

/** The rows of a test of the log-rank family, and the labels of its groups; it must have two or more. */
export function groupedRows(c: Case, table: CaseTable): { rows: SurvivalRows; labels: Record<string, string>[] } {
  const { input } = c;
  const { codes, labels } = table.codes(input.group as string[], c.expected.groups);
  if (labels.length < 2) throw new RangeError(`${c.method} compares groups; the table has ${labels.length}`);
  return {
    labels,
    rows: {
      time: table.numbers(input.time as string),
      event: table.events(c),
      group: codes,
      ...(input.entry ? { entry: table.numbers(input.entry as string) } : {}),
      ...(input.weights ? { weights: table.numbers(input.weights as string) } : {}),
      ...(input.id ? { id: table.codes(input.id as string).codes } : {}),
      ...(input.strata ? { strata: table.codes(input.strata as string[]).codes } : {}),
    },
  };
}

/** The rows of a square matrix of one array. */
export function matrixRows(matrix: Float64Array): Float64Array[] {
  const size = Math.sqrt(matrix.length);
  return Array.from({ length: size }, (_, j) => matrix.slice(j * size, (j + 1) * size));
}

export const logRank: MethodRunner = (c, table) => {
  allowOptions(c, ["rho", "trendScores"]);
  const { rows, labels } = groupedRows(c, table);
  const { rho, trendScores } = c.options as { rho?: number; trendScores?: number[] };
  const answer = test(rows, { rho, trendScores });
  return {
    chisq: answer.chiSquared,
    df: answer.degreesOfFreedom,
    p: answer.p,
    groups: answer.groups.map((group, g) => ({ group: labels[g], ...group })),
    variance: matrixRows(answer.variance),
    ...(answer.trend && { trend: { z: answer.trend.z, chisq: answer.trend.chiSquared, df: 1, p: answer.trend.p } }),
  };
};
