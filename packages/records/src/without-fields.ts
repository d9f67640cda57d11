import {
  type Condition,
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  lineage,
  type Rule,
  type TableDefinition,
  templateField,
} from "./dictionary.js";

/**
 * The dictionary without some of its fields, and without the rules, derived fields and follow-up that need them: for who may not
 * see what identifies, or for a format that has no derived fields.
 *
 * @param leavesOut keys stay, whatever it says of them
 */
export function withoutFields(dictionary: Dictionary, leavesOut: (field: FieldDefinition) => boolean): Dictionary {
  let tables = dictionary.tables;
  const has = ({ table, field }: FieldReference) => Object.hasOwn(tables[table].fields, field);
  const without = (isOut: (field: FieldDefinition) => boolean) =>
    Object.fromEntries(
      Object.values(tables).map((table): [string, TableDefinition] => [
        table.name,
        {
          ...table,
          fields: Object.fromEntries(
            Object.entries(table.fields).filter(([name, field]) => table.key.includes(name) || !isOut(field)),
          ),
        },
      ]),
    );
  tables = without(leavesOut);
  // A field derived from one that has gone goes too, and so on.
  for (let count = -1; count !== countOf(tables); ) {
    count = countOf(tables);
    tables = without(({ derived }) => {
      if (derived === undefined) return false;
      if (derived.kind === "cases")
        return derived.definitions.some(({ cases }) => cases.some(({ when }) => !when.every(has)));
      return [derived.by, derived.field].some((field) => !has({ table: derived.table, field }));
    });
  }
  const { followUp, ...rest } = dictionary;
  const keepsFollowUp = followUp && [followUp.from, followUp.to, ...followUp.event].every(has);
  return {
    ...rest,
    tables,
    rules: dictionary.rules.filter((rule) => [...referencesOf(rule), ...placeholdersOf(rule, dictionary)].every(has)),
    ...(keepsFollowUp ? { followUp } : {}),
  };
}

function countOf(tables: Dictionary["tables"]): number {
  return Object.values(tables).reduce((sum, { fields }) => sum + Object.keys(fields).length, 0);
}

function referencesOf(rule: Rule): readonly (FieldReference | Condition)[] {
  switch (rule.kind) {
    case "date-order":
      return [rule.earlier, rule.later, rule.blame];
    case "consecutive-dates":
      return [rule.date, rule.ordinal];
    case "sequence":
      return rule.elsewhere ? [rule.ordinal, rule.elsewhere] : [rule.ordinal];
    case "required-when":
      return [rule.field, ...rule.when];
    case "empty-when":
      return [rule.field, rule.blame, ...rule.when];
    case "never":
      return [rule.blame, ...rule.when];
    case "age":
      return [rule.birth, rule.at];
  }
}

/** The fields of a rule's sentence. */
function placeholdersOf(rule: Rule, dictionary: Dictionary): FieldReference[] {
  return [...(rule.says ?? "").matchAll(/\{([^{}]*)\}/g)].map(([, placeholder]) => {
    const { table, name } = templateField(placeholder, lineage(dictionary, rule.rowsOf), dictionary.tables);
    return { table, field: name };
  });
}
