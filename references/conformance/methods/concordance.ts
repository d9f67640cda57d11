import { concordance as computeConcordance, type TimeWeight } from "@seriatim/stats";
import { allowOptions, type MethodRunner } from "../case.js";
import { codesOf } from "./cox.js";

/** `concordance`: R's function of that name. */
export const concordance: MethodRunner = (c, table) => {
  allowOptions(c, ["timewt", "reverse", "ymax"]);
  const { timewt, reverse, ymax } = c.options as { timewt?: TimeWeight; reverse?: boolean; ymax?: number };
  const { input } = c;
  if (table.n === 0) throw new RangeError(`${c.method} needs rows; every row of the table lacks a value`);
  const numbers = (name: unknown) => (name === undefined ? undefined : table.numbers(name as string));
  const result = computeConcordance(
    {
      time: table.numbers(input.time as string),
      event: table.events(c),
      entry: numbers(input.entry),
      weights: numbers(input.weights),
      strata: codesOf(table, input.strata),
      cluster: codesOf(table, input.cluster),
      score: table.numbers(input.score as string),
    },
    { timeWeight: timewt, reverse, yMax: ymax },
  );
  return { n: result.n, concordance: result.concordance, stdErr: result.standardError, counts: result.counts };
};
