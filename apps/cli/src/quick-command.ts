import type { Command } from "commander";
import type { CliIo } from "./cli-io.js";
import { writeJson } from "./command-context.js";
import { type CompleteRows, leftOutSentence, readCompleteRows, type WantedColumns } from "./complete-rows.js";
import { InputError } from "./input-error.js";
import { columnName, list, pathOf } from "./option-values.js";
import { progressLine } from "./progress.js";
import { shownLines, shownTable } from "./shown-text.js";
import { eventSentences, type SurvivalOptions, survivalColumnsWanted } from "./survival-columns.js";
import type { TextColumn } from "./text-table.js";

/** The options of every quick command. */
export interface QuickOptions extends SurvivalOptions {
  json?: boolean;
}

/** What a quick command found out, for programs and for people. */
export interface QuickAnswer {
  json: object;
  /** A line above the table. */
  heading?: string;
  columns: TextColumn[];
  rows: string[][];
  /** Below the table, an empty line before each. */
  paragraphs: string[][];
  conventions: string[];
}

/**
 * The options that every quick command shares: which file, which columns, how to answer.
 *
 * @param required further options, as `--by`, without which the command cannot run. Commander's own check would come before
 *   that for mistyped options, and speak of `--time` where `--tme` was written.
 */
export function addSurvivalOptions(command: Command, required: readonly string[] = []): Command {
  return command
    .argument(
      "<FILE>",
      "a CSV file with one row for each patient or spell; - reads standard input",
      pathOf("file", "FILE"),
    )
    .option("--time <COL>", "column of the follow-up times, in any one unit (required)", columnName("--time"))
    .option(
      "--event <COL>",
      "column that is 1 where the event happened, 0 where the row is censored (required)",
      columnName("--event"),
    )
    .option(
      "--event-code <VALUES>",
      "the values of the event column that are the event, instead of 1",
      list("--event-code", "values"),
    )
    .option("--entry <COL>", "column of the times at which rows enter (left truncation)", columnName("--entry"))
    .option("--json", "answer with unrounded numbers as JSON")
    .hook("preAction", () => {
      const options = command.opts<Record<string, unknown>>();
      const missing = ["--time", "--event", ...required].find((option) => options[option.slice(2)] === undefined);
      if (missing !== undefined)
        throw new InputError(`${command.name()}: ${missing} is missing; see seriatim ${command.name()} --help`);
    });
}

/**
 * Reads one CSV, has the question answered and shows the answer: as JSON, or as a table with its conventions. Rows left out
 * are told on stderr, so that they are never silent and never in the way of the answer.
 *
 * @param wanted the columns needed beside those of every quick command
 */
export async function answerQuickly(
  io: CliIo,
  command: string,
  file: string,
  options: QuickOptions,
  wanted: WantedColumns,
  answerOf: (rows: CompleteRows) => QuickAnswer,
): Promise<void> {
  const progress = progressLine(io);
  try {
    const rows = await readCompleteRows(io, file, [...survivalColumnsWanted(options), ...wanted], progress);
    progress.says(`Computing on ${rows.n} rows`);
    const answer = answerOf(rows);
    const conventions = [...answer.conventions, ...commonConventions(rows, options)];
    progress.done();
    io.stderr.write(leftOutSentence(rows.leftOut));
    if (options.json) writeJson(io, { command, ...rowsForJson(rows), ...answer.json, conventions });
    else io.stdout.write(textOf(io, { ...answer, conventions }));
  } finally {
    progress.done();
  }
}

/** The part of a JSON answer that says which rows it rests on. */
function rowsForJson({ file, sniffed, n, leftOut }: CompleteRows): object {
  const missing = Object.fromEntries(leftOut.missing.map(({ column, rows }) => [column, rows]));
  return { file, sniffed, rows: leftOut.of, used: n, leftOut: { rows: leftOut.rows, missing } };
}

/** What holds for every method: how the file was read, what is an event, who is at risk. */
function commonConventions(rows: CompleteRows, options: SurvivalOptions): string[] {
  const remarkable = rows.sniffed.filter((what) => what !== 'separator: ","').map((what) => what.replace(":", ""));
  return [
    ...eventSentences(rows, options),
    ...(options.entry === undefined ? [] : [`Left truncation: at risk after ${options.entry}`]),
    ...(options.weights === undefined ? [] : [`Weighted by ${options.weights}; n counts rows`]),
    ...(remarkable.length === 0 ? [] : [`The file was read with ${remarkable.join(", ")}`]),
  ];
}

function textOf(io: CliIo, { heading, columns, rows, paragraphs, conventions }: QuickAnswer): string {
  const above = heading === undefined ? "" : `${heading}\n\n`;
  const below = [...paragraphs, conventions].map((lines) => shownLines(io, lines));
  return `${above}${shownTable(io, columns, rows)}${below.join("")}`;
}
