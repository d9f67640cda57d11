/** A fixed table whose changes come into the history. */
export interface ToldTable {
  /** As SQL and the history name it. */
  table: string;
  key: readonly string[];
  /** Columns that the history does not tell. */
  untold: readonly string[];
}

/** What a person's identity is sealed with is told nowhere, so that it can be erased. */
export const toldTables: readonly ToldTable[] = [
  { table: "seriatim.users", key: ["name"], untold: [] },
  { table: "seriatim.dictionaries", key: ["version"], untold: [] },
  { table: "seriatim.renames", key: ["version", "subject", "former"], untold: [] },
  { table: "seriatim.mappings", key: ["name"], untold: [] },
  { table: "seriatim.findings", key: ["subject", "key", "field", "kind"], untold: [] },
  { table: "identity.vault", key: ["only_one"], untold: [] },
  { table: "identity.persons", key: ["key"], untold: [] },
  { table: "identity.keys", key: ["key"], untold: ["wrapped", "lookups"] },
];
