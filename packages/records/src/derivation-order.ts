import type { Derivation, FieldDefinition, FieldReference, TableDefinition } from "./dictionary.js";

type DerivedField = FieldDefinition & { readonly derived: Derivation };

/**
 * The derived fields in an order in which each comes after those that it is derived from, else in the dictionary's; or,
 * where there is none, a circle of fields each derived from the next, the first standing at its end too.
 */
export function derivationOrder(
  tables: Readonly<Record<string, TableDefinition>>,
): { fields: DerivedField[] } | { circle: FieldReference[] } {
  const fields: DerivedField[] = [];
  const path: FieldDefinition[] = [];
  const visit = (field: FieldDefinition): FieldReference[] | undefined => {
    if (!isDerived(field) || fields.includes(field)) return undefined;
    const begun = path.indexOf(field);
    if (begun >= 0) return [...path.slice(begun), field].map(({ table, name }) => ({ table, field: name }));
    path.push(field);
    for (const source of sourcesOf(field.derived)) {
      const circle = visit(tables[source.table].fields[source.field]);
      if (circle) return circle;
    }
    path.pop();
    fields.push(field);
    return undefined;
  };
  for (const table of Object.values(tables))
    for (const field of Object.values(table.fields)) {
      const circle = visit(field);
      if (circle) return { circle };
    }
  return { fields };
}

function isDerived(field: FieldDefinition): field is DerivedField {
  return field.derived !== undefined;
}

function sourcesOf(derived: Derivation): readonly FieldReference[] {
  return derived.kind === "latest"
    ? [derived.by, derived.field].map((field) => ({ table: derived.table, field }))
    : derived.definitions.flatMap(({ cases }) => cases.flatMap(({ when }) => when));
}
