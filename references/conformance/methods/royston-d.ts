import { coxRegression, roystonD as measure, type Ties } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows } from "./cox.js";

/** `royston-d`: `survival::royston`. */
export const roystonD: MethodRunner = (c, table) => {
  allowOptions(c, ["ties", "adjust"]);
  const rows = coxRows(c, table);
  const { d, standardError, rSquared } = measure(
    rows,
    coxRegression(rows, { ties: c.options.ties as Ties | undefined }),
  );
  return { n: table.n, D: d, d, se: standardError, stdErr: standardError, R2: rSquared, rSquared };
};
