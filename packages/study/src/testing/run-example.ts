import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Dictionary, parseDictionary, type Records, readRecords } from "@seriatim/records";
import type { Results } from "../results.js";
import { runStudy } from "../run-study.js";
import { parseStudy } from "../study-file.js";

/** Runs one of the example studies of studies/, or another study text on its dictionary and records. */
export function runExample(example: "hannover" | "colon", text?: string): Results {
  const study = parseStudy(text ?? exampleText(example, "study.yaml"), `studies/${example}/study.yaml`);
  const { dictionary, records } = exampleRecords(example, study.records.kind === "files" ? study.records.tables : {});
  return runStudy(study, dictionary, { records });
}

export function exampleText(example: string, file: string): string {
  return readFileSync(new URL(`../../../../studies/${example}/${file}`, import.meta.url), "utf8");
}

export function exampleRecords(
  example: string,
  tables: Readonly<Record<string, { file: string }>>,
): { dictionary: Dictionary; records: Records } {
  const dictionary = parseDictionary(exampleText(example, "dictionary.yaml"), "dictionary.yaml");
  const files = Object.fromEntries(
    Object.entries(tables).map(([table, { file }]) => [
      table,
      { file: basename(file), bytes: new TextEncoder().encode(exampleText(example, file)) },
    ]),
  );
  return { dictionary, records: readRecords(dictionary, files).records };
}
