import {
  coxFirth,
  coxFrailty,
  coxLasso,
  coxRegression,
  coxResiduals,
  coxRidge,
  coxSurvival,
  designMatrix,
  proportionalHazardsTest,
} from "@seriatim/stats";
import type { Series } from "../series.js";
import { type Benchmark, designOf, ten, tenColumns } from "./benchmark.js";

const rowsOf = (s: Series, columns?: number) => ({ time: s.time, event: s.event, design: designOf(s, columns) });
const threePatients = designMatrix(
  3,
  Array.from({ length: 10 }, (_, j) => ({ type: "numeric", name: `x${j + 1}`, values: Float64Array.of(-1, 0, 1) })),
);

export const cox: Benchmark[] = [
  {
    name: "`coxRegression`, Efron, 10 covariates",
    run: (s) => coxRegression({ time: s.time, event: s.event, design: designOf(s) }),
    r: `coxph(Surv(time, event) ~ ${ten}, d)`,
  },
  {
    name: "`coxRegression`, start–stop rows",
    run: (s) => coxRegression({ time: s.time, entry: s.entry, event: s.event, design: designOf(s) }),
    r: `coxph(Surv(entry, time, event) ~ ${ten}, d)`,
  },
  {
    name: "`coxRegression`, clustered errors",
    run: (s) => coxRegression({ time: s.time, event: s.event, cluster: s.cluster, design: designOf(s) }),
    r: `coxph(Surv(time, event) ~ ${ten}, d, cluster = cluster)`,
  },
  {
    name: "`proportionalHazardsTest`, model included",
    run: (s) => {
      const rows = { time: s.time, event: s.event, design: designOf(s) };
      return proportionalHazardsTest(rows, coxRegression(rows));
    },
    r: `cox.zph(coxph(Surv(time, event) ~ ${ten}, d))`,
  },
  {
    name: "`coxResiduals`, model included",
    run: (s) => {
      const rows = rowsOf(s);
      return coxResiduals(rows, coxRegression(rows));
    },
    r: `{ f <- coxph(Surv(time, event) ~ ${ten}, d); lapply(c("martingale", "deviance", "score", "dfbeta"), function(type) residuals(f, type)) }`,
  },
  {
    name: "`coxSurvival` of 3 patients, model included",
    run: (s) => {
      const rows = rowsOf(s);
      return coxSurvival(rows, coxRegression(rows), threePatients);
    },
    r: `survfit(coxph(Surv(time, event) ~ ${ten}, d), setNames(as.data.frame(matrix(c(-1, 0, 1), 3, 10)), paste0("x", 1:10)))`,
  },
  {
    name: "`coxRidge`, 10 covariates",
    run: (s) => coxRidge(rowsOf(s), { theta: 10 }),
    r: "coxph(Surv(time, event) ~ ridge(x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, theta = 10), d)",
  },
  {
    name: "`coxLasso`, path of 100 λ",
    run: (s) => coxLasso(rowsOf(s)),
    r: `glmnet::glmnet(${tenColumns}, Surv(d$time, d$event), family = "cox")`,
  },
  {
    name: "`coxFrailty`, gamma, patients of ten rows, 2 covariates",
    run: (s) => coxFrailty({ ...rowsOf(s, 2), group: s.cluster }),
    r: "coxph(Surv(time, event) ~ x1 + x2 + frailty(cluster), d)",
  },
  {
    name: "`coxFirth`, profile intervals, 2 covariates",
    run: (s) => coxFirth(rowsOf(s, 2)),
  },
];
