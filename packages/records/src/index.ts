export { checkRecords } from "./check-records.js";
export * from "./dictionary.js";
export { DictionaryError } from "./dictionary-error.js";
export { dictionaryJsonSchema } from "./dictionary-schema.js";
export { type Finding, type FindingKind, findingKinds } from "./finding.js";
export { type Kinship, keyText, kinship, patientOf } from "./kinship.js";
export { nearestFirst, unknownName } from "./nearest-name.js";
export { parseDictionary } from "./parse-dictionary.js";
export { type DateForm, type ParsedDate, parsePartialDate } from "./parse-partial-date.js";
export * from "./partial-date.js";
export type { RawTable } from "./raw-table.js";
export { readCsv } from "./read-csv.js";
export {
  type ColumnKind,
  type CsvColumns,
  type LabelColumn,
  type NumberColumn,
  readCsvColumns,
} from "./read-csv-columns.js";
export { type RecordFile, readRecords } from "./read-records.js";
export { readTable } from "./read-table.js";
export { readXlsx } from "./read-xlsx.js";
export type { RecordRow, RecordSource, Records, RecordTable, Value } from "./record.js";
export { RecordsError } from "./records-error.js";
export { pathText, readYamlFile, type YamlFault, type YamlFile, type YamlPath } from "./yaml-file.js";
