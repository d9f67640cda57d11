import { reverseKaplanMeier as estimate, survivalInfluence } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { answers, curveOptions, optionsOf, startOf, survivalRows } from "./kaplan-meier.js";

export const reverseKaplanMeier: MethodRunner = (c, table) => {
  allowOptions(c, curveOptions);
  const { rows, labels } = survivalRows(c, table);
  const flipped = { ...rows, event: rows.event.map((event) => 1 - event) };
  const influence = c.options.influence ? survivalInfluence(flipped, startOf(c)) : undefined;
  return { curves: answers(c, labels, estimate(rows, optionsOf(c, rows)), influence, table.n) };
};
