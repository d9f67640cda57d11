import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ModelTerm } from "@seriatim/stats";
import { parse } from "csv-parse/sync";

export interface Tolerance {
  rel: number;
  abs: number;
}

export interface Covariate {
  name: string | string[];
  type?: "numeric" | "factor" | "interaction";
  reference?: string;
  levels?: string[];
}

/** One recorded calculation; the format is described in references/README.md. */
export interface Case {
  id: string;
  method: string;
  data: string;
  input: Record<string, unknown>;
  options: Record<string, unknown>;
  expected: Record<string, unknown>;
  tolerance: Tolerance;
  toleranceFor?: Record<string, Tolerance>;
  source?: string;
}

/** Computes a case; the answer has the keys of `expected`, whole curves, NaN where a figure is not defined. */
export type MethodRunner = (c: Case, table: CaseTable) => Record<string, unknown>;

/** Thrown by a method's runner for an option that it does not know: the case then fails. */
export class UnsupportedOption extends Error {}

/** @throws UnsupportedOption when the case sets an option that is not among the known ones */
export function allowOptions(c: Case, known: readonly string[]): void {
  for (const option of Object.keys(c.options))
    if (!known.includes(option)) throw new UnsupportedOption(`${c.method} does not know the option “${option}”`);
}

/** @throws Error where the file is not JSON, or names no method */
export function readCase(file: string): Case {
  const recorded = JSON.parse(readFileSync(file, "utf8")) as Partial<Case>;
  if (!isObject(recorded) || typeof recorded.method !== "string")
    throw new Error("the file is no case; it must hold one JSON object with a “method”");
  return { options: {}, input: {}, id: basename(file, ".json"), ...recorded } as Case;
}

/** @throws Error where a case lacks what every calculation needs */
export function checkCase({ data, expected, tolerance, toleranceFor }: Partial<Case>): void {
  if (typeof data !== "string") throw new Error("the case has no “data”");
  if (!isObject(expected)) throw new Error("the case has no “expected”");
  for (const [key, allowed] of Object.entries({ tolerance, ...toleranceFor }))
    if (!(allowed && allowed.rel >= 0 && allowed.abs >= 0))
      throw new Error(`the case's tolerance${key === "tolerance" ? "" : ` for “${key}”`} has not both “rel” and “abs”`);
}

/** @throws Error where there is no such table; RangeError where it is none that could be read, or has no row for the case */
export function readCaseTable(folder: string, c: Case): CaseTable {
  const file = join(folder, "data", c.data);
  if (!existsSync(file)) throw new Error(`there is no table data/${c.data}`);
  let lines: string[][];
  try {
    lines = parse(readFileSync(file), { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new RangeError(`data/${c.data}: ${(error as Error).message}`);
  }
  if (lines.length === 0) throw new RangeError(`data/${c.data} is empty; its first line must name the columns`);
  const table = new CaseTable(lines[0], lines.slice(1), columnsUsed(c));
  if (table.n === 0) throw new RangeError(`data/${c.data} has no row with a value in every column that the case uses`);
  return table;
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The rows of a case's table that have a value in every column that the case uses. */
export class CaseTable {
  readonly n: number;
  /** 0-based positions in the CSV of the rows kept, header excluded. */
  readonly rows: Int32Array;

  constructor(
    private readonly header: string[],
    private readonly body: string[][],
    used: string[],
  ) {
    const places = used.map((name) => this.place(name));
    const kept = body.map((_, i) => i).filter((i) => places.every((j) => !isMissing(body[i][j])));
    this.rows = Int32Array.from(kept);
    this.n = kept.length;
  }

  has(name: string): boolean {
    return this.header.includes(name);
  }

  column(name: string): string[] {
    const place = this.place(name);
    return Array.from(this.rows, (i) => this.body[i][place]);
  }

  numbers(name: string): Float64Array {
    return Float64Array.from(this.column(name), (text, i) => {
      const value = toNumber(text);
      if (Number.isNaN(value)) throw new RangeError(`${name}, row ${this.rows[i]}: “${text}” is not a number`);
      return value;
    });
  }

  /** 1 where the event column holds one of `eventCode` (default: its own number, so that 2 is refused later on). */
  events(c: Case): Uint8Array {
    const name = c.input.event as string;
    const codes = c.input.eventCode;
    if (codes === undefined)
      return Uint8Array.from(this.numbers(name), (value, i) => {
        if (value !== 0 && value !== 1)
          throw new RangeError(`${name}, row ${this.rows[i]}: ${value} is neither 0 nor 1`);
        return value;
      });
    const wanted = new Set((Array.isArray(codes) ? codes : [codes]).map(String));
    return Uint8Array.from(this.column(name), (value) => (wanted.has(value) ? 1 : 0));
  }

  /**
   * Codes of the combinations that occur, sorted by value, the first column slowest; no columns give one group `{}`. Where
   * a case lists its groups, their order is the one that its matrices and differences mean.
   */
  codes(
    names: string | string[] | undefined,
    listed?: unknown,
  ): { codes: Int32Array; labels: Record<string, string>[] } {
    const list = names === undefined ? [] : Array.isArray(names) ? names : [names];
    const columns = list.map((name) => this.column(name));
    const levels = columns.map(sortedLevels);
    const keys = Array.from({ length: this.n }, (_, i) => columns.map((column, k) => levels[k].indexOf(column[i])));
    const distinct = [...new Map(keys.map((key) => [key.join(), key])).values()].sort(
      (a, b) => a.map((value, k) => value - b[k]).find((difference) => difference !== 0) ?? 0,
    );
    const labelled = distinct.map((key) => ({
      key: key.join(),
      label: Object.fromEntries(list.map((name, k) => [name, levels[k][key[k]]])),
    }));
    const order = Array.isArray(listed) ? listed.map((entry) => groupLabel((entry as { group?: unknown })?.group)) : [];
    const rank = ({ label }: { label: unknown }) => order.indexOf(groupLabel(label));
    if (labelled.every((group) => rank(group) >= 0)) labelled.sort((a, b) => rank(a) - rank(b));
    const place = new Map(labelled.map(({ key }, g) => [key, g]));
    return {
      codes: Int32Array.from(keys, (key) => place.get(key.join()) as number),
      labels: labelled.map(({ label }) => label),
    };
  }

  /** The labels of strata as the format joins them: `1/squamous`. */
  strata(names: string | string[] | undefined): { codes: Int32Array; labels: string[] } {
    const { codes, labels } = this.codes(names);
    return { codes, labels: labels.map((label) => Object.values(label).join("/")) };
  }

  terms(covariates: Covariate[] = []): ModelTerm[] {
    return covariates.map((covariate) => {
      if (!Array.isArray(covariate.name)) return this.term(covariate);
      const of = covariate.name.map((name) =>
        this.term(covariates.find((other) => other.name === name && other !== covariate) ?? { name }),
      );
      return { type: "interaction", of };
    });
  }

  /** The terms of new rows, given by column, with the factors' levels of the table. */
  newTerms(rows: Record<string, number | string>[], covariates: Covariate[] = []): ModelTerm[] {
    const single = covariates.filter(({ name }) => !Array.isArray(name));
    const header = single.map(({ name }) => name as string);
    const levelled = single.map((covariate) =>
      covariate.type === "factor" && !covariate.levels
        ? { ...covariate, levels: sortedLevels(this.column(covariate.name as string)) }
        : covariate,
    );
    const all = [...levelled, ...covariates.filter(({ name }) => Array.isArray(name))];
    const body = rows.map((row) => header.map((name) => String(row[name] ?? "")));
    const table = new CaseTable(header, body, header);
    if (table.n < rows.length) throw new RangeError(`newdata lacks a value of ${header.join(", ")} in some row`);
    return covariates.map((covariate) => table.terms(all)[all.findIndex(({ name }) => name === covariate.name)]);
  }

  private term(covariate: Covariate): ModelTerm {
    const name = covariate.name as string;
    if (covariate.type !== "factor") return { type: "numeric", name, values: this.numbers(name) };
    const column = this.column(name);
    const levels = covariate.levels ?? sortedLevels(column);
    const codes = Int32Array.from(column, (value) => levels.indexOf(value));
    return { type: "factor", name, codes, levels, reference: covariate.reference ?? levels[0] };
  }

  private place(name: string): number {
    const place = this.header.indexOf(name);
    if (place < 0) throw new RangeError(`the table has no column “${name}”; it has ${this.header.join(", ")}`);
    if (this.header.lastIndexOf(name) > place) throw new RangeError(`the table has the column “${name}” twice`);
    return place;
  }
}

/** The format's numbers: decimals, and `Inf`, `-Inf`. */
export function toNumber(text: string): number {
  if (text === "Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** A group in words, the same whatever the order of its columns: `age=old,sex=1`. */
export function groupLabel(group: unknown): string {
  return Object.entries(group ?? {})
    .map(([name, level]) => `${name}=${String(level)}`)
    .sort()
    .join(",");
}

function columnsUsed({ input, options }: Case): string[] {
  const names = new Set<string>();
  for (const [part, value] of Object.entries(input)) {
    if (["censorCode", "eventCode", "states"].includes(part)) continue;
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (typeof entry === "string") names.add(entry);
      else if (entry && typeof entry === "object")
        for (const name of [(entry as Covariate).name].flat()) if (name !== undefined) names.add(name);
    }
  }
  const { collapse, spline } = options as { collapse?: unknown; spline?: { name?: unknown } };
  for (const name of [collapse, spline?.name]) if (typeof name === "string") names.add(name);
  return [...names];
}

function isMissing(text: string): boolean {
  return text === "" || text === "NA";
}

function sortedLevels(column: string[]): string[] {
  const levels = [...new Set(column)];
  return levels.every((level) => !Number.isNaN(toNumber(level)))
    ? levels.sort((a, b) => toNumber(a) - toNumber(b))
    : levels.sort(collator.compare);
}

/** As R sorts words in any locale but C: small letters beside capital ones. */
const collator = new Intl.Collator("en");
