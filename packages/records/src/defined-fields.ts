import type { Derivation, Dictionary, FieldDefinition } from "./dictionary.js";

/** A field that is derived by cases, under one of several definitions. */
export type DefinedField = FieldDefinition & { readonly derived: Extract<Derivation, { kind: "cases" }> };

/** The dictionary's fields that are derived by cases. */
export function definedFields({ tables }: Pick<Dictionary, "tables">): DefinedField[] {
  return Object.values(tables)
    .flatMap(({ fields }) => Object.values(fields))
    .filter((field): field is DefinedField => field.derived?.kind === "cases");
}
