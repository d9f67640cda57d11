import {
  completeDate,
  dayNumber,
  type FieldDefinition,
  isFullDate,
  type PartialDate,
  unknownName,
} from "@seriatim/records";
import { bindCondition } from "./condition.js";
import { daysObserved } from "./days-observed.js";
import { isMissing, type Member, recordedValue } from "./member.js";
import type { TimeUnit } from "./results.js";
import { sameTime } from "./same-time.js";
import { requireField, type Scope } from "./scope.js";
import type { EndpointDefinition, Study } from "./study.js";
import { studyError } from "./study-error.js";
import { daysPer, listed, timeText } from "./wording.js";

/** One row's time to the event, in the endpoint's own unit (days where it is made of dates). */
export interface Observation {
  time: number;
  event: boolean;
  /** Where observation began later than time zero. */
  entry?: number;
  /** Whether a date known to the month or year was completed. */
  completed: boolean;
}

export interface Endpoint {
  readonly id: string;
  readonly label: string;
  /** Of the results. */
  readonly unit: TimeUnit;
  /** In which observations come and ties are decided. */
  readonly own: TimeUnit;
  /** How many of the endpoint's own units make one of the results' units. */
  readonly scale: number;
  readonly definition: string;
  /** Fields of time zero and end, where the endpoint is made of dates. */
  readonly dates?: { readonly from: FieldDefinition; readonly to: FieldDefinition };
  /** Why a row with a negative time is left out. */
  readonly negative: string;
  /** In the results' unit: from which times are counted. */
  readonly landmark?: number;
  observe(member: Member): Observation | { missing: string };
}

/**
 * An endpoint of the study for the rows of a table. A row without start, end or status, or that ends before it starts
 * or before it enters, has no time: it is left out with the reason. A row without a value in `entry` is observed
 * from time zero.
 *
 * @param path where the endpoint is named, for errors
 * @throws StudyError where there is no such endpoint, or a field of it is not of these rows or of the wrong type
 */
export function bindEndpoint(id: string, scope: Scope, path: string): Endpoint {
  const { study } = scope;
  const definition = study.endpoints.find((endpoint) => endpoint.id === id);
  if (!definition)
    throw studyError(
      study,
      path,
      unknownName(
        id,
        "endpoint",
        study.endpoints.map((endpoint) => endpoint.id),
      ),
    );
  const clock =
    "time" in definition.clock
      ? durationClock(definition, definition.clock.time, scope)
      : dateClock(definition, definition.clock, scope);
  const event = bindEvent(definition, scope);
  const { label, landmark } = definition;
  const scale = daysPer[clock.unit] / daysPer[clock.own];
  const since = landmark === undefined ? undefined : fromLandmark(landmark, clock.unit, scale);
  return {
    id,
    label,
    unit: clock.unit,
    own: clock.own,
    scale,
    definition: `${clock.definition}${since ? `, counted from a landmark at ${since.at}` : ""}; event: ${event.label}${clock.remark}`,
    negative: clock.negative,
    ...(clock.dates ? { dates: clock.dates } : {}),
    ...(landmark === undefined ? {} : { landmark }),
    observe(member) {
      const spell = clock.spell(member);
      if (isMissing(spell)) return spell;
      const { time, entry, completed } = spell;
      if (time < 0) return { missing: clock.negative };
      const happened = event.happened(member);
      if (isMissing(happened)) return happened;
      const observed =
        entry === undefined || entry <= 0
          ? { time, event: happened, completed }
          : { time, event: happened, entry, completed };
      if (entry !== undefined && entry > 0 && entry >= time)
        return { missing: "last observed before observation began" };
      return since ? since.observation(observed) : observed;
    },
  };
}

/**
 * Those still at risk after a landmark s (entry ≤ s < time; Anderson, Cain & Gelber 1983, J Clin Oncol 1:710, doi
 * 10.1200/JCO.1983.1.11.710), by the rule of `landmarkRows`: an event at s itself is before it.
 *
 * @param scale how many of the endpoint's own units make one of the results' units
 */
function fromLandmark(landmark: number, unit: TimeUnit, scale: number) {
  const s = landmark * scale;
  const at = timeText(landmark, unit);
  return {
    at,
    observation({ entry, ...observed }: Observation): Observation | { missing: string } {
      const { time, event } = observed;
      if (time <= s || sameTime(time, s))
        return { missing: `${event ? "event" : "last observed"} before the landmark at ${at}` };
      if (entry !== undefined && entry > s && !sameTime(entry, s))
        return { missing: `observed only from after the landmark at ${at}` };
      return { ...observed, time: time - s };
    },
  };
}

interface Clock extends Pick<Endpoint, "unit" | "own" | "definition" | "dates"> {
  /** What stands behind the event in the definition. */
  remark: string;
  /** Why a row with a negative time is left out. */
  negative: string;
  spell(member: Member): { time: number; entry?: number; completed: boolean } | { missing: string };
}

function dateClock(definition: EndpointDefinition, { from, to }: { from: string; to: string }, scope: Scope): Clock {
  const { partialDates } = scope.study;
  const start = dateField(scope, from, `${definition.path}.from`);
  const end = dateField(scope, to, `${definition.path}.to`);
  const entry =
    definition.entry === undefined ? undefined : dateField(scope, definition.entry, `${definition.path}.entry`);
  const unit = definition.unit ?? "months";
  const canBePartial = [start, end, entry].some((field) => field?.partial);
  return {
    unit,
    own: "days",
    dates: { from: start, to: end },
    definition: `from ${start.label} to ${end.label}`,
    remark: [
      entry ? `; observed from ${entry.label} where that is later than time zero` : "",
      canBePartial
        ? `; dates known to the month or year only are completed by ${completionWords[partialDates]}, the last not before time zero unless it surely was`
        : "",
    ].join(""),
    negative: `${end.label} before ${start.label}`,
    spell(member) {
      const ends = [recordedValue(member, start), recordedValue(member, end)];
      const missing = ends.find(isMissing);
      if (missing) return missing;
      const entered = entry ? recordedValue(member, entry) : { missing: "" };
      const dates = [...ends, ...(isMissing(entered) ? [] : [entered])] as PartialDate[];
      const [zero, , begin] = dates.map((date) => dayNumber(completeDate(date, partialDates)));
      return {
        time: daysObserved(dates[0], dates[1], partialDates),
        ...(begin === undefined ? {} : { entry: begin - zero }),
        completed: !dates.every(isFullDate),
      };
    },
  };
}

function durationClock(definition: EndpointDefinition, name: string, scope: Scope): Clock {
  const time = numberField(scope, name, `${definition.path}.time`);
  const entry =
    definition.entry === undefined ? undefined : numberField(scope, definition.entry, `${definition.path}.entry`);
  const own = unitOf(time, definition, scope.study);
  const unit = definition.unit ?? own;
  return {
    unit,
    own,
    definition: time.label,
    remark: entry ? `; observed from ${entry.label} where that is later than time zero` : "",
    negative: `${time.label} below 0`,
    spell(member) {
      const value = recordedValue(member, time);
      if (isMissing(value)) return value;
      const entered = entry ? recordedValue(member, entry) : undefined;
      return {
        time: Number(value),
        ...(entered === undefined || isMissing(entered) ? {} : { entry: Number(entered) }),
        completed: false,
      };
    },
  };
}

const completionWords = {
  first: "their first day",
  middle: "the 15th of the month or 1 July",
  last: "their last day",
} as const;

function unitOf(field: FieldDefinition, { path, unit }: EndpointDefinition, study: Study): TimeUnit {
  const own =
    (["days", "months", "years"] as const).find((one) => one === field.unit) ??
    (field.unit === undefined ? unit : undefined);
  if (own) return own;
  throw studyError(
    study,
    `${path}.time`,
    `${field.label} ${field.unit === undefined ? "has no unit" : `is in ${field.unit}`}; allowed are days, months and years, said in the dictionary or as unit`,
  );
}

function dateField(scope: Scope, name: string, path: string): FieldDefinition {
  const field = requireField(scope, name, path);
  if (field.type === "date") return field;
  throw studyError(scope.study, path, `${field.label} is a ${field.type}, not a date`);
}

function numberField(scope: Scope, name: string, path: string): FieldDefinition {
  const field = requireField(scope, name, path);
  if (field.type === "integer" || field.type === "decimal") return field;
  throw studyError(scope.study, path, `${field.label} is a ${field.type}, not a number`);
}

function bindEvent(definition: EndpointDefinition, scope: Scope) {
  const conditions = definition.event.map((condition) => bindCondition(condition, scope));
  return {
    label: listed(conditions.map(({ label }) => label)),
    happened(member: Member): boolean | { missing: string } {
      let unknown: string | undefined;
      for (const condition of conditions) {
        const verdict = condition.judge(member);
        if (verdict === "holds") continue;
        if ("fails" in verdict) return false;
        unknown ??= verdict.unknown;
      }
      return unknown === undefined ? true : { missing: unknown };
    },
  };
}
