import type { Result, Results } from "@seriatim/study/results";

/** How far the events of a `factors` analysis go. */
export interface EventBudget {
  /** Of the multivariable model, or of the univariable models' rows where there is none. */
  events: number;
  n: number;
  /** Of the multivariable model: its coefficients that are not the reference. */
  parameters: number;
  /** Null without a multivariable model. */
  eventsPerParameter: number | null;
  /** As many as ten events each allow (Peduzzi et al. 1995, J Clin Epidemiol 48:1503, doi 10.1016/0895-4356(95)00048-8). */
  affordable: number;
  /** What each factor costs in parameters, as its univariable model has them. */
  costs: Record<string, number>;
}

/**
 * The budget of events of a `factors` analysis, from its results.
 *
 * @param perParameter events that a parameter should have; default 10
 * @throws RangeError where there is no such analysis
 */
export function eventsPerParameter(
  results: Results,
  analysis: string,
  { perParameter = 10 }: { perParameter?: number } = {},
): EventBudget {
  const ratios = results.results.filter((one) => one.analysis === analysis && one.name === "hazardRatio");
  if (ratios.length === 0) throw new RangeError(`the results have no hazard ratios of “${analysis}”`);
  const wholes = results.results.filter((one) => one.analysis === analysis && one.name === "concordance");
  const whole = wholes.find(({ model }) => model === "multivariable");
  const largest = wholes.reduce((most, one) => (one.events > most.events ? one : most), wholes[0]);
  const { events, n } = whole ?? largest;
  const parameters = ratios.filter((one) => one.model === "multivariable" && isParameter(one)).length;
  const costs: Record<string, number> = {};
  for (const one of ratios.filter(({ model }) => model === "univariable"))
    costs[one.factor!] = (costs[one.factor!] ?? 0) + (isParameter(one) ? 1 : 0);
  return {
    events,
    n,
    parameters,
    eventsPerParameter: parameters === 0 ? null : events / parameters,
    affordable: Math.floor(events / perParameter),
    costs,
  };
}

/** Not the reference, and not a level that nobody has. */
function isParameter({ notes, n }: Result): boolean {
  return n > 0 && !notes.includes("reference");
}
