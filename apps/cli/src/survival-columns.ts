import type { CompleteRows, WantedColumn, WantedColumns } from "./complete-rows.js";
import { firstOf } from "./first-of.js";
import { InputError } from "./input-error.js";

/** The options that say which column plays which part; those of every quick command. */
export interface SurvivalOptions {
  time: string;
  event: string;
  /** Values of the event column that are the event; every other is then a censoring. */
  eventCode?: string[];
  entry?: string;
  weights?: string;
}

/** Follow-up of the complete rows, as the statistics take it. */
export interface SurvivalColumns {
  time: Float64Array;
  event: Uint8Array;
  entry?: Float64Array;
  weights?: Float64Array;
}

/** The columns that the options name, for `readCompleteRows`. */
export function survivalColumnsWanted({ time, event, entry, weights }: SurvivalOptions): WantedColumns {
  const number = (option: string, name: string | undefined): WantedColumn[] =>
    name === undefined ? [] : [{ option, name, kind: "number", alone: true }];
  return [
    ...number("--time", time),
    { option: "--event", name: event, kind: "label", alone: true },
    ...number("--entry", entry),
    ...number("--weights", weights),
  ];
}

/** Columns of labels that an option names. */
export function labelsWanted(option: string, names: readonly string[]): WantedColumns {
  return names.map((name) => ({ option, name, kind: "label", alone: false }));
}

/**
 * Follow-up, judged row by row: no follow-up below 0 (or, with an entry, none that ends where it begins), events 0 or 1 unless
 * `eventCode` says which value is the event, no weight below 0.
 *
 * @throws InputError at the first row that will not do, with its line and value
 */
export function survivalColumns(rows: CompleteRows, options: SurvivalOptions): SurvivalColumns {
  const time = rows.numbers(options.time);
  const entry = options.entry === undefined ? undefined : rows.numbers(options.entry);
  const weights = options.weights === undefined ? undefined : rows.numbers(options.weights);
  const fault = (i: number, says: string) => new InputError(`${rows.file}, line ${rows.line(i)}: ${says}`);
  for (let i = 0; i < rows.n; i++) {
    if (entry && entry[i] >= time[i])
      throw fault(
        i,
        `${options.entry} is ${entry[i]} and ${options.time} is ${time[i]}; a row must enter before it ends`,
      );
    if (!entry && time[i] < 0) throw fault(i, `${options.time} is ${time[i]}; a follow-up must be 0 or more`);
    if (weights && weights[i] < 0) throw fault(i, `${options.weights} is ${weights[i]}; a weight must be 0 or more`);
  }
  return { time, event: events(rows, options, fault), ...(entry && { entry }), ...(weights && { weights }) };
}

/** What `--event-code` made an event and what a censoring, as a sentence: a mistyped value would be a censoring unnoticed. */
export function eventSentences(rows: CompleteRows, { event, eventCode }: SurvivalOptions): string[] {
  if (eventCode === undefined) return [];
  const { labels } = rows.labels(event);
  const [is, isNot] = [true, false].map((wanted) =>
    labels.filter((label) => isAmong(rows, eventCode, label) === wanted),
  );
  const rest = isNot.length === 0 ? "no row is censored" : `censored where it is ${firstOf(isNot)}`;
  return [`Event where ${event} is ${firstOf(is)}; ${rest}`];
}

function events(
  rows: CompleteRows,
  { event, eventCode }: SurvivalOptions,
  fault: (i: number, says: string) => InputError,
): Uint8Array {
  const { codes, labels } = rows.labels(event);
  if (eventCode) {
    const absent = eventCode.find((code) => !labels.some((label) => isAmong(rows, [code], label)));
    if (absent !== undefined)
      throw new InputError(`--event-code: no row has “${absent}” in ${event}; found ${firstOf(labels)}`);
    const isEvent = labels.map((label) => isAmong(rows, eventCode, label));
    return Uint8Array.from(codes, (code) => (isEvent[code] ? 1 : 0));
  }
  const values = labels.map(rows.numberOf);
  const row = codes.findIndex((code) => values[code] !== 0 && values[code] !== 1);
  if (row >= 0)
    throw fault(
      row,
      `${event} is “${labels[codes[row]]}”; allowed are 0 (censored) and 1 (event), unless --event-code says which is the event: ${firstOf(labels)}`,
    );
  return Uint8Array.from(codes, (code) => values[code]);
}

/** `1`, `1.0` and `01` are one code. */
function isAmong({ numberOf }: CompleteRows, codes: readonly string[], label: string): boolean {
  return codes.some((code) => label === code || (!Number.isNaN(numberOf(label)) && numberOf(label) === numberOf(code)));
}
