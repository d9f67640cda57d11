import { type LogRankWeights, logRankWeighted as test } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { groupedRows, matrixRows } from "./log-rank.js";

export const logRankWeighted: MethodRunner = (c, table) => {
  allowOptions(c, ["weights", "p", "q"]);
  const { rows, labels } = groupedRows(c, table);
  const { weights, p, q } = c.options as { weights: LogRankWeights; p?: number; q?: number };
  const answer = test(rows, { weights, p, q });
  return {
    chisq: answer.chiSquared,
    df: answer.degreesOfFreedom,
    p: answer.p,
    groups: answer.groups.map((group, g) => ({ group: labels[g], ...group })),
    variance: matrixRows(answer.variance),
  };
};
