import { conditionHolds } from "./condition-holds.js";
import type { Condition } from "./dictionary.js";
import type { Family } from "./family.js";

/** Whether every condition holds; one on an empty or unreadable field does not, but for `recorded`. */
export function allHold(when: readonly Condition[], family: Family): boolean {
  return when.every((condition) => conditionHolds(condition, family));
}
