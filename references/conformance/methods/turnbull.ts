import { turnbull as estimate, turnbullSurvivalAt } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { intervalRows } from "./aft.js";

/** `turnbull`: the interval-censored curve; `survfit(Surv(l, r, type = "interval2") ~ g)`. */
export const turnbull: MethodRunner = (c, table) => {
  allowOptions(c, ["censoring", "atTimes", "times", "maxRows"]);
  const { codes: group, labels } = table.codes(c.input.group as string[] | undefined, c.expected.groups);
  const weights = c.input.weights === undefined ? undefined : table.numbers(c.input.weights as string);
  const curves = estimate({ ...intervalRows(c, table), group, weights });
  const wanted = (c.options.times ?? c.options.atTimes ?? []) as number[];
  const expected = c.expected as { time?: number[]; curves?: { group?: unknown; time?: number[] }[] };
  const answers = curves.map((curve) => {
    const listed = expected.curves?.[curve.group]?.time ?? expected.time ?? wanted;
    return {
      group: labels[curve.group],
      n: curve.n,
      left: curve.lower,
      right: curve.upper,
      lower: curve.lower,
      upper: curve.upper,
      probability: curve.probability,
      time: listed,
      survival: turnbullSurvivalAt(curve, listed),
      logLik: curve.logLikelihood,
    };
  });
  return { ...(answers.length === 1 ? answers[0] : {}), n: table.n, curves: answers };
};
