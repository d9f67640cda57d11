import { brierScore, concordance, coxRegression, ipcwWeights, roystonD, timeDependentAuc } from "@seriatim/stats";
import type { Series } from "../series.js";
import { type Benchmark, designOf } from "./benchmark.js";

/** A risk between 0 and 1 from the first covariate. */
const predicted = (s: Series) => s.covariates[0].map((x) => 1 / (1 + Math.exp(-x)));
const score = (metric: string) =>
  `riskRegression::Score(list(m = matrix(1 / (1 + exp(-d$x1)))), Surv(time, event) ~ 1, d, times = 1800, metrics = "${metric}", cens.model = "km")`;

export const prediction: Benchmark[] = [
  {
    name: "`concordance`",
    run: (s) => concordance({ time: s.time, event: s.event, score: s.covariates[0] }),
    r: "concordance(Surv(time, event) ~ x1, d, reverse = TRUE)",
  },
  {
    name: "`brierScore` at one time",
    run: (s) => brierScore({ time: s.time, event: s.event }, [predicted(s)], [1800]),
    r: score("brier"),
  },
  {
    name: "`timeDependentAuc` at one time",
    run: (s) => timeDependentAuc({ time: s.time, event: s.event }, [predicted(s)], [1800]),
    r: score("auc"),
  },
  {
    name: "`ipcwWeights` at 2 times",
    run: (s) => ipcwWeights({ time: s.time, event: s.event }, [365, 1800]),
    r: "rttright(Surv(time, event) ~ 1, d, times = c(365, 1800))",
  },
  {
    name: "`roystonD`, model included",
    run: (s) => {
      const rows = { time: s.time, event: s.event, design: designOf(s, 2) };
      return roystonD(rows, coxRegression(rows));
    },
    r: "royston(coxph(Surv(time, event) ~ x1 + x2, d))",
  },
];
