export { allHold } from "./all-hold.js";
export { checkRecords } from "./check-records.js";
export type { ColumnKind, ColumnKinds, CsvColumns, LabelColumn, NumberColumn } from "./csv-columns.js";
export {
  type Code,
  type Condition,
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  type FieldType,
  isPartialDate,
  lineage,
  type Rule,
  type TableDefinition,
} from "./dictionary.js";
export { DictionaryError } from "./dictionary-error.js";
export { dictionaryJsonSchema } from "./dictionary-schema.js";
export type { Family } from "./family.js";
export { type Finding, type FindingKind, findingKinds } from "./finding.js";
export { type Kinship, kinship, patientOf } from "./kinship.js";
export { nearestFirst, unknownName } from "./nearest-name.js";
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
export { readCsvColumns } from "./read-csv-columns.js";
export { type RecordFile, readRecords } from "./read-records.js";
export type { RecordRow, RecordSource, Records, RecordTable, UnreadValue, Value } from "./record.js";
export { RecordsError } from "./records-error.js";
export { pathText, readYamlFile, type YamlFault, type YamlFile, type YamlPath } from "./yaml-file.js";
