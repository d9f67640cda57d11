import type { Condition, FieldReference, FollowUp, Rule } from "../dictionary.js";

/** A rule as it stands in a dictionary file; reading it gives the same rule. */
export function ruleFile(rule: Rule): Record<string, unknown> {
  const { kind } = rule;
  const says = rule.says === undefined ? {} : { says: rule.says };
  switch (rule.kind) {
    case "date-order":
      return { kind, earlier: text(rule.earlier), later: text(rule.later), blame: text(rule.blame), ...says };
    case "consecutive-dates":
      return { kind, date: text(rule.date), ordinal: text(rule.ordinal), ...says };
    case "sequence":
      return {
        kind,
        ordinal: text(rule.ordinal),
        ...(rule.elsewhere ? { elsewhere: text(rule.elsewhere) } : {}),
        ...says,
      };
    case "required-when":
      return { kind, field: text(rule.field), when: whenFile(rule.when), ...says };
    case "empty-when":
      return { kind, field: text(rule.field), when: whenFile(rule.when), blame: text(rule.blame), ...says };
    case "never":
      return { kind, when: whenFile(rule.when), blame: text(rule.blame), ...says };
    case "age": {
      const { birth, at, event, plausible } = rule;
      return { kind, birth: text(birth), at: text(at), event, plausible };
    }
  }
}

/** The follow-up as it stands in a dictionary file. */
export function followUpFile({ from, to, event, every }: FollowUp): Record<string, unknown> {
  return { from: text(from), to: text(to), event: whenFile(event), every };
}

function text({ table, field }: FieldReference): string {
  return `${table}.${field}`;
}

function whenFile(when: readonly Condition[]): Record<string, unknown> {
  return Object.fromEntries(
    when.map(({ table, field, oneOf, noneOf, ...limits }) => [
      text({ table, field }),
      oneOf ? (oneOf.length === 1 ? oneOf[0] : oneOf) : { ...(noneOf ? { not: noneOf } : {}), ...limits },
    ]),
  );
}
