import { rubinPool as pool } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";

/** `rubin-pool`: `mice::pool.scalar`. */
export const rubinPool: MethodRunner = (c, table) => {
  allowOptions(c, ["n", "k", "confLevel"]);
  const { n, k, confLevel } = c.options as { n?: number | "Inf"; k?: number; confLevel?: number };
  const { estimate, variance } = c.input as { estimate: string; variance: string };
  const pooled = pool(table.numbers(estimate), table.numbers(variance), {
    n: n === "Inf" ? Number.POSITIVE_INFINITY : n,
    k,
    confidenceLevel: confLevel,
  });
  return {
    ...pooled,
    stdErr: pooled.standardError,
    df: pooled.degreesOfFreedom,
    dfRubin1987: pooled.degreesOfFreedomRubin1987,
    fmi: pooled.fractionMissing,
  };
};
