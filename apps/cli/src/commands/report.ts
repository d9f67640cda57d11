import { dirname, join } from "node:path";
import { renderReport } from "@seriatim/report";
import { runStudy, stringifyResults } from "@seriatim/study";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { loadStudy } from "../load-study.js";
import { pathOf } from "../option-values.js";
import { checkOutputFolder, writeOutputFolder } from "../output-folder.js";
import { progressLine, studySteps } from "../progress.js";
import { reportFonts } from "../report-fonts.js";
import { studySummary } from "../study-summary.js";

interface ReportOptions {
  out?: string;
  replace?: boolean;
}

/** `seriatim report`: a study file in, a report out. */
export const addReport: AddCommand = (command, context) => {
  command
    .description(
      "Runs a study and writes its report: report.html, results.json, the figures as SVG and the tables as CSV. The folder appears whole or not at all.",
    )
    .argument("<STUDY>", "the study file; the paths in it are relative to it", pathOf("file", "STUDY"))
    .option("--out <DIR>", "folder of the report; default `report` beside the study file", pathOf("folder", "--out"))
    .option("--replace", "replace a former report; no other folder is ever touched")
    .addHelpText(
      "after",
      examples([
        ["report studies/hannover/study.yaml", "writes studies/hannover/report"],
        ["report study.yaml --out ../results --replace", "writes ../results, in place of a former report"],
      ]),
    )
    .action(async (file: string, options: ReportOptions) => report(context.io, file, options));
};

async function report(io: CliIo, file: string, options: ReportOptions): Promise<void> {
  const progress = progressLine(io);
  try {
    const { study, dictionary, records } = await loadStudy(io, file, progress);
    const folder = await checkOutputFolder(io, options.out ?? join(dirname(file), "report"), {
      replace: options.replace === true,
    });
    const results = runStudy(study, dictionary, { records }, { onProgress: studySteps(progress) });
    progress.says("Drawing the report");
    const { files } = await renderReport(results, { fonts: await reportFonts(io) });
    progress.says("Writing the report");
    await writeOutputFolder(io, folder, { ...files, "results.json": stringifyResults(results) });
    progress.done();
    io.stdout.write(studySummary(results, io));
    io.stdout.write(`The report lies in ${join(folder.shown, "report.html")}\n`);
  } finally {
    progress.done();
  }
}
