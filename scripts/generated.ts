import { readFile } from "node:fs/promises";
import { dictionaryJsonSchema } from "@seriatim/records";
import { mappingJsonSchema } from "@seriatim/registry";
import { resultsJsonSchema, stringifyResults, studyJsonSchema } from "@seriatim/study";
import { studySummary } from "../apps/cli/src/study-summary.js";
import { kaplanMeierFigure } from "../packages/report/src/figures/kaplan-meier.js";
import { runExample } from "../packages/study/src/testing/run-example.js";

/** A file that is made from others: its path from the root of the repository, and what must stand in it. */
export interface GeneratedFile {
  path: string;
  text: string;
}

/** The schemas that editors and other languages read, the example studies' recorded results, and what the README shows of them. */
export async function generated(): Promise<GeneratedFile[]> {
  const hannover = runExample("hannover");
  const { svg } = await kaplanMeierFigure(hannover, "os");
  const summary = studySummary(hannover, { stdout: { write: () => {}, isTerminal: false }, environment: {} });
  return [
    { path: "packages/records/dictionary.schema.json", text: schemaText(dictionaryJsonSchema()) },
    { path: "packages/registry/mapping.schema.json", text: schemaText(mappingJsonSchema()) },
    { path: "packages/study/study.schema.json", text: schemaText(studyJsonSchema()) },
    { path: "packages/study/results.schema.json", text: schemaText(resultsJsonSchema()) },
    { path: "studies/hannover/results.json", text: stringifyResults(hannover) },
    { path: "studies/colon/results.json", text: stringifyResults(runExample("colon")) },
    // On white, since the figure's ink is dark and the reader's page may be too.
    { path: "docs/images/survival-by-resection.svg", text: svg.replace("<svg ", '<svg style="background:#fff" ') },
    { path: "README.md", text: withSummary(await readFile("README.md", "utf8"), summary) },
  ];
}

function schemaText(schema: Record<string, unknown>): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** What `npm start` prints, between the README's marks. */
function withSummary(readme: string, summary: string): string {
  const lines = `${summary}The report lies in studies/hannover/report/report.html\n`.split("\n");
  const indented = lines.map((line) => (line === "" ? "" : `    ${line}`.trimEnd())).join("\n");
  return readme.replace(/(<!-- start -->\n)[\s\S]*?(<!-- \/start -->)/, (_, from, to) => `${from}\n${indented}\n${to}`);
}
