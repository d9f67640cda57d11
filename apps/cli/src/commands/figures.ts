import { type PublishedAgreement, runStudy } from "@seriatim/study";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { loadStudy } from "../load-study.js";
import { pathOf } from "../option-values.js";
import { progressLine, studySteps } from "../progress.js";
import { shownTable } from "../shown-text.js";

/** `seriatim figures`: the published figures and ours. */
export const addFigures: AddCommand = (command, context) => {
  command
    .description("Holds each published figure that the study lists against what the records give.")
    .argument("<STUDY>", "the study file", pathOf("file", "STUDY"))
    .option("--json", "answer with unrounded numbers as JSON")
    .addHelpText(
      "after",
      `\nExit code: 0 all agree, 1 one or more disagree.\n${examples([
        ["figures studies/hannover/study.yaml", "the agreement as a table"],
        ["figures study.yaml --json", "as JSON"],
      ])}`,
    )
    .action(async (file: string, options: { json?: boolean }) => {
      context.exitCode = await figures(context.io, file, options);
    });
};

async function figures(io: CliIo, file: string, options: { json?: boolean }): Promise<number> {
  const progress = progressLine(io);
  try {
    const { study, dictionary, records } = await loadStudy(io, file, progress);
    const { published } = runStudy(study, dictionary, { records }, { onProgress: studySteps(progress) });
    progress.done();
    const agreeing = published.filter(({ agrees }) => agrees).length;
    if (options.json) writeJson(io, { command: "figures", study: file, agreeing, of: published.length, published });
    else io.stdout.write(answer(io, published, agreeing));
    return agreeing === published.length ? 0 : 1;
  } finally {
    progress.done();
  }
}

function answer(io: CliIo, published: readonly PublishedAgreement[], agreeing: number): string {
  if (published.length === 0) return "The study lists no published figures.\n";
  const table = shownTable(
    io,
    [
      { heading: "published" },
      { heading: "value", align: "right" },
      { heading: "ours", align: "right" },
      { heading: "agrees" },
      { heading: "why" },
    ],
    published.map((figure) => [
      figure.says,
      publishedText(figure),
      figure.ours === null ? "–" : String(Number(figure.ours.toPrecision(6))),
      figure.agrees ? "yes" : "no",
      figure.why,
    ]),
    (style, text, row, column) => (column !== 3 ? text : published[row].agrees ? style.good(text) : style.bad(text)),
  );
  return `${table}\n${agreeing} of ${published.length} published figures agree.\n`;
}

function publishedText({ is, published, decimals }: PublishedAgreement): string {
  const value = published.toFixed(decimals);
  return is === "equal" ? value : `${is} ${value}`;
}
