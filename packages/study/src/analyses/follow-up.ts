import { completeDate, dayNumber, type PartialDate } from "@seriatim/records";
import { followUpCompleteness, reverseKaplanMeier, survivalQuantile } from "@seriatim/stats";
import type { Endpoint } from "../endpoint.js";
import { groupBy, notesOnEmpty, partsOf } from "../grouping.js";
import { recordedValue } from "../member.js";
import { intervalOf, type RowContext, resultRow } from "../result-row.js";
import type { Result } from "../results.js";
import { notesOnRepeats, type Sample, subsample, takeSample } from "../sample.js";
import type { FollowUpDefinition } from "../study.js";
import { cohortWithRows, endpointOf, groupingFactors, type Outcome, type StudyRun } from "../study-run.js";
import { intervals, timeConvention } from "./survival-conventions.js";

/**
 * How long and how completely rows were followed: the reverse Kaplan–Meier median (Schemper & Smith 1996), the shortest
 * and longest follow-up of those without the event, and with a closing date (`as_of`) Clark's C.
 */
export function followUp(definition: FollowUpDefinition, run: StudyRun): Outcome {
  const cohort = cohortWithRows(run, definition);
  const endpoint = endpointOf(run, cohort, definition);
  const by = groupingFactors(run, cohort, definition.by, `${definition.path}.by`);
  const { sample, excluded, notes } = takeSample(cohort, endpoint, by, { study: run.study, at: definition.path });
  const grouping = groupBy(sample.members, by);
  const parts = partsOf(grouping, by).map(({ group, places }) => ({ group, sample: subsample(sample, places) }));
  const canBeComplete = run.study.asOf !== undefined && endpoint.dates !== undefined;
  return {
    results: parts.flatMap(({ group, sample: rows }) => {
      const context = {
        analysis: definition.id,
        cohort: definition.cohort,
        group,
        n: rows.members.length,
        events: rows.events,
      };
      return [
        ...timesOf(context, rows, endpoint, definition),
        ...(canBeComplete ? [completenessOf(context, rows, endpoint, run)] : []),
      ];
    }),
    conventions: [
      `Median follow-up by the reverse Kaplan–Meier estimate, ${intervals(definition.confidence)} on the ${definition.confidence.type} scale.`,
      ...(canBeComplete
        ? [
            "Completeness of follow-up is Clark's C: observed over potential person-time up to the closing date of the records.",
          ]
        : []),
      timeConvention(endpoint),
    ],
    excluded,
    groups: parts.map(({ group, sample: { members } }) => ({ group, members })),
    notes: [
      ...notes,
      ...notesOnRepeats(sample, "treated as independent"),
      ...notesOnEmpty(grouping),
      ...(canBeComplete ? [] : ["Completeness of follow-up not given: it needs dates and a closing date (as_of)"]),
    ],
  };
}

function timesOf(
  context: RowContext,
  sample: Sample,
  { scale, unit }: Endpoint,
  { confidence }: FollowUpDefinition,
): Result[] {
  const [curve] = reverseKaplanMeier(sample, {
    confidenceType: confidence.type,
    confidenceLevel: confidence.level,
    robust: false,
  });
  const { estimate, lower, upper } = survivalQuantile(curve, 0.5);
  const ofSurvivors = [...sample.time].filter((_, i) => sample.event[i] === 0).sort((a, b) => a - b);
  const survivors = { ...context, n: ofSurvivors.length, events: 0 };
  return [
    resultRow(context, {
      name: "followUpMedian",
      estimate: Number.isNaN(estimate) ? { notReached: true } : { value: estimate / scale },
      interval: intervalOf(lower / scale, upper / scale, confidence.level, confidence.type),
      unit,
    }),
    ...(["shortestTime", "longestTime"] as const).map((name) => {
      const time = name === "shortestTime" ? ofSurvivors[0] : ofSurvivors.at(-1);
      return resultRow(survivors, {
        name,
        estimate: time === undefined ? { notEstimable: "all had the event" } : { value: time / scale },
        unit,
        notes: ["of those without the event"],
      });
    }),
  ];
}

function completenessOf(
  context: RowContext,
  { members, time, event }: Sample,
  { dates, landmark = 0, scale }: Endpoint,
  { study }: StudyRun,
): Result {
  const closing = dayNumber(study.asOf!);
  // A row of the sample has its date of time zero; one after the closing date owes nothing.
  const owed = Float64Array.from(members, (member) => {
    const zero = recordedValue(member, dates!.from) as PartialDate;
    return Math.max(0, closing - dayNumber(completeDate(zero, study.partialDates)) - landmark * scale);
  });
  const completeness = followUpCompleteness({ time, event }, owed);
  return resultRow(context, {
    name: "completeness",
    estimate: Number.isNaN(completeness)
      ? { notEstimable: "no person-time up to the closing date" }
      : { value: completeness },
    unit: "probability",
  });
}
