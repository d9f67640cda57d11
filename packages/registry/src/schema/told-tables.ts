/** The fixed tables whose changes come into the history, and the columns of their keys. */
export const toldTables: Readonly<Record<string, readonly string[]>> = {
  "seriatim.users": ["name"],
  "seriatim.dictionaries": ["version"],
  "seriatim.mappings": ["name"],
  "seriatim.findings": ["subject", "key", "field", "kind"],
  "identity.persons": ["key"],
};
