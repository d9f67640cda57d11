import {
  type FullDate,
  formatPartialDate,
  isFullDate,
  parsePartialDate,
  pathText,
  readYamlFile,
  unknownName,
  type YamlFile,
  type YamlPath,
} from "@seriatim/records";
import { type Document, isAlias, isScalar, isSeq, parseDocument } from "yaml";
import { given } from "./given.js";
import { parseAnalysis } from "./parse-analysis.js";
import { resultNames } from "./results.js";
import type {
  CohortDefinition,
  ConditionDefinition,
  EndpointDefinition,
  FactorDefinition,
  PublishedFigure,
  Study,
  StudyRecords,
  StudySource,
} from "./study.js";
import { StudyError } from "./study-error.js";
import { type AnalysisFile, type ConditionFile, type StudyFile, studySchema } from "./study-schema.js";
import { sentenceCase } from "./wording.js";

/** The parsed file, for the functions that make its parts. */
interface Source {
  file: YamlFile<StudyFile>;
  fail(path: YamlPath, says: string, onKey?: boolean): never;
}

/**
 * Reads a study file in its normal form: lists where one may stand for many, defaults filled in. Names of cohorts,
 * endpoints and factors are checked against the dictionary by `resolveStudy`.
 *
 * @param fileName as it shall stand in errors
 * @throws StudyError at the first fault, with path, line and column
 */
export function parseStudy(text: string, fileName: string): Study {
  const { study, faults } = parseParts(text, fileName);
  if (faults.length > 0 || study === undefined) throw faults[0];
  return study;
}

/**
 * Reads what of a study file can be read, and all that is wrong with it.
 *
 * @returns the study without its faulty parts; undefined where the file is no YAML or does not agree with the schema
 */
export function parseParts(text: string, fileName: string): { study?: Study; faults: StudyError[] } {
  const read = readYamlFile(text, studySchema);
  if ("fault" in read) return { faults: read.faults.map((fault) => new StudyError(fileName, fault)) };
  const { file } = read;
  const faults: StudyError[] = [];
  const source: Source = {
    file,
    fail(path, says, onKey) {
      throw new StudyError(fileName, file.faultAt(path, says, onKey));
    },
  };
  const parts = <Key, Part>(keys: readonly Key[], make: (key: Key, i: number) => Part): Part[] =>
    keys.flatMap((key, i) => {
      try {
        return [make(key, i)];
      } catch (error) {
        if (!(error instanceof StudyError)) throw error;
        faults.push(error);
        return [];
      }
    });
  const { value } = file;
  const confidence = { level: value.confidence?.level ?? 0.95, type: value.confidence?.type ?? "log-log" } as const;
  const cohorts = parts(file.keysAt(["cohorts"]), (id) => cohortOf(id, source));
  parts([file.keysAt(["cohorts"])], (ids) => {
    if (ids.length === 0) source.fail(["cohorts"], "no cohort; a study has at least one", true);
  });
  const sound = parts(value.analyses, (analysis, i) => {
    const { id } = analysis;
    if (value.analyses.findIndex((other) => other.id === id) < i)
      source.fail(["analyses", i, "id"], `“${id}” stands twice; each analysis has an id of its own`);
    refuseRepeats(analysis, i, source);
    return i;
  });
  const document = parseDocument(text);
  const decimals = decimalsWritten(document);
  const [records = { kind: "files", dictionary: "", tables: {} } as const] = parts([source], recordsOf);
  const [asOf] = parts([value.as_of], (written) => fullDate(written, ["as_of"], source));
  const study: Study = {
    file: { name: fileName, places: placesOf(file, document.toJS()) },
    title: value.title,
    ...given({ authors: value.authors, provenance: value.provenance, source: value.source }),
    records,
    definitions: value.definitions ?? {},
    ...given({ asOf }),
    partialDates: value.partial_dates ?? "middle",
    confidence,
    cohorts,
    endpoints: parts(file.keysAt(["endpoints"]), (id) => endpointOf(id, source)),
    factors: parts(file.keysAt(["factors"]), (id) => factorOf(id, source)),
    analyses: sound.map((i) =>
      parseAnalysis(value.analyses[i], `analyses[${i}]`, { confidence, cohorts: file.keysAt(["cohorts"]) }),
    ),
    published: parts(value.published ?? [], (_, i) => publishedOf(i, decimals[i], source)),
  };
  return { study: deepFreeze(study), faults };
}

/** A list of names in which one stands twice would give the same results twice. */
function refuseRepeats(analysis: AnalysisFile, i: number, { fail }: Source): void {
  for (const key of ["cohorts", "factors", "by", "strata", "univariable", "multivariable"] as const) {
    const names = (analysis as Partial<Record<typeof key, string[]>>)[key] ?? [];
    names.forEach((name, k) => {
      if (names.indexOf(name) < k) fail(["analyses", i, key, k], `“${name}” stands twice in ${key}`);
    });
  }
}

function recordsOf({ file: { value }, fail }: Source): StudyRecords {
  const { records, dictionary } = value;
  if (typeof records.registry === "string" && Object.keys(records).every((key) => key === "registry" || key === "on")) {
    if (dictionary !== undefined)
      fail(["dictionary"], "stands beside a registry, which has a dictionary of its own; leave it out", true);
    const { registry, on } = records as { registry: string; on?: string | number };
    return { kind: "registry", place: registry, ...given({ on: fullDate(on, ["records", "on"], { fail }) }) };
  }
  if (dictionary === undefined) return fail(["dictionary"], "missing; it must be given", true);
  const tables = Object.entries(records as Record<string, string | { file: string; sheet?: string }>);
  if (tables.length === 0) fail(["records"], "no table; give each its file, as table: file", true);
  return {
    kind: "files",
    dictionary,
    tables: Object.fromEntries(tables.map(([table, one]) => [table, typeof one === "string" ? { file: one } : one])),
  };
}

function fullDate(
  written: string | number | undefined,
  path: YamlPath,
  { fail }: Pick<Source, "fail">,
): FullDate | undefined {
  if (written === undefined) return undefined;
  const parsed = parsePartialDate(String(written));
  if (parsed.date === null) return fail(path, parsed.fault);
  if (isFullDate(parsed.date)) return parsed.date;
  return fail(path, `${formatPartialDate(parsed.date)} has no day; a full date is needed`);
}

function cohortOf(id: string, { file, fail }: Source): CohortDefinition {
  const { label, rows, from, where } = file.value.cohorts[id];
  const path = ["cohorts", id];
  if (rows === undefined && from === undefined)
    fail(path, "a cohort has `rows` (a table), `from` (another cohort), or both", true);
  const isList = Array.isArray(where) && file.keysAt([...path, "where"]).length === 0;
  const steps = (where ?? []).map((step, i) => {
    const at = isList ? [...path, "where", i] : [...path, "where"];
    const { otherwise, ...rest } = step;
    if (otherwise !== undefined && typeof otherwise !== "string")
      return fail([...at, "otherwise"], "the reason must be a text");
    const conditions = conditionsOf(rest, at, fail);
    return { conditions, ...given({ otherwise }) };
  });
  return { path: `cohorts.${id}`, id, label: label ?? sentenceCase(id), ...given({ rows, from }), steps };
}

function conditionsOf(
  conditions: Record<string, ConditionFile>,
  path: readonly (string | number)[],
  fail: Source["fail"],
): ConditionDefinition[] {
  const names = Object.keys(conditions);
  if (names.length === 0) return fail(path, "no condition; give at least one, as field: value");
  return names.map((name) => {
    const must = conditions[name];
    if (typeof must === "object" && !Array.isArray(must) && Object.keys(must).length === 0)
      fail([...path, name], "no bound; give at least one of from, to, over, under, not");
    return { path: pathText([...path, name]), name, must };
  });
}

function endpointOf(id: string, { file, fail }: Source): EndpointDefinition {
  const { label, from, to, time, entry, event, landmark, unit } = file.value.endpoints![id];
  const path = ["endpoints", id];
  const allowed = "allowed are `from` and `to` (dates), or `time` (a ready duration)";
  if (time !== undefined && (from !== undefined || to !== undefined))
    fail([...path, "time"], `stands beside ${from === undefined ? "to" : "from"}; ${allowed}`, true);
  if (time === undefined && (from === undefined || to === undefined))
    fail(path, `has no ${from === undefined ? "from" : "to"}; ${allowed}`, true);
  return {
    path: `endpoints.${id}`,
    id,
    label: label ?? sentenceCase(id),
    clock: time === undefined ? { from: from!, to: to! } : { time },
    ...given({ entry, landmark, unit }),
    event: conditionsOf(event, [...path, "event"], fail),
  };
}

function factorOf(id: string, { file, fail }: Source): FactorDefinition {
  const { label, of, as, groups, cut, reference, per, ...between } = file.value.factors![id];
  const path = ["factors", id];
  const sources = [
    ...(of === undefined ? [] : [{ field: of }]),
    ...(["years", "months", "days"] as const).flatMap((unit) => {
      const pair = between[`${unit}_between`];
      return pair === undefined ? [] : [{ between: pair, unit }];
    }),
  ];
  if (sources.length !== 1)
    fail(
      path,
      `${sources.length === 0 ? "nothing to be made of" : "made of two things"}; a factor has one of of, years_between, months_between, days_between`,
      true,
    );
  if (groups && cut) fail([...path, "cut"], "stands beside groups; a factor has one of them", true);
  if (groups && as) fail([...path, "as"], "stands beside groups; a factor has one of them", true);
  cut?.forEach((value, i) => {
    if (i > 0 && value <= cut[i - 1]) fail([...path, "cut", i], `${value} does not ascend from ${cut[i - 1]}`);
  });
  const grouped =
    groups && file.keysAt([...path, "groups"]).map((level) => ({ id: level, codes: groups[level].map(String) }));
  const seen = new Map<string, string>();
  for (const { id: level, codes } of grouped ?? [])
    codes.forEach((code, i) => {
      const other = seen.get(code);
      if (other !== undefined)
        fail([...path, "groups", level, i], `${code} stands in the group ${other} already; a code has one group`);
      seen.set(code, level);
    });
  return {
    path: `factors.${id}`,
    id,
    of: sources[0],
    asNumber: as === "continuous",
    ...given({ label, cut, reference, groups: grouped }),
    per: per ?? 1,
  };
}

function publishedOf(i: number, written: number, { file, fail }: Source): PublishedFigure {
  const { name, group, decimals, is, ...rest } = file.value.published![i];
  const known = resultNames.find((each) => each === name);
  if (known === undefined) return fail(["published", i, "name"], unknownName(name, "result", resultNames));
  return {
    path: `published[${i}]`,
    ...rest,
    group: group ?? {},
    name: known,
    decimals: decimals ?? written,
    is: is ?? "equal",
  };
}

/** For each published figure the decimals that its value is written with: 20.5 has one, 20.50 two, 1.5e-3 four. */
function decimalsWritten(document: Document): number[] {
  const list = document.get("published");
  return (isSeq(list) ? list.items : []).map((_, i) => {
    const node = document.getIn(["published", i, "value"], true);
    const number = isAlias(node) ? node.resolve(document) : node;
    const written = (isScalar(number) && number.source) || "";
    const [, fraction = "", exponent = "0"] = /^[^.e]*\.?(\d*)(?:e([-+]?\d+))?$/i.exec(written) ?? [];
    return Math.min(98, Math.max(0, fraction.length - Number(exponent)));
  });
}

function placesOf(file: YamlFile<StudyFile>, plain: unknown): StudySource["places"] {
  const places: Record<string, StudySource["places"][string]> = {};
  const visit = (value: unknown, path: YamlPath) => {
    const at = file.faultAt(path, "");
    const key = file.faultAt(path, "", true);
    places[at.path] = { key: [key.line, key.column], value: [at.line, at.column] };
    if (Array.isArray(value)) for (const [i, part] of value.entries()) visit(part, [...path, i]);
    else if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key]);
  };
  visit(plain, []);
  return places;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
