import { meanCumulativeFunction as estimate } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { survivalRows } from "./kaplan-meier.js";

/** `mean-cumulative-function`: the hazard of `survfit` with rows clustered by subject; `input.terminal` is 1 in a row that ends with death. */
export const meanCumulativeFunction: MethodRunner = (c, table) => {
  allowOptions(c, ["confLevel", "confType", "maxRows"]);
  const { rows, labels } = survivalRows(c, table);
  if (!rows.id) throw new RangeError("the case has no “id”; events that recur are those of subjects");
  const { time, event, entry, weights, group, id } = rows;
  const { confLevel, confType } = c.options as { confLevel?: number; confType?: "log" | "plain" };
  const { terminal } = c.input as { terminal?: string };
  const curves = estimate(
    {
      time,
      event,
      entry,
      weights,
      group,
      id,
      terminal: terminal ? Uint8Array.from(table.numbers(terminal)) : undefined,
    },
    { confidenceLevel: confLevel, confidenceType: confType },
  );
  return {
    n: table.n,
    curves: curves.map((curve, g) => ({
      group: labels[g],
      subjects: curve.subjects,
      events: curve.events,
      time: curve.time,
      nRisk: curve.atRisk,
      nEvent: curve.eventCount,
      nTerminal: curve.terminal?.count,
      survival: curve.terminal?.survival,
      estimate: curve.estimate,
      stdErr: curve.standardError,
      lower: curve.lower,
      upper: curve.upper,
    })),
  };
};
