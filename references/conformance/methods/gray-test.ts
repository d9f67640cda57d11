import { cumulativeIncidence, cumulativeIncidenceAt, grayTest as test } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { causeCodes } from "./prediction.js";

/** `gray-test`: `cmprsk::cuminc` and `timepoints`. */
export const grayTest: MethodRunner = (c, table) => {
  allowOptions(c, ["rho", "atTimes"]);
  const { input } = c;
  const { rho, atTimes = [] } = c.options as { rho?: number; atTimes?: number[] };
  const { codes: event, labels: causes } = causeCodes(
    table.column(input.event as string),
    String(input.censorCode ?? 0),
  );
  const { codes: group, labels } = table.codes(input.group as string[] | undefined);
  const strata = input.strata === undefined ? undefined : table.codes(input.strata as string[]).codes;
  const rows = { time: table.numbers(input.time as string), event, group, strata };
  return {
    n: table.n,
    tests: test(rows, { rho }).map(({ cause, chiSquared, degreesOfFreedom, p }) => ({
      cause: causes[cause - 1],
      chisq: chiSquared,
      df: degreesOfFreedom,
      p,
    })),
    at: cumulativeIncidence(rows).map((curve) => {
      const found = cumulativeIncidenceAt(curve, atTimes);
      return {
        ...(input.group !== undefined && { group: labels[curve.group] }),
        cause: causes[curve.cause - 1],
        time: atTimes,
        estimate: found.map(({ estimate }) => estimate),
        variance: found.map(({ variance }) => variance),
      };
    }),
  };
};
