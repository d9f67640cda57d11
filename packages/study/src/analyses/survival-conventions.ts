import type { Endpoint } from "../endpoint.js";
import type { Factor } from "../factor.js";
import type { Result } from "../results.js";
import type { Confidence, SurvivalDefinition } from "../study.js";
import { listed, timeText } from "../wording.js";
import { exactTest, exactUpTo, testName } from "./survival-tests.js";

/** What a survival analysis has come to, of which a Methods section speaks. */
interface SurvivalMethods {
  definition: SurvivalDefinition;
  endpoint: Endpoint;
  by: readonly Factor[];
  strata: readonly Factor[];
  /** Of the restricted mean, in the results' unit. */
  tau: number;
  tests: readonly Result[];
}

/** What a Methods section says of a `survival` analysis. */
export function survivalConventions(methods: SurvivalMethods): string[] {
  const { definition, endpoint, by, tau, tests } = methods;
  const { confidence, at } = definition;
  return [
    "Survival by the Kaplan–Meier estimate; at risk at a time are the rows observed up to just before it, a censoring tied with an event among them.",
    `${intervals(confidence)} of survival and its quantiles on the ${confidence.type} scale (Greenwood's variance).`,
    "Where a curve is level at one half, the median is the middle of that interval.",
    ...(at.length > 0
      ? [
          "Before the first event the interval of survival is not defined, as its variance is 0.",
          "Survival at a time is not estimable beyond the last observation, unless the curve has come down to 0.",
          "Crude survival is the share observed without the event, with its Clopper–Pearson interval; it is given only where nobody was censored before that time.",
        ]
      : []),
    `Restricted mean survival up to ${timeText(tau, endpoint.unit)}${restriction(definition, by)}.`,
    ...(tests.length === 0 ? [] : testConventions(methods)),
    timeConvention(endpoint),
  ];
}

function restriction({ tau }: SurvivalDefinition, by: readonly Factor[]): string {
  if (tau !== undefined) return "";
  return by.length === 0 ? ", the longest time" : ", the shortest of the groups' longest times";
}

function testConventions({ definition, by, strata, tests }: SurvivalMethods): string[] {
  const { rho, exact, trend } = definition;
  const stratified = strata.length > 0 ? `, stratified by ${labels(strata)}` : "";
  const scores = trend === true ? "their order as scores" : `the scores ${listed((trend ?? []).map(String))}`;
  return [
    `Groups of ${labels(by)} compared by the ${testName({ rho, strata: [] })} test${stratified}, two-sided.`,
    ...(trend === undefined ? [] : [`Test for trend over the groups with ${scores}.`]),
    ...(tests.some(({ test }) => test === exactTest)
      ? [
          `The two groups also compared by the exact permutation log-rank test${exact === undefined ? `, as up to ${exactUpTo} rows are` : ""}.`,
        ]
      : []),
  ];
}

/** How times become the unit of the results. */
export function timeConvention({ own, unit }: Pick<Endpoint, "own" | "unit">): string {
  if (own === unit) return `Times in ${unit}.`;
  const lengths = {
    days: "a month is 365.25 / 12 days, a year 365.25",
    months: "months are days / (365.25 / 12)",
    years: "years are days / 365.25",
  };
  return `Ties are decided in ${own}; ${own === "days" ? lengths[unit] : lengths.days}.`;
}

function labels(factors: readonly Factor[]): string {
  return listed(factors.map(({ label }) => label));
}

function percent(level: number): string {
  return `${Number((level * 100).toFixed(6))} %`;
}

/** The interval in words: `95 % confidence intervals`. */
export function intervals({ level }: Confidence): string {
  return `${percent(level)} confidence intervals`;
}
