import {
  type ConfidenceType,
  aalenJohansen as estimate,
  type MultiStateRows,
  type StateCurve,
  sojournTimes,
  stateProbabilityAt,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner } from "../case.js";

/** `aalen-johansen`: R's `survfit` of several states. */
export const aalenJohansen: MethodRunner = (c, table) => {
  allowOptions(c, ["confType", "confLevel", "atTimes", "tau", "startTime", "eventTimesOnly", "influence", "maxRows"]);
  const { rows, states, labels } = multiStateRows(c, table);
  const { confType, confLevel, startTime, tau, atTimes } = c.options as {
    confType?: ConfidenceType;
    confLevel?: number;
    startTime?: number;
    tau?: number;
    atTimes?: number[];
  };
  const options = { states: states.length, startTime };
  const curves = estimate(rows, { ...options, confidenceType: confType ?? "log", confidenceLevel: confLevel });
  const sojourn = tau === undefined ? undefined : sojournTimes(rows, tau, options);
  return {
    states,
    curves: curves.flatMap((curve, g) =>
      curve.n === 0
        ? []
        : {
            group: labels[g],
            p0: curve.p0,
            time: curve.time,
            nRisk: byTime(curve, curve.rows.atRisk),
            nEvent: byTime(curve, curve.rows.events),
            nCensor: curve.rows.censored,
            probability: byTime(curve, curve.probability),
            stdErr: byTime(curve, curve.standardError),
            lower: byTime(curve, curve.lower),
            upper: byTime(curve, curve.upper),
            ...(sojourn && { sojourn: { tau, estimate: sojourn[g].estimate, stdErr: sojourn[g].standardError } }),
            ...(atTimes && { at: at(curve, atTimes) }),
          },
    ),
  };
};

/** The rows of a case with several states; codes of the states in the order of survfit's: those only held, those entered. */
export function multiStateRows(
  c: Case,
  table: CaseTable,
): { rows: MultiStateRows; states: string[]; labels: Record<string, string>[] } {
  const { input } = c;
  const text = (part: string) => input[part] as string | undefined;
  const entered = table.column(input.event as string);
  const censor = [input.censorCode ?? 0].flat().map(String);
  const ends = ((input.states as unknown[]) ?? distinct(entered).filter((name) => !censor.includes(name))).map(String);
  const held = text("istate") === undefined ? undefined : table.column(input.istate as string);
  const states = [...(held ? distinct(held) : ["(s0)"]).filter((name) => !ends.includes(name)), ...ends];
  const { codes, labels } = table.codes(input.group as string[] | undefined, c.expected.groups);
  const code = (name: string, i: number) => {
    const place = censor.includes(name) ? -1 : states.indexOf(name);
    if (place < 0 && !censor.includes(name))
      throw new RangeError(`${input.event}, row ${table.rows[i]}: “${name}” is none of ${[...censor, ...ends].join(", ")}`);
    return place;
  };
  const numbers = (part: string) => (text(part) === undefined ? undefined : table.numbers(input[part] as string));
  const codesOf = (part: string) => (text(part) === undefined ? undefined : table.codes(input[part] as string).codes);
  return {
    rows: {
      time: table.numbers(input.time as string),
      to: Int32Array.from(entered, code),
      from: held && Int32Array.from(held, (name) => states.indexOf(name)),
      entry: numbers("entry"),
      id: codesOf("id"),
      weights: numbers("weights"),
      cluster: codesOf("cluster"),
      group: codes,
    },
    states,
    labels,
  };
}

function distinct(column: string[]): string[] {
  const levels = [...new Set(column)];
  return levels.every((level) => level.trim() !== "" && !Number.isNaN(Number(level)))
    ? levels.sort((a, b) => Number(a) - Number(b))
    : levels.sort(new Intl.Collator("en").compare);
}

function byTime({ states, time }: StateCurve, column: Float64Array): number[][] {
  return Array.from(time, (_, j) => Array.from({ length: states }, (_, s) => column[s * time.length + j]));
}

function at(curve: StateCurve, times: number[]) {
  const found = stateProbabilityAt(curve, times);
  // survfit has limits of 0 before the first time.
  const limits = (time: number, values: Float64Array) =>
    Array.from(values, (value) => (time < curve.time[0] ? 0 : value));
  return {
    time: found.map(({ time }) => time),
    probability: found.map(({ probability }) => Array.from(probability)),
    stdErr: found.map(({ standardError }) => Array.from(standardError)),
    lower: found.map(({ time, lower }) => limits(time, lower)),
    upper: found.map(({ time, upper }) => limits(time, upper)),
    nRisk: found.map(({ rows }) => Array.from(rows.atRisk)),
    nEvent: found.map(({ rows }) => Array.from(rows.events)),
    nCensor: found.map(({ rows }) => rows.censored),
  };
}
