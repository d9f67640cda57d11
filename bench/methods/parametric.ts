import { aalenAdditive, acceleratedFailureTime, rightCensored, turnbull } from "@seriatim/stats";
import type { Series } from "../series.js";
import { type Benchmark, designOf, ten } from "./benchmark.js";

/** Visits every thirty days: the event was between two of them. */
const visits = (s: Series) => ({
  lower: s.time.map((t) => 30 * Math.floor(t / 30)),
  upper: s.time.map((t, i) => (s.event[i] ? 30 * (Math.floor(t / 30) + 1) : Number.POSITIVE_INFINITY)),
});

export const parametric: Benchmark[] = [
  {
    name: "`acceleratedFailureTime`, Weibull, 10 covariates",
    run: (s) => acceleratedFailureTime({ ...rightCensored(s.time, s.event), design: designOf(s) }),
    r: `survreg(Surv(time, event) ~ ${ten}, d)`,
  },
  {
    name: "`acceleratedFailureTime`, lognormal, interval-censored",
    run: (s) => acceleratedFailureTime({ ...positive(visits(s)), design: designOf(s) }, { distribution: "lognormal" }),
    r: `survreg(Surv(pmax(1, 30 * (time %/% 30)), ifelse(event == 1, 30 * (time %/% 30 + 1), NA), type = "interval2") ~ ${ten}, d, dist = "lognormal")`,
  },
  {
    name: "`turnbull`, visits every 30 days",
    run: (s) => turnbull(visits(s)),
    r: "survfit(Surv(30 * (time %/% 30), ifelse(event == 1, 30 * (time %/% 30 + 1), NA), type = 'interval2') ~ 1, d)",
  },
  {
    name: "`aalenAdditive`, 2 covariates",
    run: (s) => aalenAdditive({ time: s.time, event: s.event, design: designOf(s, 2) }),
    r: "aareg(Surv(time, event) ~ x1 + x2, d)",
  },
];

/** A log-normal time is above 0. */
function positive({ lower, upper }: { lower: Float64Array; upper: Float64Array }) {
  return { lower: lower.map((t) => Math.max(1, t)), upper };
}
