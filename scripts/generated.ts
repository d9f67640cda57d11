import { dictionaryJsonSchema } from "@seriatim/records";
import { resultsJsonSchema, stringifyResults, studyJsonSchema } from "@seriatim/study";
import { runExample } from "../packages/study/src/testing/run-example.js";

/** A file that is made from others: its path from the root of the repository, and what must stand in it. */
export interface GeneratedFile {
  path: string;
  text: string;
}

/** The schemas that editors and other languages read, and the example studies' recorded results. */
export function generated(): Promise<GeneratedFile[]> {
  return Promise.resolve([
    { path: "packages/records/dictionary.schema.json", text: schemaText(dictionaryJsonSchema()) },
    { path: "packages/study/study.schema.json", text: schemaText(studyJsonSchema()) },
    { path: "packages/study/results.schema.json", text: schemaText(resultsJsonSchema()) },
    { path: "studies/hannover/results.json", text: stringifyResults(runExample("hannover")) },
    { path: "studies/colon/results.json", text: stringifyResults(runExample("colon")) },
  ]);
}

function schemaText(schema: Record<string, unknown>): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
