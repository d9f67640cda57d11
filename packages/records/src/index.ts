export { allHold } from "./all-hold.js";
export { checkRecords } from "./check-records.js";
export { type ClavienDindoGrade, comprehensiveComplicationIndex } from "./comprehensive-complication-index.js";
export type { ColumnKind, ColumnKinds, CsvColumns, LabelColumn, NumberColumn } from "./csv-columns.js";
export { type DefinedField, definedFields } from "./defined-fields.js";
export { deriveFields } from "./derive-fields.js";
export {
  type Code,
  type Condition,
  type Derivation,
  type DerivationCase,
  type DerivationDefinition,
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  type FieldType,
  type FollowUp,
  isPartialDate,
  lineage,
  type Rule,
  type Spelling,
  type TableDefinition,
} from "./dictionary.js";
export { DictionaryError } from "./dictionary-error.js";
export { dictionaryJsonSchema } from "./dictionary-schema.js";
export type { Family } from "./family.js";
export { type Finding, type FindingKind, findingKinds } from "./finding.js";
export { type Kinship, kinship, patientOf } from "./kinship.js";
export { isNear, nearestFirst, normalName, unknownName } from "./nearest-name.js";
export { parseDictionary } from "./parse-dictionary.js";
export { type DateForm, type ParsedDate, parsePartialDate } from "./parse-partial-date.js";
export {
  type CompletionRule,
  completeDate,
  DAYS_PER_MONTH,
  DAYS_PER_YEAR,
  dayNumber,
  daysBetween,
  type FullDate,
  formatPartialDate,
  isFullDate,
  isSurelyBefore,
  type PartialDate,
} from "./partial-date.js";
export type { RawTable } from "./raw-table.js";
export { readCsvColumns } from "./read-csv-columns.js";
export { type RecordFile, readRecords } from "./read-records.js";
export { readTable } from "./read-table.js";
export { codeSpelling, readValue } from "./read-value.js";
export type { RecordRow, RecordSource, Records, RecordTable, UnreadValue, Value } from "./record.js";
export { RecordsError } from "./records-error.js";
export { dictionaryFromRedcap } from "./redcap/dictionary-from-redcap.js";
export { type RedcapTable, type RedcapTables, recordsFromRedcap } from "./redcap/records-from-redcap.js";
export { redcapDataDictionary } from "./redcap/redcap-data-dictionary.js";
export { redcapRecords } from "./redcap/redcap-records.js";
export { sha256 } from "./sha256.js";
export { shortText } from "./short-text.js";
export { type SyntheticOptions, type SyntheticTable, syntheticRecords } from "./synthetic-records.js";
export { refuseLargeFile } from "./table-limits.js";
export { withoutFields } from "./without-fields.js";
export { pathText, readYamlFile, type YamlFault, type YamlFile, type YamlPath } from "./yaml-file.js";
