import { type Case, groupLabel, type Tolerance, toNumber } from "./case.js";

export interface Deviation {
  /** Where in `expected`: `curves[{"sex":"1"}].survival[@310]`. */
  path: string;
  expected: string;
  actual: string;
  /** |actual - expected|, or Infinity where they cannot be compared. */
  difference: number;
  /** The difference over what is allowed: above 1 it fails. */
  ratio: number;
}

/** The largest deviation of an answer from a case's expected figures; `undefined` when the case expects nothing. */
export function compareCase(c: Case, actual: unknown): Deviation | undefined {
  let worst: Deviation | undefined;
  const note = (deviation: Deviation) => {
    if (!worst || deviation.ratio > worst.ratio) worst = deviation;
  };
  compare(c.expected, actual, { path: "", tolerance: c.tolerance, toleranceFor: c.toleranceFor ?? {}, note });
  return worst;
}

interface Place {
  path: string;
  tolerance: Tolerance;
  toleranceFor: Record<string, Tolerance>;
  note: (deviation: Deviation) => void;
}

const labelKeys = ["group", "stratum", "cause", "newdata", "term", "id"];

function compare(expected: unknown, actual: unknown, place: Place): void {
  if (Array.isArray(expected)) compareArrays(expected, actual, place);
  else if (expected !== null && typeof expected === "object")
    compareObjects(expected as Record<string, unknown>, actual, place);
  else compareFigures(expected, actual, place);
}

function compareObjects(expected: Record<string, unknown>, actual: unknown, place: Place): void {
  if (actual === null || typeof actual !== "object") {
    fail(expected, actual, place);
    return;
  }
  const answer = actual as Record<string, unknown>;
  const pick = selection(expected, answer);
  for (const [key, value] of Object.entries(expected)) {
    const inner = {
      ...place,
      path: place.path ? `${place.path}.${key}` : key,
      tolerance: place.toleranceFor[key] ?? place.tolerance,
    };
    if (pick && key === "rows" && !Array.isArray(value)) compare(value, answer.rows ?? sizeOf(answer.time), inner);
    else if (pick?.lists.has(key)) compareSelected(value as unknown[], answer[key], pick, inner);
    else if (pick?.tables.has(key))
      (value as unknown[][]).forEach((row, k) => {
        const other = (answer[key] as unknown[])[k];
        compareSelected(row, other, pick, { ...inner, path: `${inner.path}[${k}]` });
      });
    else compare(value, answer[key], inner);
  }
}

interface Selection {
  /** For each listed entry its place in the whole answer, -1 where it is not there. */
  places: number[];
  names: string[];
  /** What has one entry for each time or row, */
  lists: Set<string>;
  /** and what has rows with one entry for each. */
  tables: Set<string>;
}

/** A curve may list only some of its times, residuals only some rows: each is then looked up by its time or row. */
function selection(expected: Record<string, unknown>, actual: Record<string, unknown>): Selection | undefined {
  const key = Array.isArray(expected.rows) ? "rows" : typeof expected.rows === "number" ? "time" : undefined;
  if (!key || !Array.isArray(expected[key]) || sizeOf(actual[key]) === undefined) return undefined;
  const wanted = (expected[key] as (number | string)[]).map((value) => figure(value));
  const there = Array.from(actual[key] as ArrayLike<number>, (value) => figure(value));
  const listed = (of: unknown, other: unknown) =>
    Array.isArray(of) && of.length === wanted.length && sizeOf(other) === there.length;
  const names = Object.keys(expected);
  const lists = names.filter((name) => listed(expected[name], actual[name]));
  const tables = names.filter((name) => {
    const [of, other] = [expected[name], actual[name]];
    return (
      Array.isArray(of) &&
      Array.isArray(other) &&
      of.length === other.length &&
      of.every((row, k) => listed(row, other[k]))
    );
  });
  return {
    places: wanted.map((value) => there.findIndex((other) => Math.abs(other - value) <= 1e-9 * Math.abs(value))),
    names: wanted.map((value) => `@${value}`),
    lists: new Set(lists),
    tables: new Set(tables),
  };
}

function compareSelected(expected: unknown[], actual: unknown, pick: Selection, place: Place): void {
  const answer = actual as ArrayLike<unknown>;
  expected.forEach((value, k) => {
    const inner = { ...place, path: `${place.path}[${pick.names[k]}]` };
    if (pick.places[k] < 0) fail(value, undefined, inner);
    else compare(value, answer[pick.places[k]], inner);
  });
}

function compareArrays(expected: unknown[], actual: unknown, place: Place): void {
  // R writes some one-by-one matrices where a number is meant.
  if (expected.length === 1 && typeof actual === "number") {
    compare(expected[0], actual, place);
    return;
  }
  const size = sizeOf(actual);
  if (size === undefined) {
    fail(expected, actual, place);
    return;
  }
  if (size !== expected.length) {
    fail(`${expected.length} entries`, `${size} entries`, place);
    return;
  }
  const answer = Array.from(actual as ArrayLike<unknown>);
  expected.forEach((value, k) => {
    const label = labelOf(value);
    const match = label === undefined ? answer[k] : answer.find((other) => labelOf(other) === label);
    compare(value, match, { ...place, path: `${place.path}[${label ?? k}]` });
  });
}

function labelOf(value: unknown): string | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const entry = value as Record<string, unknown>;
  const parts = labelKeys
    .filter((key) => key in entry && !Array.isArray(entry[key]))
    .map((key) => [key, entry[key]] as const);
  if (parts.length === 0) return undefined;
  return parts
    .map(([, part]) => (part !== null && typeof part === "object" ? groupLabel(part) : String(part)))
    .join(" ");
}

function compareFigures(expected: unknown, actual: unknown, place: Place): void {
  if (typeof expected === "boolean" || (typeof expected === "string" && Number.isNaN(toNumber(expected)))) {
    if (expected !== actual) fail(expected, actual, place);
    return;
  }
  if (expected === null) {
    if (actual !== null && !Number.isNaN(actual)) fail(expected, actual, place);
    return;
  }
  const y = figure(expected);
  const x = figure(actual);
  const difference = x === y ? 0 : Math.abs(x - y);
  if (!(difference < Number.POSITIVE_INFINITY)) fail(expected, actual, place);
  else {
    const ratio = difference / (place.tolerance.abs + place.tolerance.rel * Math.abs(y));
    place.note({
      path: place.path,
      expected: show(expected),
      actual: show(actual),
      difference,
      ratio: difference && ratio,
    });
  }
}

function figure(value: unknown): number {
  return typeof value === "number" ? value : typeof value === "string" ? toNumber(value) : Number.NaN;
}

function sizeOf(value: unknown): number | undefined {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as ArrayLike<unknown>).length : undefined;
}

function fail(expected: unknown, actual: unknown, place: Place): void {
  place.note({
    path: place.path,
    expected: show(expected),
    actual: show(actual),
    difference: Number.POSITIVE_INFINITY,
    ratio: Number.POSITIVE_INFINITY,
  });
}

function show(value: unknown): string {
  const text =
    value === undefined
      ? "nothing"
      : typeof value === "number"
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
