import type { SurvivalRows } from "@seriatim/stats";
import type { Cohort } from "./cohort.js";
import type { Endpoint, Observation } from "./endpoint.js";
import { type Exclusion, sift } from "./exclusion.js";
import type { Factor } from "./factor.js";
import { isMissing, type Member, patientCount } from "./member.js";
import type { Study } from "./study.js";
import { type StudyError, studyError } from "./study-error.js";
import { counted } from "./wording.js";

/** The rows of a cohort that have a time to the event, column by column; `time` and `entry` in the endpoint's own unit. */
export interface Sample extends Pick<SurvivalRows, "time" | "event" | "entry"> {
  readonly members: readonly Member[];
  readonly patients: number;
  readonly events: number;
  /** Patient codes; absent where no patient has more than one row. */
  readonly cluster?: Int32Array;
}

/** Why a member is left out for a factor; undefined where it has a value in each. */
export function missingFactor(member: Member, factors: readonly Factor[]): string | undefined {
  for (const factor of factors) {
    const got = factor.read(member);
    if (isMissing(got)) return got.missing;
  }
  return undefined;
}

/**
 * The rows of a cohort that have a time and a value in each factor.
 *
 * @param at path of the analysis, for errors
 * @returns the rows left out by reason, and what a reader should know of those kept, in `notes`
 * @throws StudyError where no row is left
 */
export function takeSample(
  cohort: Cohort,
  endpoint: Endpoint,
  factors: readonly Factor[],
  { study, at }: { study: Study; at: string },
): { sample: Sample; excluded: Exclusion[]; notes: string[] } {
  const observed = new Map<Member, Observation>();
  const { kept, excluded } = sift(cohort.members, (member) => {
    const observation = endpoint.observe(member);
    if (isMissing(observation)) return observation.missing;
    observed.set(member, observation);
    return missingFactor(member, factors);
  });
  if (kept.length === 0) throw nobodyLeft(cohort, excluded, { study, at });
  const spells = kept.map((member) => observed.get(member)!);
  return { sample: sampleOf(kept, spells), excluded, notes: notesOn(spells, excluded, endpoint, kept, factors) };
}

/** What is said where an analysis has left out every row. */
export function nobodyLeft(
  { members, plan }: Cohort,
  excluded: readonly Exclusion[],
  { study, at }: { study: Study; at: string },
): StudyError {
  const reasons = excluded.map(({ reason, rows }) => `${rows} left out: ${reason}`).join("; ");
  return studyError(
    study,
    `${at}.cohort`,
    `none of the ${counted(members.length, "row")} of “${plan.definition.id}” can be analysed (${reasons})`,
  );
}

/** The rows of a sample at those places, ascending. */
export function subsample(sample: Sample, places: readonly number[]): Sample {
  const { members, time, event, entry } = sample;
  if (places.length === members.length) return sample;
  return sampleOf(
    places.map((i) => members[i]),
    places.map((i) => ({
      time: time[i],
      event: event[i] === 1,
      completed: false,
      ...(entry ? { entry: entry[i] } : {}),
    })),
  );
}

/** `3 patients contribute more than one row; …`, or nothing. */
export function notesOnRepeats({ cluster }: Sample, consequence: string): string[] {
  if (!cluster) return [];
  const rows = new Map<number, number>();
  for (const code of cluster) rows.set(code, (rows.get(code) ?? 0) + 1);
  const repeated = [...rows.values()].filter((n) => n > 1).length;
  return [
    `${counted(repeated, "patient")} ${repeated === 1 ? "contributes" : "contribute"} more than one row; ${consequence}`,
  ];
}

/** How many rows have a date that had to be completed for a factor. */
export function notesOnCompleted(members: readonly Member[], factors: readonly Factor[]): string[] {
  return factors.flatMap((factor) => {
    const rows = members.filter((member) => "completed" in factor.read(member)).length;
    if (rows === 0) return [];
    return [
      `${counted(rows, "row")} ${rows === 1 ? "has" : "have"} a date known to the month or year only, completed for ${factor.label}`,
    ];
  });
}

function sampleOf(members: readonly Member[], spells: readonly Observation[]): Sample {
  const cluster = patientCodes(members);
  const isLate = spells.some(({ entry }) => entry !== undefined && entry > 0);
  return {
    members,
    patients: patientCount(members),
    events: spells.filter(({ event }) => event).length,
    time: Float64Array.from(spells, ({ time }) => time),
    event: Uint8Array.from(spells, ({ event }) => (event ? 1 : 0)),
    // Rows that were observed from the start enter before it, so that one that ends at 0 is at risk there.
    ...(isLate
      ? { entry: Float64Array.from(spells, ({ entry }) => (entry !== undefined && entry > 0 ? entry : -1)) }
      : {}),
    ...(new Set(cluster).size < members.length ? { cluster } : {}),
  };
}

/** Rows without a study number are each a patient of their own. */
function patientCodes(members: readonly Member[]): Int32Array {
  const codes = new Map<string, number>();
  return Int32Array.from(members, ({ patient }, i) => {
    const name = patient === "" ? `row ${i}` : `patient ${patient}`;
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  });
}

function notesOn(
  spells: readonly Observation[],
  excluded: readonly Exclusion[],
  endpoint: Endpoint,
  members: readonly Member[],
  factors: readonly Factor[],
): string[] {
  const notes: string[] = [];
  const note = (n: number, says: (rows: string, isOne: boolean) => string) => {
    if (n > 0) notes.push(says(counted(n, "row"), n === 1));
  };
  const leftOut = (reason: string | undefined) => excluded.find((one) => one.reason === reason)?.rows ?? 0;
  note(
    leftOut(endpoint.negative),
    (rows, isOne) =>
      `${rows} left out because ${isOne ? "it ends" : "they end"} before time zero: ${endpoint.negative}`,
  );
  note(
    spells.filter(({ time }) => time === 0).length,
    (rows, isOne) => `${rows} ${isOne ? "ends" : "end"} at time zero`,
  );
  note(
    spells.filter(({ entry }) => entry !== undefined).length,
    (rows) => `${rows} observed only from after time zero (left truncation)`,
  );
  note(
    spells.filter(({ completed }) => completed).length,
    (rows, isOne) => `${rows} ${isOne ? "has" : "have"} a date known to the month or year only, completed for the time`,
  );
  return [...notes, ...notesOnCompleted(members, factors)];
}
