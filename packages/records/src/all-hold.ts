import { type Condition, isPartialDate } from "./dictionary.js";
import { type Family, isRecorded, valueAt } from "./family.js";

/** Whether every condition holds; one on an empty or unreadable field does not, but for `recorded`. */
export function allHold(when: readonly Condition[], family: Family): boolean {
  return when.every((condition) => {
    const value = valueAt(condition, family);
    if (
      condition.recorded !== undefined &&
      (!family.has(condition.table) || isRecorded(condition, family) !== condition.recorded)
    )
      return false;
    const { oneOf, noneOf, atLeast, atMost, above, below } = condition;
    const onlyRecorded = [oneOf, noneOf, atLeast, atMost, above, below].every((part) => part === undefined);
    if (onlyRecorded) return true;
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
  });
}
