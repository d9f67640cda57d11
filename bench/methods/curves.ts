import { kaplanMeier, nelsonAalen, pseudoValues, restrictedMean } from "@seriatim/stats";
import type { Benchmark } from "./benchmark.js";

export const curves: Benchmark[] = [
  {
    name: "`kaplanMeier`, 3 groups",
    run: (s) => kaplanMeier({ time: s.time, event: s.event, group: s.group }),
    r: 'survfit(Surv(time, event) ~ group, d, conf.type = "log-log")',
  },
  {
    name: "`kaplanMeier`, left truncation",
    run: (s) => kaplanMeier({ time: s.time, event: s.event, entry: s.entry }),
    r: "survfit(Surv(entry, time, event) ~ 1, d)",
  },
  {
    name: "`kaplanMeier`, robust, clusters of ten",
    run: (s) => kaplanMeier({ time: s.time, event: s.event, cluster: s.cluster }),
    r: "survfit(Surv(time, event) ~ 1, d, cluster = cluster)",
  },
  {
    name: "`nelsonAalen`",
    run: (s) => nelsonAalen({ time: s.time, event: s.event }),
    r: "survfit(Surv(time, event) ~ 1, d, stype = 2)",
  },
  {
    name: "`restrictedMean`, curve included",
    run: (s) => restrictedMean(kaplanMeier({ time: s.time, event: s.event })[0], 1800),
    r: "summary(survfit(Surv(time, event) ~ 1, d), rmean = 1800)$table",
  },
  {
    name: "`pseudoValues` of survival, 2 times",
    run: (s) => pseudoValues({ time: s.time, event: s.event }, [365, 1800]),
    r: "pseudo(survfit(Surv(time, event) ~ 1, d), times = c(365, 1800))",
  },
];
