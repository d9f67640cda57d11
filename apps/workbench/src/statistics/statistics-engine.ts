import {
  checkRecords,
  type Dictionary,
  DictionaryError,
  type Finding,
  parseDictionary,
  type Records,
  RecordsError,
  readRecords,
} from "@seriatim/records";
import { analysisFigure, type FontFace, renderReport } from "@seriatim/report";
import {
  type OnProgress,
  parseStudy,
  proportionalHazardsPanels,
  type ReadyRecords,
  type Results,
  readyRecords,
  runStudy,
  type Study,
  StudyError,
  splineEffect,
  stringifyResults,
} from "@seriatim/study";
import type {
  StatisticsAnswer,
  StatisticsCall,
  StatisticsCalls,
  StatisticsFault,
  StatisticsProgress,
} from "./messages.js";

/** Answers questions about one registry's records, one after the other. Without a browser's or Node's own modules. */
export interface StatisticsEngine {
  answer<Call extends StatisticsCall>(
    call: Call,
    ask: StatisticsCalls[Call]["ask"],
    onProgress?: (progress: StatisticsProgress) => void,
  ): Promise<StatisticsAnswer<Call>>;
}

interface Opened {
  dictionary: Dictionary;
  records: Records;
  version: string;
  fonts: readonly FontFace[];
  /** By the study's choices that they depend on, as the two below: each takes as long as an analysis or longer. */
  ready: Map<string, ReadyRecords>;
  findings: Map<string, readonly Finding[]>;
  /** By study text, the newest last. */
  results: Map<string, Results>;
}

const studyName = "study.yaml";
const keptResults = 12;

/** The engine of the statistics; it keeps the records that it was given with `open`. */
export function statisticsEngine(): StatisticsEngine {
  let opened: Opened | undefined;
  return {
    async answer(call, ask, onProgress = () => {}) {
      const told: OnProgress = (step, done, total) => onProgress({ step, done, total });
      try {
        if (call === "open") opened = open(ask as StatisticsCalls["open"]["ask"]);
        if (!opened) throw new TypeError("no records are open yet; `open` comes first");
        const answer = await answerOf(opened, call, ask, told);
        return { ...answer, version: opened.version };
      } catch (error) {
        return { error: faultOf(error), version: opened?.version ?? "" };
      }
    },
  };
}

function open({ dictionaryText, files, version, fonts = [] }: StatisticsCalls["open"]["ask"]): Opened {
  const dictionary = parseDictionary(dictionaryText, "dictionary.yaml");
  const { records } = readRecords(dictionary, files);
  return { dictionary, records, version, fonts, ready: new Map(), findings: new Map(), results: new Map() };
}

async function answerOf(
  opened: Opened,
  call: StatisticsCall,
  asked: StatisticsCalls[StatisticsCall]["ask"],
  told: OnProgress,
): Promise<StatisticsCalls[StatisticsCall]["answer"]> {
  switch (call) {
    case "open":
      return { tables: Object.values(opened.records).map(({ name, rows }) => ({ name, rows: rows.length })) };
    case "check":
      return { findings: [...findingsOf(opened, opened.records)] };
    case "run": {
      const { studyText, only } = asked as StatisticsCalls["run"]["ask"];
      return { results: resultsOf(opened, studyText, told, only) };
    }
    case "figure": {
      const { studyText, analysis, width } = asked as StatisticsCalls["figure"]["ask"];
      const results = resultsOf(opened, studyText, told, [analysis]);
      return { figure: await analysisFigure(results, analysis, width === undefined ? {} : { width }) };
    }
    case "report": {
      const { studyText } = asked as StatisticsCalls["report"]["ask"];
      const results = resultsOf(opened, studyText, told);
      told("Drawing the report", results.analyses.length + 2, results.analyses.length + 2);
      const { files } = await renderReport(results, { fonts: opened.fonts });
      return { files: { ...files, "results.json": stringifyResults(results) }, results };
    }
    case "spline": {
      const { studyText, ...question } = asked as StatisticsCalls["spline"]["ask"];
      const study = parseStudy(studyText, studyName);
      return { spline: splineEffect(study, opened.dictionary, { ready: readyOf(opened, study) }, question) };
    }
    case "hazards": {
      const { studyText, ...question } = asked as StatisticsCalls["hazards"]["ask"];
      const study = parseStudy(studyText, studyName);
      const ready = readyOf(opened, study);
      return { hazards: proportionalHazardsPanels(study, opened.dictionary, { ready }, question) };
    }
  }
}

/** Those of the whole study stand in for those of some of its analyses. */
function resultsOf(opened: Opened, studyText: string, told: OnProgress, only?: readonly string[]): Results {
  const whole = opened.results.get(studyText);
  if (whole) return keep(opened, studyText, whole);
  const key = only ? `${only.join("\n")}\n\n${studyText}` : studyText;
  const known = opened.results.get(key);
  if (known) return keep(opened, key, known);
  const study = parseStudy(studyText, studyName);
  const ready = readyOf(opened, study);
  // The check of large records takes longer than an analysis; who asks for one of them does not wait for it.
  const findings = only ? [] : findingsOf(opened, recordsOf(opened, study), study);
  return keep(
    opened,
    key,
    runStudy(only ? withOnly(study, only) : study, opened.dictionary, { ready, findings }, { onProgress: told }),
  );
}

function keep({ results }: Opened, key: string, value: Results): Results {
  results.delete(key);
  results.set(key, value);
  for (const oldest of results.keys()) {
    if (results.size <= keptResults) break;
    results.delete(oldest);
  }
  return value;
}

function withOnly(study: Study, only: readonly string[]): Study {
  const analyses = study.analyses.filter(({ id }) => only.includes(id));
  if (analyses.length === 0)
    throw new RangeError(
      `the study has no analysis “${only.join("”, “")}”; there is ${study.analyses.map(({ id }) => id).join(", ")}`,
    );
  return { ...study, analyses, published: [] };
}

/** The tables that a study names; all where its records are a registry. */
function recordsOf({ records }: Opened, study: Study): Records {
  if (study.records.kind === "registry") return records;
  const named: Record<string, Records[string]> = {};
  for (const table of Object.keys(study.records.tables)) {
    // What is no table of the dictionary is said when the study is resolved, with the known ones.
    if (!Object.hasOwn(records, table)) continue;
    named[table] = records[table];
  }
  return named;
}

function readyOf(opened: Opened, study: Study): ReadyRecords {
  return readyUnder(opened, recordsOf(opened, study), study.definitions);
}

function readyUnder({ dictionary, ready }: Opened, records: Records, definitions: Study["definitions"]): ReadyRecords {
  const key = JSON.stringify([Object.keys(records), definitions]);
  const made = ready.get(key) ?? readyRecords(dictionary, records, definitions);
  ready.set(key, made);
  return made;
}

function findingsOf(
  opened: Opened,
  records: Records,
  { asOf = { year: 9999, month: 12, day: 31 }, definitions = {} }: Partial<Pick<Study, "asOf" | "definitions">> = {},
): readonly Finding[] {
  const { dictionary, findings } = opened;
  const key = JSON.stringify([Object.keys(records), asOf, definitions]);
  const known = findings.get(key);
  if (known) return known;
  const found = checkRecords(dictionary, readyUnder(opened, records, definitions).records, { asOf });
  findings.set(key, found);
  return found;
}

function faultOf(error: unknown): StatisticsFault {
  if (error instanceof StudyError) {
    const { says, line, column, path } = error;
    return { sentence: says, line, column, path };
  }
  if (error instanceof DictionaryError || error instanceof RecordsError) return { sentence: error.message };
  return { sentence: error instanceof Error ? error.message : String(error) };
}
