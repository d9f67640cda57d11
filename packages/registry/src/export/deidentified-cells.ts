import {
  completeDate,
  DAYS_PER_YEAR,
  daysBetween,
  type FieldDefinition,
  type FullDate,
  isFullDate,
  type PartialDate,
  parsePartialDate,
  type TableDefinition,
} from "@seriatim/records";
import { guardFormula } from "../rows/formula-cell.js";
import { ageAt } from "./age-at.js";
import type { CodebookLine } from "./codebook.js";
import type { DeidentifiedColumn } from "./deidentified-columns.js";
import { rowPseudonym } from "./pseudonyms.js";

/** From this age on a person could be told by it. */
const oldestAge = 90;

/** What is known of a row before it is de-identified. */
export interface IdentifiedRow {
  /** Column by column; `null` also where the column is not read. */
  texts: readonly (string | null)[];
  pseudonym: string;
  key: readonly string[];
  /** Undefined where the patient has none. */
  zero: FullDate | undefined;
}

/** How a table's rows are de-identified; counts what it completes and leaves out. */
export interface DeidentifiedCells {
  headings: readonly string[];
  rowOf(row: IdentifiedRow): string[];
  /** What the columns are, and what was counted in the rows up to now. */
  codebookLines(): CodebookLine[];
}

/** @param options.from the field of time zero */
export function deidentifiedCells(
  definition: TableDefinition,
  columns: readonly DeidentifiedColumn[],
  { seed, from }: { seed: string; from: FieldDefinition },
): DeidentifiedCells {
  const isPatients = definition.parent === undefined;
  const counts = columns.map(() => ({ completed: 0, tooEarly: 0, withoutZero: 0 }));
  const places = new Map(columns.map(({ field }, i) => [field.name, i]));
  let rowsWithoutZero = 0;

  const days = (text: string, zero: FullDate | undefined, i: number): string[] => {
    const date = dateOf(text);
    const empty = columns[i].field.partial ? ["", ""] : [""];
    if (!isFullDate(date)) counts[i].completed++;
    if (!zero) {
      counts[i].withoutZero++;
      return empty;
    }
    const since = daysBetween(zero, completeDate(date, "middle"));
    if (since <= -oldestAge * DAYS_PER_YEAR) {
      counts[i].tooEarly++;
      return empty;
    }
    return columns[i].field.partial ? [String(since), knownTo(date)] : [String(since)];
  };

  const age = (text: string, zero: FullDate | undefined, i: number): string => {
    const birth = dateOf(text);
    if (!isFullDate(birth)) counts[i].completed++;
    if (!zero) {
      counts[i].withoutZero++;
      return "";
    }
    return capped(ageAt(completeDate(birth, "middle"), zero));
  };

  const cellsOf = ({ texts, pseudonym, key, zero }: IdentifiedRow, i: number): string[] => {
    const { field, becomes } = columns[i];
    const text = texts[i];
    if (becomes === "pseudonym") return [pseudonym];
    if (becomes === "left-out") return [];
    if (text === null) return becomes === "days" && field.partial ? ["", ""] : [""];
    switch (becomes) {
      case "days":
        return days(text, zero, i);
      case "age":
        return [age(text, zero, i)];
      case "capped":
        return [capped(Number(text))];
      case "row-pseudonym": {
        const own = definition.key.slice(key.length, definition.key.indexOf(field.name) + 1);
        return [rowPseudonym(seed, field.name, [...key, ...own.map((name) => texts[places.get(name)!] ?? "")])];
      }
      case "kept":
        return [field.type === "code" ? guardFormula(text) : text];
    }
  };

  return {
    headings: [...(isPatients ? ["zero_year"] : []), ...columns.flatMap(headingsOf)],
    rowOf(row) {
      if (!row.zero) rowsWithoutZero++;
      const year = isPatients ? [row.zero === undefined ? "" : String(row.zero.year)] : [];
      return [...year, ...columns.flatMap((_, i) => cellsOf(row, i))];
    },
    codebookLines() {
      const file = `${definition.name}.csv`;
      const zeroYear: CodebookLine = {
        file,
        column: "zero_year",
        type: "integer",
        notes: [
          `year of time zero: the patient's first ${from.table}.${from.name}`,
          ...(rowsWithoutZero === 0 ? [] : [`${rowsWithoutZero} without time zero`]),
        ],
      };
      return [...(isPatients ? [zeroYear] : []), ...columns.flatMap((column, i) => linesOf(file, column, counts[i]))];
    },
  };
}

function dateOf(text: string): PartialDate {
  return parsePartialDate(text).date!;
}

function knownTo({ month, day }: PartialDate): string {
  return month === undefined ? "year" : day === undefined ? "month" : "day";
}

function capped(years: number): string {
  return years >= oldestAge ? `${oldestAge}+` : String(years);
}

function headingsOf({ field, becomes, heading }: DeidentifiedColumn): string[] {
  if (becomes === "left-out") return [];
  return becomes === "days" && field.partial ? [heading, `${heading}_known_to`] : [heading];
}

function linesOf(
  file: string,
  { field, becomes, heading, why }: DeidentifiedColumn,
  { completed, tooEarly, withoutZero }: { completed: number; tooEarly: number; withoutZero: number },
): CodebookLine[] {
  const line = (notes: string[], made: Partial<CodebookLine> = {}): CodebookLine => ({
    file,
    column: heading,
    field,
    ...made,
    notes: [
      ...notes,
      ...(completed === 0 ? [] : [`${completed} known to the month or year only: completed to its middle`]),
      ...(tooEarly === 0 ? [] : [`${tooEarly} of ${oldestAge} years before time zero or more: left empty`]),
      ...(withoutZero === 0 ? [] : [`${withoutZero} of patients without time zero: left empty`]),
    ],
  });
  switch (becomes) {
    case "pseudonym":
      return [line(["pseudonym of the patient, of this export alone"], { type: "text" })];
    case "row-pseudonym":
      return [line(["pseudonym, of this export alone"], { type: "text" })];
    case "days":
      return [
        line(["days from time zero; negative before it"], { type: "integer", unit: "days" }),
        ...(field.partial
          ? [
              {
                file,
                column: `${heading}_known_to`,
                type: "code",
                notes: ["what of the date is known: day, month or year"],
              },
            ]
          : []),
      ];
    case "age":
      return [
        line([`age in whole years at time zero; ${oldestAge}+ from ${oldestAge} on`], {
          type: "integer",
          unit: "years",
        }),
      ];
    case "capped":
      return [line([`${oldestAge}+ from ${oldestAge} on`])];
    case "kept":
      return [line([])];
    case "left-out":
      return [line([`left out: ${why}`])];
  }
}
