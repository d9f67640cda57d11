import { normalName } from "../nearest-name.js";
import { readCsv } from "../read-csv.js";
import { RecordsError } from "../records-error.js";
import { shortText } from "../short-text.js";
import { type DataDictionaryColumn, type DataDictionaryRow, dataDictionaryHeadings } from "./data-dictionary-row.js";

/**
 * The rows of a data dictionary, from the project's page or from the API, which name the columns differently. Columns that
 * older versions lack are empty.
 *
 * @throws RecordsError where it is no CSV, or lacks the variable's name, form or type
 */
export function readDataDictionary(csv: string, file: string): { cells: DataDictionaryRow; row: number }[] {
  const raw = readCsv(new TextEncoder().encode(csv), { file });
  const found = raw.columns.map(normalName);
  const places = columns.map((column) => {
    const names = [column, dataDictionaryHeadings[column], ...(older[column] ?? [])].map(normalName);
    return found.findIndex((heading) => names.includes(heading));
  });
  for (const column of ["field_name", "form_name", "field_type"] as const)
    if (places[columns.indexOf(column)] < 0)
      throw new RecordsError(
        file,
        `the column “${dataDictionaryHeadings[column]}” of a REDCap data dictionary is missing; found ${raw.columns.slice(0, 6).map(shortText).join(", ")}`,
      );
  return raw.rows.map((texts, i) => {
    const cells = Object.fromEntries(columns.map((column, j) => [column, texts[places[j]]?.trim() ?? ""]));
    return { cells: cells as DataDictionaryRow, row: raw.rowNumbers[i] };
  });
}

const columns = Object.keys(dataDictionaryHeadings) as DataDictionaryColumn[];

const older: Partial<Record<DataDictionaryColumn, string[]>> = {
  select_choices_or_calculations: ["Choices OR Calculations"],
  question_number: ["Question Number"],
};
