import { type Condition, isPartialDate } from "./dictionary.js";
import { type Family, isRecorded, valueAt } from "./family.js";

/** Whether a condition holds; one on an empty or unreadable field does not, but for `recorded`. */
export function conditionHolds(condition: Condition, family: Family): boolean {
  const { recorded, oneOf, noneOf, atLeast, atMost, above, below } = condition;
  if (recorded !== undefined && (!family.has(condition.table) || isRecorded(condition, family) !== recorded))
    return false;
  const onlyRecorded = [oneOf, noneOf, atLeast, atMost, above, below].every((part) => part === undefined);
  if (onlyRecorded) return true;
  const value = valueAt(condition, family);
  if (value === null || isPartialDate(value)) return false;
  if (oneOf && !oneOf.includes(value)) return false;
  if (noneOf?.includes(value)) return false;
  if (typeof value !== "number") return true;
  return !(
    value < (atLeast ?? value) ||
    value > (atMost ?? value) ||
    value <= (above ?? -Infinity) ||
    value >= (below ?? Infinity)
  );
}
