import { logRank, logRankWeighted } from "@seriatim/stats";
import type { Benchmark } from "./benchmark.js";

export const comparingCurves: Benchmark[] = [
  {
    name: "`logRank`, 3 groups",
    run: (s) => logRank({ time: s.time, event: s.event, group: s.group }),
    r: "survdiff(Surv(time, event) ~ group, d)",
  },
  {
    name: "`logRankWeighted`, Peto–Peto, 3 groups",
    run: (s) => logRankWeighted({ time: s.time, event: s.event, group: s.group }, { weights: "peto-peto" }),
  },
];
