import {
  kaplanMeier,
  normalQuantile,
  restrictedMean,
  type SurvivalCurve,
  survivalAt,
  survivalQuantile,
} from "@seriatim/stats";
import type { Endpoint } from "../endpoint.js";
import { groupBy, notesOnEmpty, partsOf } from "../grouping.js";
import { estimated, finiteOrNull, intervalOf, type RowContext, resultRow } from "../result-row.js";
import type { CurveSeries, Estimate, Result } from "../results.js";
import { sameTime } from "../same-time.js";
import { notesOnRepeats, type Sample, subsample, takeSample } from "../sample.js";
import type { Confidence, SurvivalDefinition } from "../study.js";
import { cohortWithRows, endpointOf, groupingFactors, type Outcome, type StudyRun } from "../study-run.js";
import { timeText } from "../wording.js";
import { observedSurvival } from "./observed-survival.js";
import { survivalConventions } from "./survival-conventions.js";
import { survivalTests } from "./survival-tests.js";

/**
 * Kaplan–Meier curves of everyone and of each group, what is read off them (median, quartiles, survival at times, restricted
 * mean), what was observed without a model (crude survival, survivors, shortest and longest time), and log-rank tests.
 * Rows without a group are left out of the whole analysis, so that the groups add up to everyone.
 */
export function survival(definition: SurvivalDefinition, run: StudyRun): Outcome {
  const cohort = cohortWithRows(run, definition);
  const endpoint = endpointOf(run, cohort, definition);
  const by = groupingFactors(run, cohort, definition.by, `${definition.path}.by`);
  const strata = groupingFactors(run, cohort, definition.strata, `${definition.path}.strata`);
  const { sample, excluded, notes } = takeSample(cohort, endpoint, [...by, ...strata], {
    study: run.study,
    at: definition.path,
  });
  const grouping = groupBy(sample.members, by);
  const parts = partsOf(grouping, by).map(({ group, places }) => ({ group, sample: subsample(sample, places) }));
  const tau = definition.tau ?? Math.min(...parts.map((part) => latest(part.sample))) / endpoint.scale;
  const results = parts.flatMap(({ group, sample: rows }) => {
    const context = {
      analysis: definition.id,
      cohort: definition.cohort,
      group,
      n: rows.members.length,
      events: rows.events,
    };
    return curveResults(context, rows, endpoint, { ...definition, tau });
  });
  const tests =
    by.length === 0
      ? { results: [], notes: [] }
      : survivalTests(definition, sample, grouping, groupBy(sample.members, strata));
  return {
    results: [...results, ...tests.results],
    conventions: survivalConventions({ definition, endpoint, by, strata, tau, tests: tests.results }),
    excluded,
    groups: parts.map(({ group, sample: { members } }) => ({ group, members })),
    notes: [...notes, ...notesOnRepeats(sample, "treated as independent"), ...notesOnEmpty(grouping), ...tests.notes],
  };
}

interface Reading {
  at: readonly number[];
  tau: number;
  confidence: Confidence;
}

function curveResults(context: RowContext, sample: Sample, endpoint: Endpoint, reading: Reading): Result[] {
  const { confidence, at } = reading;
  const [curve] = kaplanMeier(sample, {
    confidenceType: confidence.type,
    confidenceLevel: confidence.level,
    robust: false,
  });
  const { unit, scale } = endpoint;
  const quantile = (p: number): Pick<Result, "estimate" | "interval" | "unit"> => {
    const { estimate, lower, upper } = survivalQuantile(curve, p);
    return {
      estimate: Number.isNaN(estimate) ? { notReached: true } : { value: estimate / scale },
      interval: intervalOf(lower / scale, upper / scale, confidence.level, confidence.type),
      unit,
    };
  };
  return [
    resultRow(context, {
      name: "curve",
      estimate: { value: curve.survival.at(-1)! },
      unit: "probability",
      series: seriesOf(curve, scale),
    }),
    resultRow(context, { name: "median", ...quantile(0.5) }),
    ...[0.25, 0.75].map((p) => resultRow(context, { name: "quantile", level: String(p), ...quantile(p) })),
    ...at.map((t) => survivalResult(context, curve, t, endpoint, confidence)),
    ...observedSurvival(context, sample, endpoint, reading),
    restrictedMeanResult(context, curve, endpoint, reading),
  ];
}

function survivalResult(
  context: RowContext,
  curve: SurvivalCurve,
  at: number,
  endpoint: Endpoint,
  { level, type }: Confidence,
): Result {
  const time = observedTime(curve, at, endpoint);
  const beyond = beyondObservation(curve, time, endpoint);
  const [{ survival, lower, upper }] = survivalAt(curve, [time]);
  const limits = survival === 1 ? [Number.NaN, Number.NaN] : [lower, upper];
  return resultRow(context, {
    name: "survival",
    at,
    estimate: beyond ?? { value: survival },
    ...(beyond ? {} : { interval: intervalOf(limits[0], limits[1], level, type) }),
    unit: "probability",
  });
}

/** A time of the results in the endpoint's own unit; where it is one of the curve's but for round-off, that one. */
function observedTime(curve: SurvivalCurve, t: number, { scale }: Endpoint): number {
  const time = t * scale;
  return curve.time.find((own) => sameTime(own, time)) ?? time;
}

/** Why survival is not known at a time: nobody was observed so long, and not all had the event before. */
function beyondObservation(curve: SurvivalCurve, time: number, { scale, unit }: Endpoint): Estimate | undefined {
  const last = curve.time.at(-1)!;
  if (time <= last || curve.survival.at(-1) === 0) return undefined;
  return { notEstimable: `last observation at ${timeText(last / scale, unit)}` };
}

function restrictedMeanResult(
  context: RowContext,
  curve: SurvivalCurve,
  endpoint: Endpoint,
  { tau, confidence }: Reading,
): Result {
  const { scale, unit } = endpoint;
  const time = observedTime(curve, tau, endpoint);
  const beyond = tau === 0 ? { notEstimable: "the longest time is 0" } : beyondObservation(curve, time, endpoint);
  const { estimate, standardError } = restrictedMean(curve, time);
  const reach = standardError > 0 ? normalQuantile((1 + confidence.level) / 2) * standardError : Number.NaN;
  return resultRow(context, {
    name: "restrictedMean",
    at: tau,
    estimate: beyond ?? estimated(estimate / scale, "not defined"),
    ...(beyond
      ? {}
      : { interval: intervalOf((estimate - reach) / scale, (estimate + reach) / scale, confidence.level, "normal") }),
    unit,
  });
}

function latest({ time }: Sample): number {
  return time.reduce((longest, t) => Math.max(longest, t), 0);
}

function seriesOf(curve: SurvivalCurve, scale: number): CurveSeries {
  return {
    time: Array.from(curve.time, (t) => t / scale),
    survival: [...curve.survival],
    lower: Array.from(curve.lower, finiteOrNull),
    upper: Array.from(curve.upper, finiteOrNull),
    atRisk: [...curve.atRisk],
    events: [...curve.eventCount],
    censored: [...curve.censored],
  };
}
