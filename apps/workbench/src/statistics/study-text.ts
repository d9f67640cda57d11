import type { Bounds, Confidence, StudyRecords } from "@seriatim/study";
import { stringify } from "yaml";
import type {
  AnalysisDraft,
  CohortDraft,
  ConditionDraft,
  EndpointDraft,
  FactorDraft,
  PublishedDraft,
  StudyDraft,
} from "./study-draft.js";

/** Where a study's records are, as its file names them. */
export type StudyFiles =
  | { dictionary: string; records: Readonly<Record<string, string | { file: string; sheet?: string }>> }
  | { registry: string; on?: string };

/** A mapping in its order, of which what is undefined is left out. */
type Entries = readonly (readonly [string, unknown])[];

class Mapping {
  constructor(readonly entries: Entries) {}
}

/** A number as it is written: 20.0. */
class Written {
  constructor(readonly text: string) {}
}

/** A line longer than this is broken into one a key. */
const longestLine = 150;

/**
 * The study file of a draft, as a person would write it: a line a part, parts in a fixed order, defaults left out. The same
 * draft gives the same text.
 */
export function studyText(draft: StudyDraft, files: StudyFiles): string {
  const { confidence, definitions } = draft;
  const head = block([
    ["title", draft.title],
    ["authors", draft.authors],
    ["source", draft.source],
    ["provenance", draft.provenance],
  ]);
  const conventions = block([
    ["dictionary", "dictionary" in files ? files.dictionary : undefined],
    ["records", recordsOf(files)],
    ["definitions", Object.keys(definitions).length === 0 ? undefined : new Mapping(Object.entries(definitions))],
    ["as_of", draft.asOf === undefined ? undefined : new Written(draft.asOf)],
    ["partial_dates", draft.partialDates],
    ["confidence", confidenceOf(confidence)],
  ]);
  const parts = [
    section("cohorts", draft.cohorts, cohortEntries),
    section("endpoints", draft.endpoints, endpointEntries),
    section("factors", draft.factors, factorEntries),
    list("analyses", draft.analyses.map(analysisEntries)),
    list("published", draft.published.map(publishedEntries)),
  ];
  return [head, conventions, ...parts].filter((part) => part !== "").join("\n");
}

/** The files of a study that was parsed. */
export function studyFiles(records: StudyRecords): StudyFiles {
  if (records.kind === "registry") {
    const { place, on } = records;
    return { registry: place, ...(on ? { on: [on.year, two(on.month), two(on.day)].join("-") } : {}) };
  }
  const tables = Object.entries(records.tables).map(([table, { file, sheet }]) => [
    table,
    sheet === undefined ? file : { file, sheet },
  ]);
  return { dictionary: records.dictionary, records: Object.fromEntries(tables) };
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}

function recordsOf(files: StudyFiles): Mapping {
  if ("registry" in files)
    return new Mapping([
      ["registry", files.registry],
      ["on", files.on === undefined ? undefined : new Written(files.on)],
    ]);
  return new Mapping(
    Object.entries(files.records).map(([table, one]) => [
      table,
      typeof one === "string"
        ? one
        : new Mapping([
            ["file", one.file],
            ["sheet", one.sheet],
          ]),
    ]),
  );
}

function confidenceOf({ level, type }: Confidence): Mapping {
  return new Mapping([
    ["level", level],
    ["type", type],
  ]);
}

function cohortEntries({ label, rows, from, steps }: CohortDraft): Entries {
  const written = steps.map(({ conditions, otherwise }) => [...conditionEntries(conditions), ["otherwise", otherwise]]);
  const isPlain = steps.length === 1 && steps[0].otherwise === undefined;
  return [
    ["label", label],
    ["rows", rows],
    ["from", from],
    [
      "where",
      steps.length === 0
        ? undefined
        : isPlain
          ? new Mapping(written[0] as Entries)
          : written.map((one) => new Mapping(one as Entries)),
    ],
  ];
}

function endpointEntries({ label, clock, entry, event, landmark, unit }: EndpointDraft): Entries {
  return [
    ["label", label],
    ...("time" in clock
      ? ([["time", clock.time]] as const)
      : ([
          ["from", clock.from],
          ["to", clock.to],
        ] as const)),
    ["entry", entry],
    ["event", new Mapping(conditionEntries(event))],
    ["landmark", landmark],
    ["unit", unit],
  ];
}

function factorEntries({ label, of, asNumber, groups, cut, reference, per }: FactorDraft): Entries {
  return [
    ["label", label],
    "field" in of ? ["of", of.field] : [`${of.unit}_between`, [...of.between]],
    ["as", asNumber ? "continuous" : undefined],
    ["groups", groups && new Mapping(groups.map(({ id, codes }) => [id, [...codes]]))],
    ["cut", cut],
    ["reference", reference],
    ["per", per === 1 ? undefined : per],
  ];
}

function analysisEntries(analysis: AnalysisDraft): Entries {
  const { id, label, method } = analysis;
  const head = [
    ["id", id],
    ["label", label],
    ["method", method],
  ] as const;
  const timed = (one: { cohort: string; endpoint: string }) =>
    [
      ["cohort", one.cohort],
      ["endpoint", one.endpoint],
    ] as const;
  const confidence = (one: { confidence?: Confidence }) =>
    ["confidence", one.confidence && confidenceOf(one.confidence)] as const;
  switch (analysis.method) {
    case "flow":
      return [...head, ["cohorts", analysis.cohorts]];
    case "baseline": {
      const { cohort, factors, by, tests } = analysis;
      const asked = tests === "none" ? undefined : tests;
      return [...head, ["cohort", cohort], ["factors", factors], ["by", oneOrMore(by)], ["tests", asked]];
    }
    case "survival":
      return [
        ...head,
        ...timed(analysis),
        ["by", oneOrMore(analysis.by)],
        ["at", analysis.at.length === 0 ? undefined : analysis.at],
        ["tau", analysis.tau],
        ["rho", analysis.rho === 0 ? undefined : analysis.rho],
        ["strata", oneOrMore(analysis.strata)],
        ["trend", analysis.trend],
        ["exact", analysis.exact],
        confidence(analysis),
      ];
    case "factors":
      return [
        ...head,
        ...timed(analysis),
        ["univariable", analysis.univariable],
        ["multivariable", analysis.multivariable.length === 0 ? undefined : analysis.multivariable],
        ["strata", oneOrMore(analysis.strata)],
        ["ties", analysis.ties === "efron" ? undefined : analysis.ties],
        confidence(analysis),
      ];
    case "follow-up":
      return [...head, ...timed(analysis), ["by", oneOrMore(analysis.by)], confidence(analysis)];
    case "swimmer":
      return [
        ...head,
        ...timed(analysis),
        ["operations", analysis.operations],
        ["ordinal", analysis.ordinal],
        ["level", analysis.level],
      ];
  }
}

function publishedEntries(figure: PublishedDraft): Entries {
  const { value, decimals, group, is } = figure;
  // 20.0 has one decimal and is written with it; what toFixed cannot give back says how many it has.
  const fixed = value.toFixed(decimals);
  const isWritten = Number(fixed) === value;
  return [
    ["says", figure.says],
    ["analysis", figure.analysis],
    ["cohort", figure.cohort],
    ["group", Object.keys(group).length === 0 ? undefined : new Mapping(Object.entries(group))],
    ["name", figure.name],
    ["factor", figure.factor],
    ["level", figure.level],
    ["model", figure.model],
    ["test", figure.test],
    ["at", figure.at],
    ["value", isWritten ? new Written(fixed) : value],
    ["unit", figure.unit],
    ["decimals", isWritten ? undefined : decimals],
    ["is", is === "equal" ? undefined : is],
  ];
}

function conditionEntries(conditions: readonly ConditionDraft[]): Entries {
  return conditions.map(({ name, must }) => [
    name,
    typeof must === "object" && !Array.isArray(must) ? new Mapping(Object.entries(must as Bounds)) : must,
  ]);
}

function oneOrMore(names: readonly string[]): string | readonly string[] | undefined {
  return names.length === 0 ? undefined : names.length === 1 ? names[0] : names;
}

/** Keys of the file itself; long texts are folded. */
function block(entries: Entries): string {
  return present(entries)
    .map(([key, value]) =>
      typeof value === "string"
        ? stringify({ [key]: value }, { lineWidth: 110, blockQuote: "folded" })
        : `${key}: ${flow(value)}\n`,
    )
    .join("");
}

function section<Part extends { id: string }>(
  name: string,
  parts: readonly Part[],
  entriesOf: (part: Part) => Entries,
): string {
  if (parts.length === 0) return "";
  const lines = parts.map((part) => {
    const key = scalar(part.id);
    const entries = present(entriesOf(part));
    const line = `  ${key}: ${flow(new Mapping(entries))}`;
    return fits(line, entries) ? `${line}\n` : `  ${key}:\n${lineByLine(entries, "    ")}`;
  });
  return `${name}:\n${lines.join("")}`;
}

function list(name: string, parts: readonly Entries[]): string {
  if (parts.length === 0) return "";
  const lines = parts.map((all) => {
    const entries = present(all);
    const line = `  - ${flow(new Mapping(entries))}`;
    return fits(line, entries) ? `${line}\n` : `  - ${lineByLine(entries, "    ").trimStart()}`;
  });
  return `${name}:\n${lines.join("")}`;
}

/** A list of steps stands one a line, each with its reason. */
function fits(line: string, entries: Entries): boolean {
  return line.length <= longestLine && !entries.some(([, value]) => isSteps(value));
}

function isSteps(value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.some((one) => one instanceof Mapping);
}

function lineByLine(entries: Entries, indent: string): string {
  return entries
    .map(([key, value]) =>
      isSteps(value)
        ? `${indent}${key}:\n${value.map((step) => `${indent}  - ${flow(step)}\n`).join("")}`
        : `${indent}${scalar(key)}: ${flow(value)}\n`,
    )
    .join("");
}

function flow(value: unknown): string {
  if (value instanceof Written) return value.text;
  if (value instanceof Mapping)
    return `{ ${present(value.entries)
      .map(([key, one]) => `${scalar(key)}: ${flow(one)}`)
      .join(", ")} }`;
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  return scalar(value);
}

/** Quoted where the text would be something else between braces. */
function scalar(value: unknown): string {
  return stringify([value], { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).slice(1, -2);
}

function present(entries: Entries): Entries {
  return entries.filter(([, value]) => value !== undefined);
}
