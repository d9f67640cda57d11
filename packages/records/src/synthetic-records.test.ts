import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import type { Dictionary } from "./dictionary.js";
import type { Finding } from "./finding.js";
import { csvBytes } from "./fixtures/csv-dialect.js";
import { dictionary as hannover } from "./fixtures/hannover.js";
import { soundDictionary } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import { type SyntheticOptions, syntheticRecords } from "./synthetic-records.js";

const likeHannover = { patients: 2000, seed: 20260101, rowsPerParent: { resections: 1.3, followups: 6 } };
const anyCsv = {
  separator: ",",
  lineEnd: "\n",
  encoding: "utf-8",
  byteOrderMark: false,
  isAnnounced: false,
  quotesAll: true,
  endsWithLineEnd: true,
} as const;

function textOf(dictionary: Dictionary, options: SyntheticOptions): Record<string, string[][]> {
  return Object.fromEntries(
    syntheticRecords(dictionary, options).map(({ table, columns, rows }) => [table, [[...columns], ...rows]]),
  );
}

function findingsIn(dictionary: Dictionary, options: SyntheticOptions): Finding[] {
  const files = Object.fromEntries(
    Object.entries(textOf(dictionary, options)).map(([table, rows]) => [
      table,
      { file: `${table}.csv`, bytes: csvBytes(rows, anyCsv) },
    ]),
  );
  const { records } = readRecords(dictionary, files);
  for (const { source } of Object.values(records)) expect(source.coercions).toEqual({});
  return checkRecords(dictionary, records, { asOf: { year: 2024, month: 12, day: 31 } });
}

describe("syntheticRecords", () => {
  it("makes records of the Hannover dictionary in which nothing is found", () => {
    expect(findingsIn(hannover, likeHannover)).toEqual([]);
  });
});
