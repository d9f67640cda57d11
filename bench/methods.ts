import {
  concordance,
  coxRegression,
  type DesignMatrix,
  designMatrix,
  kaplanMeier,
  logRank,
  nelsonAalen,
  proportionalHazardsTest,
  restrictedMean,
} from "@seriatim/stats";
import type { Series } from "./series.js";

/** One calculation, ours and R's, on the same series. */
export interface Benchmark {
  name: string;
  run: (series: Series) => unknown;
  /** An expression on the data frame `d`; absent where R has no such method. */
  r?: string;
}

const design = ({ n, covariates }: Series, columns = 10): DesignMatrix =>
  designMatrix(
    n,
    covariates.slice(0, columns).map((values, j) => ({ type: "numeric" as const, name: `x${j + 1}`, values })),
  );
const ten = Array.from({ length: 10 }, (_, j) => `x${j + 1}`).join(" + ");

export const benchmarks: Benchmark[] = [
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
    name: "`logRank`, 3 groups",
    run: (s) => logRank({ time: s.time, event: s.event, group: s.group }),
    r: "survdiff(Surv(time, event) ~ group, d)",
  },
  {
    name: "`coxRegression`, Efron, 10 covariates",
    run: (s) => coxRegression({ time: s.time, event: s.event, design: design(s) }),
    r: `coxph(Surv(time, event) ~ ${ten}, d)`,
  },
  {
    name: "`coxRegression`, start–stop rows",
    run: (s) => coxRegression({ time: s.time, entry: s.entry, event: s.event, design: design(s) }),
    r: `coxph(Surv(entry, time, event) ~ ${ten}, d)`,
  },
  {
    name: "`coxRegression`, clustered errors",
    run: (s) => coxRegression({ time: s.time, event: s.event, cluster: s.cluster, design: design(s) }),
    r: `coxph(Surv(time, event) ~ ${ten}, d, cluster = cluster)`,
  },
  {
    name: "`proportionalHazardsTest`, model included",
    run: (s) => {
      const rows = { time: s.time, event: s.event, design: design(s) };
      return proportionalHazardsTest(rows, coxRegression(rows));
    },
    r: `cox.zph(coxph(Surv(time, event) ~ ${ten}, d))`,
  },
  {
    name: "`concordance`",
    run: (s) => concordance({ time: s.time, event: s.event, score: s.covariates[0] }),
    r: "concordance(Surv(time, event) ~ x1, d, reverse = TRUE)",
  },
];
