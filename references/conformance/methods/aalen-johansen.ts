import {
  aalenJohansenInfluence,
  type ConfidenceType,
  aalenJohansen as estimate,
  type MultiStateRows,
  type StateCurve,
  type StateInfluence,
  sojournTimes,
  stateProbabilityAt,
  transitionTimesOnly,
} from "@seriatim/stats";
import { allowOptions, type Case, type CaseTable, type MethodRunner } from "../case.js";

/** `aalen-johansen`: R's `survfit` of several states. */
export const aalenJohansen: MethodRunner = (c, table) => {
  allowOptions(c, ["confType", "confLevel", "atTimes", "tau", "startTime", "eventTimesOnly", "influence", "maxRows"]);
  const { rows, states, labels } = multiStateRows(c, table);
  const { confType, confLevel, startTime, eventTimesOnly, tau, atTimes } = c.options as {
    confType?: ConfidenceType;
    confLevel?: number;
    startTime?: number;
    eventTimesOnly?: boolean;
    tau?: number;
    atTimes?: number[];
  };
  const options = { states: states.length, startTime, confidenceType: confType ?? "log", confidenceLevel: confLevel };
  const withStart = estimate(rows, options);
  // survfit 3.5-3 counts the error of an estimated start only where it is asked for the influence.
  const p0 = c.options.influence
    ? undefined
    : withStart.map((curve) => (curve.n > 0 ? curve.p0 : certain(states.length)));
  const curves = estimate(asListed(rows, startTime), { ...options, p0, gaps: "allow" });
  const sojourn = tau === undefined ? undefined : sojournTimes(rows, tau, options);
  const needed = c.options.influence || wantsSojournError(c);
  const influence = needed ? aalenJohansenInfluence(rows, options) : undefined;
  return {
    states,
    curves: curves.flatMap((curve, g) => {
      if (curve.n === 0) return [];
      const listed = eventTimesOnly ? transitionTimesOnly(curve) : curve;
      return {
        group: labels[g],
        n: curve.n,
        p0: curve.p0,
        time: listed.time,
        nRisk: byTime(listed, listed.rows.atRisk),
        nEvent: byTime(listed, listed.rows.events),
        nCensor: listed.rows.censored,
        probability: byTime(listed, listed.probability),
        stdErr: byTime(listed, listed.standardError),
        lower: byTime(listed, listed.lower),
        upper: byTime(listed, listed.upper),
        ...(sojourn && {
          sojourn: {
            tau,
            estimate: sojourn[g].estimate,
            stdErr: influence && laggedError(influence[g], tau as number, rows),
          },
        }),
        ...(atTimes && { at: at(curve, atTimes) }),
        ...(influence && c.options.influence ? { influence: influenceRows(influence[g], listed.time, rows.id) } : {}),
      };
    }),
  };
};

/**
 * The rows of a case with several states; the codes of the states in the order of survfit's: those only held, then those
 * entered.
 */
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
  const code = (name: string, i: number) => {
    if (censor.includes(name)) return -1;
    if (!ends.includes(name))
      throw new RangeError(
        `${input.event}, row ${table.rows[i]}: “${name}” is none of ${[...censor, ...ends].join(", ")}`,
      );
    return states.indexOf(name);
  };
  const numbers = (part: string) => (text(part) === undefined ? undefined : table.numbers(input[part] as string));
  const codesOf = (part: string) => (text(part) === undefined ? undefined : table.codes(input[part] as string).codes);
  const { codes, labels } = table.codes(input.group as string[] | undefined, c.expected.groups);
  const rows = {
    time: table.numbers(input.time as string),
    to: Int32Array.from(entered, code),
    from: held && Int32Array.from(held, (name) => states.indexOf(name)),
    entry: numbers("entry"),
    id: codesOf("id"),
    weights: numbers("weights"),
    cluster: codesOf("cluster"),
    group: codes,
  };
  return { rows, states, labels };
}

/**
 * survfit 3.5-3 joins a row that goes on to the next, but not the first of a subject's adjoining rows, whose end it lists
 * and counts as a censoring: that row is made a subject of its own, of the same cluster.
 */
function asListed(rows: MultiStateRows, startTime = Number.NEGATIVE_INFINITY): MultiStateRows {
  const { time, to, entry, id } = rows;
  if (!id || !entry) return rows;
  const starts = new Set(Array.from(id, (subject, i) => `${subject}@${entry[i]}`));
  const ends = new Set(Array.from(id, (subject, i) => `${time[i] < startTime ? "gone" : subject}@${time[i]}`));
  let next = id.reduce((largest, subject) => Math.max(largest, subject), 0);
  const own = id.map((subject, i) =>
    to[i] < 0 && starts.has(`${subject}@${time[i]}`) && !ends.has(`${subject}@${entry[i]}`) ? ++next : subject,
  );
  return { ...rows, id: own, cluster: rows.cluster ?? id };
}

function distinct(column: string[]): string[] {
  const levels = [...new Set(column)];
  return levels.every((level) => level.trim() !== "" && !Number.isNaN(Number(level)))
    ? levels.sort((a, b) => Number(a) - Number(b))
    : levels.sort(new Intl.Collator("en").compare);
}

function certain(states: number): Float64Array {
  return Float64Array.from({ length: states }, (_, s) => (s === 0 ? 1 : 0));
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

function wantsSojournError(c: Case): boolean {
  const curves = c.expected.curves as { sojourn?: { stdErr?: unknown } }[] | undefined;
  return curves?.some(({ sojourn }) => sojourn?.stdErr !== undefined) ?? false;
}

/**
 * The recorded errors of the time in state are not those of R's own `summary(survfit, rmean = tau)`, which `sojournTimes`
 * gives: they take over each interval the influence of the interval before (docs/methods/multi-state.md shows it).
 */
function laggedError(
  { states, rows, time, start, values }: StateInfluence,
  tau: number,
  { id }: MultiStateRows,
): number[] {
  const n = rows.length;
  const m = time.length;
  return Array.from({ length: states }, (_, s) => {
    const sums = new Map<number, number>();
    rows.forEach((i, k) => {
      let sum = 0;
      for (let j = 0; j < m && time[j] < tau; j++) {
        const before = j === 0 ? start[s * n + k] : values[(s * m + j - 1) * n + k];
        sum += before * ((j + 1 < m ? Math.min(time[j + 1], tau) : tau) - time[j]);
      }
      const subject = id ? id[i] : i;
      sums.set(subject, (sums.get(subject) ?? 0) + sum);
    });
    return Math.sqrt([...sums.values()].reduce((total, sum) => total + sum * sum, 0));
  });
}

/** By row of the data, or by subject, sorted, where those have several: its times, with the states of each. */
function influenceRows({ states, rows, time, values }: StateInfluence, listed: Float64Array, id?: Int32Array) {
  const places = Array.from(listed, (t) => time.indexOf(t));
  const bySubject = new Map<number, number[][]>();
  rows.forEach((i, k) => {
    const subject = id ? id[i] : i;
    const sums = bySubject.get(subject) ?? places.map(() => new Array<number>(states).fill(0));
    places.forEach((j, q) => {
      for (let s = 0; s < states; s++) sums[q][s] += values[(s * time.length + j) * rows.length + k];
    });
    bySubject.set(subject, sums);
  });
  return [...bySubject.entries()].sort(([a], [b]) => a - b).map(([, sums]) => sums);
}
