import type { Command } from "commander";
import type { CliIo } from "./cli-io.js";
import { type CompleteRows, type LeftOut, leftOutSentence } from "./complete-rows.js";
import { InputError } from "./input-error.js";
import { columnNames } from "./option-values.js";

/**
 * The options that every quick command shares: which file, which columns, how to answer.
 *
 * @param required further options, as `--by`, without which the command cannot run. Commander's own check would come before
 *   that for mistyped options, and speak of `--time` where `--tme` was written.
 */
export function addSurvivalOptions(command: Command, required: readonly string[] = []): Command {
  return command
    .argument("<FILE>", "a CSV file with one row for each patient or spell; - reads standard input")
    .option("--time <COL>", "column of the follow-up times, in any one unit (required)")
    .option("--event <COL>", "column that is 1 where the event happened, 0 where the row is censored (required)")
    .option(
      "--event-code <VALUES>",
      "the values of the event column that are the event, instead of 1",
      columnNames("--event-code"),
    )
    .option("--json", "answer with unrounded numbers as JSON")
    .hook("preAction", () => {
      const options = command.opts<Record<string, unknown>>();
      const missing = ["--time", "--event", ...required].find((option) => options[option.slice(2)] === undefined);
      if (missing !== undefined)
        throw new InputError(`${command.name()}: ${missing} is missing; see seriatim ${command.name()} --help`);
    });
}

/** Rows by the labels of one or more columns. */
export interface Groups {
  /** Length n; an index into `groups`. */
  codes: Int32Array;
  /** Column to label; only the groups that occur, sorted by value, the first column slowest. */
  groups: Record<string, string>[];
}

/** Groups by the columns named; one group of all rows where none is. O(n × columns). */
export function groupsBy(rows: CompleteRows, names: readonly string[]): Groups {
  let result: Groups = { codes: new Int32Array(rows.n), groups: [{}] };
  for (const name of names) {
    const { codes, labels } = rows.labels(name);
    const before = result;
    const place = new Int32Array(before.groups.length * labels.length).fill(-1);
    for (let i = 0; i < rows.n; i++) place[before.codes[i] * labels.length + codes[i]] = 0;
    const groups: Record<string, string>[] = [];
    for (let pair = 0; pair < place.length; pair++) {
      if (place[pair] < 0) continue;
      place[pair] = groups.length;
      const label = labels[pair % labels.length];
      groups.push({ ...before.groups[Math.floor(pair / labels.length)], [name]: label });
    }
    result = { codes: codes.map((code, i) => place[before.codes[i] * labels.length + code]), groups };
  }
  return result;
}

/** Says on stderr what was left out, so that it is never silent and never in the way of the answer. */
export function sayLeftOut({ stderr }: CliIo, leftOut: LeftOut): void {
  const sentence = leftOutSentence(leftOut);
  if (sentence !== "") stderr.write(sentence);
}

/** The part of a JSON answer that says which rows it rests on. */
export function rowsForJson({ file, n, leftOut }: CompleteRows): object {
  const missing = Object.fromEntries(leftOut.missing.map(({ column, rows }) => [column, rows]));
  return { file, rows: leftOut.of, used: n, leftOut: { rows: leftOut.rows, missing } };
}

/** Lines below an answer, set off by an empty one: notes, and the conventions used. Empty where there are none. */
export function linesBelow(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n${lines.map((line) => `${line}\n`).join("")}`;
}
