import { coxRegression, proportionalHazardsTest, type Ties, type TimeTransform } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { coxRows } from "./cox.js";

/** `cox-zph`: R's `cox.zph` of a `coxph` fit. */
export const coxZph: MethodRunner = (c, table) => {
  allowOptions(c, ["ties", "transform"]);
  const { ties, transform } = c.options as { ties?: Ties; transform?: TimeTransform };
  const rows = coxRows(c, table);
  const { terms, global } = proportionalHazardsTest(rows, coxRegression(rows, { ties }), { transform });
  return {
    terms: terms.map(({ name, chiSquared, degreesOfFreedom, p }) => ({
      term: name,
      chisq: chiSquared,
      df: degreesOfFreedom,
      p,
    })),
    global: { chisq: global.chiSquared, df: global.degreesOfFreedom, p: global.p },
  };
};
