import {
  checkRecords,
  deriveFields,
  type Finding,
  type FullDate,
  findingKinds,
  formatPartialDate,
} from "@seriatim/records";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { fullDate, today } from "../full-date.js";
import { loadStudy } from "../load-study.js";
import { once, pathOf } from "../option-values.js";
import { progressLine } from "../progress.js";
import { shownLines, shownTable } from "../shown-text.js";
import { textStyle } from "../text-style.js";

interface CheckOptions {
  json?: boolean;
  asOf?: FullDate;
}

/** `seriatim check`: what is wrong with the records. */
export const addCheck: AddCommand = (command, context) => {
  command
    .description("What is wrong with the records of a study: one line for each finding, and how many of each kind.")
    .argument("<STUDY>", "the study file", pathOf("file", "STUDY"))
    .option("--json", "answer as JSON")
    .option(
      "--as-of <DATE>",
      "no date may lie after this day; default as_of of the study, else today",
      once("--as-of", fullDate("--as-of")),
    )
    .addHelpText(
      "after",
      `\nExit code: 0 no finding, 1 findings.\n${examples([
        ["check studies/hannover/study.yaml", "the findings as a table"],
        ["check study.yaml --as-of 1998-12-31 --json", "as JSON, with the day on which the records were closed"],
      ])}`,
    )
    .action(async (file: string, options: CheckOptions) => {
      context.exitCode = await check(context.io, file, options);
    });
};

async function check(io: CliIo, file: string, options: CheckOptions): Promise<number> {
  const progress = progressLine(io);
  try {
    const { study, dictionary, records } = await loadStudy(io, file, progress);
    progress.says("Checking the records");
    const asOf = options.asOf ?? study.asOf ?? today(io);
    const derived = deriveFields(dictionary, records, { definitions: study.definitions });
    const findings = checkRecords(dictionary, derived, { asOf });
    progress.done();
    if (options.json)
      writeJson(io, {
        command: "check",
        study: file,
        asOf: formatPartialDate(asOf),
        counts: countsOf(findings),
        findings,
      });
    else io.stdout.write(answer(io, findings));
    return findings.length === 0 ? 0 : 1;
  } finally {
    progress.done();
  }
}

function countsOf(findings: readonly Finding[]): Record<string, number> {
  const kinds = findingKinds.filter((kind) => findings.some((finding) => finding.kind === kind));
  return Object.fromEntries(kinds.map((kind) => [kind, findings.filter((finding) => finding.kind === kind).length]));
}

function answer(io: CliIo, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${textStyle(io).good("No findings.")}\n`;
  const table = shownTable(
    io,
    [
      { heading: "kind" },
      { heading: "patient" },
      { heading: "field" },
      { heading: "row", align: "right" },
      { heading: "why" },
    ],
    findings.map(({ kind, patient, table: of, field, row, why }) => [
      kind,
      patient,
      `${of}.${field}`,
      String(row),
      why,
    ]),
    (style, text, _, column) => (column === 0 ? style.bad(text) : text),
  );
  const counts = Object.entries(countsOf(findings)).map(([kind, n]) => `${n} ${kind}`);
  return (
    table + shownLines(io, [`${findings.length} finding${findings.length === 1 ? "" : "s"}: ${counts.join(", ")}.`])
  );
}
