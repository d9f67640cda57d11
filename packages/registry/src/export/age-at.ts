import type { FullDate } from "@seriatim/records";

/** The age in whole years at a date, as a calendar counts it; of who was born on 29 February it grows on 1 March of other years. */
export function ageAt(birth: FullDate, at: FullDate): number {
  const hadBirthday = at.month > birth.month || (at.month === birth.month && at.day >= birth.day);
  return at.year - birth.year - (hadBirthday ? 0 : 1);
}
