import { censoringDistribution as distribution, ipcwWeights as weightsAt } from "@seriatim/stats";
import { allowOptions, type Case, type MethodRunner } from "../case.js";
import { survivalRows } from "./kaplan-meier.js";

/** `censoring-distribution`: G(t) as `finegray` and `rttright` estimate it. */
export const censoringDistribution: MethodRunner = (c, table) => {
  allowOptions(c, ["atTimes", "times", "maxRows"]);
  const { rows, labels } = survivalRows(c, table);
  const curves = distribution(rows).map(({ group, time, atRisk, censored, survival }) => {
    const times = timesOf(c);
    const at = times.map((t) => survival[time.findLastIndex((known) => known <= t)] ?? 1);
    return {
      group: labels[group],
      time,
      nRisk: atRisk,
      nCensor: censored,
      survival,
      G: survival,
      at: { time: times, survival: at, G: at },
    };
  });
  return { n: table.n, ...(curves.length === 1 ? withoutGroup(curves[0]) : {}), curves };
};

/** `ipcw-weights`: `survival::rttright`. */
export const ipcwWeights: MethodRunner = (c, table) => {
  allowOptions(c, ["atTimes", "times"]);
  const { rows } = survivalRows(c, table);
  const times = timesOf(c);
  const found = weightsAt(rows, times);
  const weights = Array.from({ length: table.n }, (_, i) => times.map((_time, k) => found[k * table.n + i]));
  return { n: table.n, rows: table.rows, times, time: times, weights, weight: weights };
};

function timesOf({ options }: Case): number[] {
  return [options.times ?? options.atTimes ?? []].flat() as number[];
}

function withoutGroup({ group: _, ...curve }: { group: Record<string, string> }) {
  return curve;
}
