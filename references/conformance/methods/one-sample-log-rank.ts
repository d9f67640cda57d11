import { type KnownHazard, oneSampleLogRank as test } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";

export const oneSampleLogRank: MethodRunner = (c, table) => {
  allowOptions(c, ["hazard", "confLevel"]);
  const { input, options } = c;
  const answer = test(
    {
      time: table.numbers(input.time as string),
      event: table.events(c),
      ...(input.entry ? { entry: table.numbers(input.entry as string) } : {}),
      ...(input.weights ? { weights: table.numbers(input.weights as string) } : {}),
    },
    { hazard: options.hazard as KnownHazard, confidenceLevel: options.confLevel as number | undefined },
  );
  return {
    observed: answer.observed,
    expected: answer.expected,
    z: answer.z,
    chisq: answer.chiSquared,
    p: answer.p,
    smr: answer.ratio,
  };
};
