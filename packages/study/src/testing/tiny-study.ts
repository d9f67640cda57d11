import { type Dictionary, parseDictionary, type Records, readRecords } from "@seriatim/records";
import type { Result, Results } from "../results.js";
import { runStudy } from "../run-study.js";
import type { Study } from "../study.js";
import { StudyError } from "../study-error.js";
import { parseStudy } from "../study-file.js";

/** A dictionary with a field of every type, for records small enough to be worked by hand. */
export const tinyDictionary = `title: Tiny
tables:
  patients:
    label: Patients
    one: patient
    key: patient
    fields:
      patient: { type: text }
      sex: { type: code, label: Sex, codes: { f: Female, m: Male } }
      arm: { type: code, label: Arm, codes: [A, B, C] }
      grade: { type: code, label: Grade, codes: { 1: Low, 2: Middle, 3: High } }
      smoker: { type: boolean, label: Smoker }
      place: { type: text, label: Place }
      age: { type: integer, label: Age, unit: years }
      weight: { type: decimal, label: Weight }
      born: { type: date, label: Date of birth, partial: true }
      zero: { type: date, label: Time zero, partial: true }
      seen: { type: date, label: Last seen, partial: true }
      entered: { type: date, label: Date of entry, partial: true }
      status: { type: code, label: Status, codes: { alive: Alive, dead: Dead } }
      cause: { type: code, label: Cause of death, codes: { tumour: Tumour, other: Other } }
      days: { type: integer, label: Days, unit: days }
      entry_days: { type: integer, label: Days to entry, unit: days }
      months: { type: decimal, label: Months, unit: months }
      years: { type: decimal, label: Years, unit: years }
  operations:
    label: Operations
    one: operation
    key: [patient, number]
    parent: patients
    fields:
      patient: { type: text }
      number: { type: integer, label: Number }
      date: { type: date, label: Date of operation, partial: true }
      margin: { type: code, label: Margin, codes: { clear: Clear, involved: Involved } }
      weight: { type: decimal, label: Weight of the specimen }
  visits:
    label: Visits
    one: visit
    key: [patient, date]
    parent: patients
    fields:
      patient: { type: text }
      date: { type: date, label: Date of visit }
`;

/** The columns of a table of spaces, `-` for what is not recorded, as CSV. */
export function csv(table: string): string {
  return table
    .trim()
    .split("\n")
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((cell) => (cell === "-" ? "" : cell))
        .join(","),
    )
    .join("\n");
}

/** A study text with title, dictionary and records in front; `tables` are those that have a file. */
export function studyText(body: string, tables: readonly string[] = ["patients"]): string {
  const records = tables.map((table) => `${table}: ${table}.csv`).join(", ");
  return `title: Tiny\ndictionary: dictionary.yaml\nrecords: { ${records} }\n${body}`;
}

export interface Tiny {
  study: Study;
  dictionary: Dictionary;
  records: Records;
}

/** A study on tables written out (see `csv`). */
export function tiny(body: string, tables: Readonly<Record<string, string>>, dictionaryText = tinyDictionary): Tiny {
  const study = parseStudy(studyText(body, Object.keys(tables)), "study.yaml");
  const dictionary = parseDictionary(dictionaryText, "dictionary.yaml");
  const files = Object.fromEntries(
    Object.entries(tables).map(([table, text]) => [
      table,
      { file: `${table}.csv`, bytes: new TextEncoder().encode(csv(text)) },
    ]),
  );
  return { study, dictionary, records: readRecords(dictionary, files).records };
}

export function runTiny(body: string, tables: Readonly<Record<string, string>>, dictionaryText?: string): Results {
  const { study, dictionary, records } = tiny(body, tables, dictionaryText);
  return runStudy(study, dictionary, { records });
}

/** The one result that has these parts. */
export function resultOf({ results }: Pick<Results, "results">, parts: Partial<Result>): Result {
  const found = results.filter((result) =>
    Object.entries(parts).every(([key, part]) => JSON.stringify(result[key as keyof Result]) === JSON.stringify(part)),
  );
  if (found.length === 1) return found[0];
  throw new Error(`${found.length} results have ${JSON.stringify(parts)}; one was sought`);
}

/** The value of the one result that has these parts; NaN where it has none. */
export function numberOf(results: Pick<Results, "results">, parts: Partial<Result>): number {
  const { estimate } = resultOf(results, parts);
  return "value" in estimate ? estimate.value : Number.NaN;
}

/** The StudyError that is thrown. */
export function studyErrorOf(run: () => unknown): StudyError {
  try {
    run();
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
  throw new Error("no error");
}
