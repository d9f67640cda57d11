export { type Role, roles } from "./access/roles.js";
export { createRegistry, type RegistryPlace } from "./create-registry.js";
export { applyImport } from "./import/apply-import.js";
export { type ImportOptions, importFile, previewImport } from "./import/import-file.js";
export type { ImportSource } from "./import/import-source.js";
export type { ColumnMapping, Mapping, TableMapping } from "./import/mapping.js";
export { mappingJsonSchema } from "./import/mapping-schema.js";
export { parseMapping } from "./import/parse-mapping.js";
export {
  type FieldChange,
  type ImportPlan,
  type OnProgress,
  type PlannedRow,
  planImport,
  type TablePlan,
  writesNothing,
} from "./import/plan-import.js";
export { readSource, type SourceOptions } from "./import/read-source.js";
export { type MappingSuggestion, type SuggestedHeading, suggestMapping } from "./import/suggest-mapping.js";
export { tidyMapping } from "./import/tidy-mapping.js";
export { openRegistry } from "./open-registry.js";
export { asUser, type Registry } from "./registry.js";
export { RegistryError } from "./registry-error.js";
export { listUsers, setUser, type User } from "./users.js";
