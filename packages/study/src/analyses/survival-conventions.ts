import type { Endpoint } from "../endpoint.js";
import type { Factor } from "../factor.js";
import type { TimeUnit } from "../results.js";
import type { Confidence, SurvivalDefinition } from "../study.js";
import { listed, timeText } from "../wording.js";
import { exactUpTo, testName } from "./survival-tests.js";

/** What a Methods section says of a `survival` analysis. */
export function survivalConventions(
  definition: SurvivalDefinition,
  endpoint: Endpoint,
  by: readonly Factor[],
  tau: number,
): string[] {
  const { confidence, at, rho, strata, exact, trend } = definition;
  const test = testName({ rho, strata: [] });
  return [
    "Survival by the Kaplan–Meier estimate; at risk at a time are the rows observed up to just before it, a censoring tied with an event among them.",
    `${intervals(confidence)} of survival and its quantiles on the ${confidence.type} scale (Greenwood's variance).`,
    "Where a curve is level at one half, the median is the middle of that interval.",
    ...(at.length > 0
      ? [
          "Survival at a time is not estimable beyond the last observation, unless the curve has come down to 0.",
          "Crude survival is the share observed without the event, with its Clopper–Pearson interval; it is given only where nobody was censored before that time.",
        ]
      : []),
    `Restricted mean survival up to ${timeText(tau, endpoint.unit)}${definition.tau === undefined ? ", the shortest of the groups' longest times" : ""}.`,
    ...(by.length === 0
      ? []
      : [
          `Groups of ${listed(by.map(({ label }) => label))} compared by the ${test} test${strata.length > 0 ? `, stratified by ${listed(strata)}` : ""}, two-sided.`,
          ...(trend === undefined
            ? []
            : ["Test for trend over the groups with the scores of their order or those given."]),
          ...(exact === false
            ? []
            : [
                `Two groups${exact === true ? "" : ` of up to ${exactUpTo} rows together`} also compared by the exact permutation log-rank test.`,
              ]),
        ]),
    timeConvention(endpoint.unit),
  ];
}

/** How times become the unit of the results. */
export function timeConvention(unit: TimeUnit): string {
  if (unit === "days") return "Times in days.";
  return `Ties are decided in days; ${unit === "months" ? "months are days / (365.25 / 12)" : "years are days / 365.25"}.`;
}

function percent(level: number): string {
  return `${Number((level * 100).toFixed(6))} %`;
}

/** The interval in words: `95 % confidence intervals`. */
export function intervals({ level }: Confidence): string {
  return `${percent(level)} confidence intervals`;
}
