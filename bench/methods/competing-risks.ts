import { aalenJohansen, cumulativeIncidence, fineGray, fineGrayWeights, grayTest } from "@seriatim/stats";
import { type Benchmark, designOf, ten, tenColumns } from "./benchmark.js";

export const competingRisks: Benchmark[] = [
  {
    name: "`aalenJohansen`, 2 causes, jackknife errors",
    run: (s) => aalenJohansen({ time: s.time, to: Int32Array.from(s.cause, (cause) => cause || -1) }),
    r: "survfit(Surv(time, factor(cause)) ~ 1, d)",
  },
  {
    name: "`cumulativeIncidence`, 3 groups",
    run: (s) => cumulativeIncidence({ time: s.time, event: s.cause, group: s.group }),
    r: "cmprsk::cuminc(d$time, d$cause, d$group)",
  },
  {
    name: "`grayTest`, 3 groups",
    run: (s) => grayTest({ time: s.time, event: s.cause, group: s.group }),
    r: "cmprsk::cuminc(d$time, d$cause, d$group)",
  },
  {
    name: "`fineGray`, 10 covariates",
    run: (s) => fineGray({ time: s.time, event: s.cause, design: designOf(s) }),
    r: `cmprsk::crr(d$time, d$cause, ${tenColumns})`,
  },
  {
    name: "`fineGray`, weighted Cox model",
    run: (s) => fineGray({ time: s.time, event: s.cause, design: designOf(s) }, { estimator: "weighted-cox" }),
    r: `coxph(Surv(fgstart, fgstop, fgstatus) ~ ${ten}, finegray(Surv(time, factor(cause)) ~ ., transform(d, id = seq_along(time))), weights = fgwt, cluster = id)`,
  },
  {
    name: "`fineGrayWeights`",
    run: (s) => fineGrayWeights({ time: s.time, event: s.cause }),
    r: "finegray(Surv(time, factor(cause)) ~ ., d)",
  },
];
