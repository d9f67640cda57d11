import { meanCumulativeFunction as estimate } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { survivalRows } from "./kaplan-meier.js";

/** `mean-cumulative-function`: the hazard of `survfit` with rows clustered by subject. */
export const meanCumulativeFunction: MethodRunner = (c, table) => {
  allowOptions(c, ["confLevel", "maxRows"]);
  const { rows, labels } = survivalRows(c, table);
  if (!rows.id) throw new RangeError("the case has no “id”; events that recur are those of subjects");
  const { time, event, entry, weights, group, id } = rows;
  const curves = estimate(
    { time, event, entry, weights, group, id },
    { confidenceLevel: c.options.confLevel as number | undefined },
  );
  return {
    n: table.n,
    curves: curves.map((curve, g) => ({
      group: labels[g],
      events: curve.events,
      time: curve.time,
      nRisk: curve.atRisk,
      estimate: curve.estimate,
      stdErr: curve.standardError,
      lower: curve.lower,
      upper: curve.upper,
    })),
  };
};
