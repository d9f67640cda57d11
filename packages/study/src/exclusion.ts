import type { Member } from "./member.js";

/** Rows left out for one reason; `patients` are those of whom no row is left. */
export interface Exclusion {
  reason: string;
  rows: number;
  patients: number;
}

/**
 * Keeps the members for whom there is no reason against it, and counts the others by reason, the most frequent first.
 * A patient of whom no row is left counts under the reason of the first row, so that the exclusions add up.
 */
export function sift(
  members: readonly Member[],
  reasonAgainst: (member: Member) => string | undefined,
): { kept: Member[]; excluded: Exclusion[] } {
  const kept: Member[] = [];
  const against: { member: Member; reason: string }[] = [];
  for (const member of members) {
    const reason = reasonAgainst(member);
    if (reason === undefined) kept.push(member);
    else against.push({ member, reason });
  }
  const accounted = new Set(kept.map(({ patient }) => patient)).add("");
  const excluded = new Map<string, Exclusion>();
  for (const { member, reason } of against) {
    const exclusion = excluded.get(reason) ?? { reason, rows: 0, patients: 0 };
    excluded.set(reason, exclusion);
    exclusion.rows++;
    if (accounted.has(member.patient)) continue;
    accounted.add(member.patient);
    exclusion.patients++;
  }
  return { kept, excluded: [...excluded.values()].sort((a, b) => b.rows - a.rows) };
}
