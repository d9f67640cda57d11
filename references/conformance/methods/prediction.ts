import { brierScore, type PredictionRows, timeDependentAuc } from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner } from "../case.js";

/** `brier`: `riskRegression::Score(metrics = "brier")`. */
export const brier: MethodRunner = (c, table) => {
  const { rows, predictions, times, cause } = predictionsOf(c, table);
  const scores = brierScore(rows, predictions, times, { cause });
  return {
    n: table.n,
    times,
    brier: scores.map((score) => score.brier),
    stdErr: scores.map(({ standardError }) => standardError),
    nullBrier: scores.map(({ nullBrier }) => nullBrier),
    ipa: scores.map(({ predictionAccuracy }) => predictionAccuracy),
  };
};

/** `time-auc`: `riskRegression::Score(metrics = "auc")`. */
export const timeAuc: MethodRunner = (c, table) => {
  const { rows, predictions, times, cause } = predictionsOf(c, table);
  const areas = timeDependentAuc(rows, predictions, times, { cause });
  return {
    n: table.n,
    times,
    auc: areas.map(({ auc }) => auc),
    stdErr: areas.map(({ standardError }) => standardError),
  };
};

function predictionsOf(c: Case, table: CaseTable) {
  allowOptions(c, ["times", "cause"]);
  const { times, cause } = c.options as { times: number[]; cause?: number | string };
  const { input } = c;
  const time = table.numbers(input.time as string);
  const predictions = (input.predictions as string[]).map((name) => table.numbers(name));
  if (input.censorCode === undefined) return { rows: { time, event: table.events(c) }, predictions, times, cause: 1 };
  const { codes, labels } = causeCodes(table.column(input.event as string), String(input.censorCode));
  const wanted = cause === undefined ? 1 : labels.indexOf(String(cause)) + 1;
  if (wanted === 0) throw new RangeError(`cause is ${cause}; the table has ${labels.join(", ")}`);
  const rows: PredictionRows = { time, event: codes };
  return { rows, predictions, times, cause: wanted };
}

/** 0 for a censoring, else the place of the cause among the sorted ones, from 1. */
export function causeCodes(column: string[], censorCode: string): { codes: Uint8Array; labels: string[] } {
  const labels = [...new Set(column)].filter((value) => value !== censorCode).sort();
  return { codes: Uint8Array.from(column, (value) => (value === censorCode ? 0 : labels.indexOf(value) + 1)), labels };
}
