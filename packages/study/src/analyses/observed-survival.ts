import { clopperPearson } from "@seriatim/stats";
import type { Endpoint } from "../endpoint.js";
import { intervalOf, type RowContext, resultRow } from "../result-row.js";
import type { Estimate, Result } from "../results.js";
import { sameTime } from "../same-time.js";
import type { Sample } from "../sample.js";
import type { Confidence } from "../study.js";
import { counted, timeText } from "../wording.js";

/**
 * What was observed, without a model. `survivors`@t counts those observed without the event at t (a row censored at t
 * itself among them). `crudeSurvival`@t is their share, with its exact interval, where nobody was censored before t;
 * then it is the Kaplan–Meier estimate. Where somebody was, it is not estimable.
 */
export function observedSurvival(
  context: RowContext,
  sample: Sample,
  { scale, unit }: Endpoint,
  { at, confidence }: { at: readonly number[]; confidence: Confidence },
): Result[] {
  const { time, event, patients, members } = sample;
  const times = [...time].sort((a, b) => a - b);
  const last = times.at(-1)!;
  const rows = patients === members.length ? "patients" : "rows";
  const read = (name: "shortestTime" | "longestTime" | "lastObservation", value: number, notes: string[] = []) =>
    resultRow(context, { name, estimate: { value: value / scale }, unit, notes });
  const endsByEvent = time.some((t, i) => t === last && event[i] === 1);
  return [
    ...at.flatMap((t) => {
      const { survivors, lostBefore } = observedAt(sample, t * scale);
      const { estimate, lower, upper } = clopperPearson(survivors, members.length, confidence.level);
      const known = crudeReason(sample, lostBefore, timeText(t, unit));
      return [
        resultRow(context, {
          name: "crudeSurvival",
          at: t,
          estimate: known ?? { value: estimate },
          ...(known ? {} : { interval: intervalOf(lower, upper, confidence.level, "Clopper–Pearson") }),
          unit: "probability",
        }),
        resultRow(context, {
          name: "survivors",
          at: t,
          estimate: { value: survivors },
          unit: rows,
          notes: t * scale > last ? [`last observation at ${timeText(last / scale, unit)}`] : [],
        }),
      ];
    }),
    read("shortestTime", times[0]),
    read("longestTime", last),
    read("lastObservation", last, [endsByEvent ? "ends with an event" : "ends with a censoring"]),
  ];
}

function observedAt({ time, event }: Sample, t: number): { survivors: number; lostBefore: number } {
  let survivors = 0;
  let lostBefore = 0;
  for (let i = 0; i < time.length; i++) {
    if (sameTime(time[i], t) ? event[i] === 0 : time[i] > t) survivors++;
    else if (event[i] === 0) lostBefore++;
  }
  return { survivors, lostBefore };
}

function crudeReason({ entry, members }: Sample, lostBefore: number, when: string): Estimate | undefined {
  if (entry) return { notEstimable: "rows observed only from after time zero" };
  if (lostBefore > 0)
    return { notEstimable: `${lostBefore} of ${counted(members.length, "row")} censored before ${when}` };
  return undefined;
}
