export { type Role, roles } from "./access/roles.js";
export type { Engine } from "./engine/engine.js";
export type { DeidentifiedExport, ExportOptions, FullExport } from "./export/export-options.js";
export { exportRecords } from "./export/export-records.js";
export type { ExportedFile } from "./export/exported-file.js";
export { checkRegistry } from "./findings/check-registry.js";
export {
  answerFinding,
  type FindingIdentity,
  type FindingsChange,
  type KeptFinding,
  listFindings,
  type RegistryFinding,
} from "./findings/keep-findings.js";
export { changesBeyond } from "./history/changes-beyond.js";
export { type ChangePart, type ChangesFilter, type HistoryChange, readChanges } from "./history/read-changes.js";
export { type HistoryEntry, readHistory } from "./history/read-history.js";
export type { RowDifference } from "./history/row-differences.js";
export { undoChange } from "./history/undo-change.js";
export type { HistoryFault, HistoryVerdict } from "./history/verify-history.js";
export { type RegistryVerdict, verifyRegistry } from "./history/verify-registry.js";
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
export { savedMapping, saveMapping } from "./import/saved-mappings.js";
export { type MappingSuggestion, type SuggestedHeading, suggestMapping } from "./import/suggest-mapping.js";
export { tidyMapping } from "./import/tidy-mapping.js";
export { makeTables } from "./make-tables.js";
export { openOn } from "./open-on.js";
export { asUser, type Registry, type RegistryTransaction, tell } from "./registry.js";
export { RegistryError } from "./registry-error.js";
export { knownCentres } from "./rows/known-centres.js";
export { knownKeys } from "./rows/known-keys.js";
export { type FieldFilter, type PageOptions, pageRows } from "./rows/page-rows.js";
export { type PatientRows, patientRows } from "./rows/patient-rows.js";
export { type RecordFilesOptions, recordFiles } from "./rows/record-files.js";
export { readCell, type StoredRow, shownCell } from "./rows/stored-row.js";
export { deleteRows, insertRows, updateRows } from "./rows/write-rows.js";
export { applyMigration } from "./schema/apply-migration.js";
export { type FindingState, findingStates, type HistoryAction, historyActions } from "./schema/database.js";
export type { MigrationPlan, MigrationStep } from "./schema/migration-plan.js";
export { planMigration } from "./schema/plan-migration.js";
export { recordedFields, tablesInOrder } from "./schema/record-tables.js";
export { listUsers, setUser, type User } from "./users.js";
