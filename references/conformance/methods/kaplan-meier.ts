import {
  type ConfidenceType,
  kaplanMeier as estimate,
  eventTimesOnly,
  restrictedMean,
  robustByDefault,
  type SurvivalCurve,
  type SurvivalInfluence,
  type SurvivalRows,
  survivalAt,
  survivalInfluence,
  survivalQuantile,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner } from "../case.js";

export const kaplanMeier: MethodRunner = (c, table) => {
  allowOptions(c, curveOptions);
  const { rows, labels } = survivalRows(c, table);
  const influence = c.options.influence ? survivalInfluence(rows, startOf(c)) : undefined;
  return { curves: answers(c, labels, estimate(rows, optionsOf(c, rows)), influence, table.n) };
};

export const curveOptions = [
  "confType",
  "confLevel",
  "robust",
  "atTimes",
  "quantiles",
  "tau",
  "startTime",
  "eventTimesOnly",
  "influence",
  "maxRows",
];

/** The rows of a case, its groups with their labels. */
export function survivalRows(c: Case, table: CaseTable): { rows: SurvivalRows; labels: Record<string, string>[] } {
  const { input } = c;
  const { codes, labels } = table.codes(input.group as string[] | undefined, c.expected.groups);
  const rows = {
    time: table.numbers(input.time as string),
    event: table.events(c),
    group: codes,
    ...(input.entry ? { entry: table.numbers(input.entry as string) } : {}),
    ...(input.weights ? { weights: table.numbers(input.weights as string) } : {}),
    ...(input.cluster ? { cluster: table.codes(input.cluster as string).codes } : {}),
    ...(input.id ? { id: table.codes(input.id as string).codes } : {}),
  };
  return { rows, labels };
}

export function optionsOf({ options }: Case, rows: SurvivalRows) {
  return {
    confidenceType: (options.confType ?? "log") as ConfidenceType,
    confidenceLevel: (options.confLevel ?? 0.95) as number,
    // survfit: whoever asks for the influence gets its errors.
    robust: (options.robust ?? (options.influence ? true : robustByDefault(rows))) as boolean,
    ...(options.startTime === undefined ? {} : { startTime: options.startTime as number }),
  };
}

export function startOf({ options }: Case): { startTime?: number } {
  return options.startTime === undefined ? {} : { startTime: options.startTime as number };
}

/** What the format expects of each curve; as in survfit there is none for a group whose rows all end before the start. */
export function answers(
  { options }: Case,
  labels: Record<string, string>[],
  curves: SurvivalCurve[],
  influence?: SurvivalInfluence[],
  n = 0,
): Record<string, unknown>[] {
  const { tau, atTimes } = options as { tau?: number; atTimes?: number[] };
  return curves.flatMap((curve, g) => {
    if (curve.n === 0) return [];
    const listed = options.eventTimesOnly ? eventTimesOnly(curve) : curve;
    const mean = tau === undefined ? undefined : restrictedMean(curve, tau);
    return {
      group: labels[g],
      n: curve.n,
      events: curve.events,
      time: listed.time,
      nRisk: listed.atRisk,
      nEvent: listed.eventCount,
      nCensor: listed.censored,
      survival: listed.survival,
      stdErr: listed.standardError,
      lower: listed.lower,
      upper: listed.upper,
      cumulativeHazard: listed.cumulativeHazard,
      cumHazStdErr: listed.cumulativeHazardStandardError,
      quantiles: quantiles(curve, (options.quantiles ?? [0.25, 0.5, 0.75]) as number[]),
      ...(mean ? { rmean: mean.estimate, rmeanStdErr: mean.standardError } : {}),
      ...(atTimes ? { at: at(curve, atTimes) } : {}),
      ...(influence
        ? { influence: influenceRows(influence[g], listed.time, curves.length === 1 ? n : undefined) }
        : {}),
    };
  });
}

function quantiles(curve: SurvivalCurve, p: number[]) {
  const found = p.map((share) => survivalQuantile(curve, share));
  return {
    p,
    estimate: found.map(({ estimate }) => estimate),
    lower: found.map(({ lower }) => lower),
    upper: found.map(({ upper }) => upper),
  };
}

function at(curve: SurvivalCurve, times: number[]) {
  const found = survivalAt(curve, times);
  return {
    time: found.map(({ time }) => time),
    nRisk: found.map(({ atRisk }) => atRisk),
    nEvent: found.map(({ events }) => events),
    nCensor: found.map(({ censored }) => censored),
    survival: found.map(({ survival }) => survival),
    stdErr: found.map(({ standardError }) => standardError),
    lower: found.map(({ lower }) => lower),
    upper: found.map(({ upper }) => upper),
    cumulativeHazard: found.map(({ cumulativeHazard }) => cumulativeHazard),
    cumHazStdErr: found.map(({ cumulativeHazardStandardError }) => cumulativeHazardStandardError),
  };
}

/** A row of the group each; as survfit has them, a single curve those too that end before its start. */
function influenceRows({ rows, time, values }: SurvivalInfluence, listed: Float64Array, n?: number): number[][] {
  const places = Array.from(listed, (t) => time.indexOf(t));
  const all = n === undefined ? rows : Int32Array.from({ length: n }, (_, i) => i);
  return Array.from(all, (i) => {
    const k = rows.indexOf(i);
    return places.map((j) => (k < 0 ? 0 : values[j * rows.length + k]));
  });
}
