import { restrictedMeanDifference } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { survivalRows } from "./kaplan-meier.js";

export const rmstDifference: MethodRunner = (c, table) => {
  allowOptions(c, ["tau", "confLevel", "maxRows"]);
  const { rows, labels } = survivalRows(c, table);
  if (labels.length !== 2) throw new RangeError(`the table has ${labels.length} groups; a difference needs two`);
  const { tau, confLevel } = c.options as { tau: number; confLevel?: number };
  const { groups, difference, ratio } = restrictedMeanDifference(rows, { tau, confidenceLevel: confLevel });
  return {
    groups: groups.map(({ n, events, estimate, standardError }, g) => ({
      group: labels[g],
      n,
      events,
      rmean: estimate,
      stdErr: standardError,
    })),
    difference: difference.estimate,
    stdErr: difference.standardError,
    lower: difference.lower,
    upper: difference.upper,
    z: difference.z,
    p: difference.p,
    ratio,
  };
};
