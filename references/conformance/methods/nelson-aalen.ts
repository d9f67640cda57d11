import { nelsonAalen as estimate, survivalInfluence } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { answers, curveOptions, optionsOf, startOf, survivalRows } from "./kaplan-meier.js";

export const nelsonAalen: MethodRunner = (c, table) => {
  allowOptions(c, [...curveOptions, "stype", "ctype"]);
  const { rows, labels } = survivalRows(c, table);
  const { stype: survivalType = 2, ctype: hazardType = 1 } = c.options as { stype?: 1 | 2; ctype?: 1 | 2 };
  const influence = c.options.influence
    ? survivalInfluence(rows, { ...startOf(c), of: "cumulativeHazard", hazardType })
    : undefined;
  return {
    curves: answers(c, labels, estimate(rows, { ...optionsOf(c, rows), survivalType, hazardType }), influence, table.n),
  };
};
