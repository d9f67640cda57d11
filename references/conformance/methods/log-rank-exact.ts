import { logRankExact as test } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { groupedRows } from "./log-rank.js";

export const logRankExact: MethodRunner = (c, table) => {
  allowOptions(c, ["distribution"]);
  const { rows } = groupedRows(c, table);
  const distribution = (c.options.distribution ?? "exact") as "exact" | "asymptotic";
  const answer = test(rows, { distribution });
  return {
    z: answer.z,
    // A normal p is no answer to a case that asks for the exact one.
    p: answer.distribution === distribution ? answer.p : undefined,
    linearStatistic: answer.linearStatistic,
    expectation: answer.expectation,
    variance: answer.variance,
    scores: { rows: table.rows, values: answer.scores },
  };
};
