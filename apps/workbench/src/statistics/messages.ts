import type { Finding } from "@seriatim/records";
import type { Figure, FontFace } from "@seriatim/report";
import type { HazardsPanel, HazardsQuestion, Results, SplineEffect, SplineQuestion } from "@seriatim/study";

/** What the statistics are of, given once and again with each change of the records. */
export interface StatisticsSource {
  dictionaryText: string;
  /** Table: its file, whose name stands in the results. */
  files: Readonly<Record<string, { file: string; bytes: Uint8Array; sheet?: string }>>;
  /** Of the records; every answer carries that which it was computed from. */
  version: string;
  /** Fonts that a report carries with it, as the command line's does. */
  fonts?: readonly FontFace[];
}

/** Why there is no answer, in one sentence, and where in the study file. */
export interface StatisticsFault {
  sentence: string;
  /** 1-based; absent where the fault is in no file. */
  line?: number;
  /** 1-based. */
  column?: number;
  path?: string;
}

/** Each question and what it is answered with. */
export interface StatisticsCalls {
  open: { ask: StatisticsSource; answer: { tables: { name: string; rows: number }[] } };
  check: { ask: Record<never, never>; answer: { findings: Finding[] } };
  /** `only`: these analyses alone, without published figures and findings, which is all that a page of one of them needs. */
  run: { ask: { studyText: string; only?: readonly string[] }; answer: { results: Results } };
  /** As its section of the report has it; none for a method without one. */
  figure: {
    ask: { studyText: string; analysis: string; width?: number };
    answer: { figure: Figure | undefined };
  };
  /** The files that `seriatim report` writes, by their paths in its folder. */
  report: { ask: { studyText: string }; answer: { files: Record<string, string>; results: Results } };
  /** The effect of a continuous factor without the assumption of a straight line. */
  spline: { ask: SplineQuestion & { studyText: string }; answer: { spline: SplineEffect } };
  /** Whether the hazards of a model are proportional, term by term. */
  hazards: { ask: HazardsQuestion & { studyText: string }; answer: { hazards: HazardsPanel[] } };
}

export type StatisticsCall = keyof StatisticsCalls;

export type StatisticsAnswer<Call extends StatisticsCall> =
  | (StatisticsCalls[Call]["answer"] & { version: string })
  | { error: StatisticsFault; version: string };

/** Told while a question is worked on. */
export interface StatisticsProgress {
  step: string;
  done: number;
  total: number;
}

/** To the worker. */
export type StatisticsRequest = {
  [Call in StatisticsCall]: { sequence: number; call: Call; ask: StatisticsCalls[Call]["ask"] };
}[StatisticsCall];

/** From the worker: an answer to each request in their order, and progress before it. */
export type StatisticsReply =
  | { sequence: number; progress: StatisticsProgress }
  | { sequence: number; answer: StatisticsAnswer<StatisticsCall> };
