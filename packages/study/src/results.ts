/**
 * The results: the seam at which study and report, two runs, and two machines meet. Plain JSON, unrounded; one row a
 * number, a curve being one row with a series. Two runs on the same records give the same bytes.
 */
export interface Results {
  format: "seriatim-results";
  version: 1;
  software: { name: "seriatim"; version: string };
  study: StudyHeader;
  records: RecordsSummary;
  cohorts: CohortSummary[];
  endpoints: EndpointSummary[];
  factors: FactorSummary[];
  analyses: AnalysisSummary[];
  results: Result[];
  published: PublishedAgreement[];
}

export interface StudyHeader {
  title: string;
  authors?: string[];
  /** Where the records come from and what may not be concluded from them; on the report's first page. */
  provenance?: string;
  source?: string;
}

export interface RecordsSummary {
  /** SHA-256 over the tables' hashes in order of their names. */
  sha256: string;
  tables: {
    name: string;
    label: string;
    file: string;
    sha256: string;
    rows: number;
    sniffed: string[];
    coercions: Record<string, number>;
    unknownColumns: string[];
  }[];
  /** The fields that follow from others by one of several definitions, and that which counted; absent where there are none. */
  definitions?: { field: string; label: string; definition: string }[];
  /** The findings of the check, by study number. */
  findings: { kind: string; patient: string; table: string; field: string; row: number; why: string }[];
}

export interface CohortSummary {
  id: string;
  label: string;
  /** The unit of analysis: the table of which each row of the cohort is one row. */
  rowsOf: string;
  /** The cohort it was taken from, where it is nested. */
  from?: string;
  rows: number;
  patients: number;
  /** How it came about: each step with what remained and what was left out, by reason, so that nothing is dropped silently. */
  steps: {
    label: string;
    rows: number;
    patients: number;
    excluded: { reason: string; rows: number; patients: number }[];
  }[];
  /** Keys of the members, e.g. ["P01", 1]; every number can be traced to these rows. */
  members: (string | number)[][];
}

export interface EndpointSummary {
  id: string;
  label: string;
  unit: TimeUnit;
  /** In words: from what, to what, which event, how entered late, how partial dates were completed. */
  definition: string;
}

export interface FactorSummary {
  id: string;
  label: string;
  type: "categorical" | "continuous";
  unit?: string;
  /** Hazard ratios of a continuous factor are per so many units; absent: 1. */
  per?: number;
  /** In the order of the dictionary or of the study's `groups`. */
  levels?: { id: string; label: string; from?: string[] }[];
  reference?: string;
}

export type AnalysisMethod = "flow" | "baseline" | "survival" | "factors" | "follow-up" | "swimmer";

export interface AnalysisSummary {
  id: string;
  method: AnalysisMethod;
  label: string;
  cohort?: string;
  endpoint?: string;
  /** Factors whose levels make the groups. */
  by: string[];
  at: number[];
  /** The conventions used, each a sentence fit for a Methods section: "95 % confidence intervals on the log-log scale (…)". */
  conventions: string[];
  /**
   * Of whom its numbers are: everyone analysed ({}) and each group, as places in the cohort's `members`. Empty for `flow`,
   * whose cohorts list their members, and `swimmer`, whose courses name theirs.
   */
  groups: { group: Record<string, string>; members: number[] }[];
  /** Rows left out of this analysis, by reason. */
  excluded: { reason: string; rows: number; patients: number }[];
  notes: string[];
}

export type TimeUnit = "days" | "months" | "years";

export interface Result {
  analysis: string;
  /** Cohort of the number; for `flow`, the cohort that is counted. */
  cohort: string;
  /** {} or { radicality: "R0" }; factor id to level id, never a joined string. */
  group: Record<string, string>;
  name: ResultName;
  /** The factor that the number is about (baseline, factors), and its level where it has one. */
  factor?: string;
  level?: string;
  model?: "univariable" | "multivariable";
  /** Which test gave a `pValue`, `statistic` or `degreesOfFreedom`. */
  test?: string;
  /** The time, in the endpoint's unit. */
  at?: number;
  estimate: Estimate;
  interval?: Interval;
  n: number;
  events: number;
  unit?: Unit;
  /** A curve, or individual courses; the estimate is then its last value. */
  series?: CurveSeries;
  courses?: Course[];
  notes: string[];
}

/** Estimability is a type: a value, or why there is none. */
export type Estimate = { value: number } | { notReached: true } | { notEstimable: string } | { suppressed: string };

/** A limit is `null` where it is not reached or not defined. */
export interface Interval {
  lower: number | null;
  upper: number | null;
  level: number;
  method: string;
}

export type Unit =
  | TimeUnit
  | "probability"
  | "ratio"
  | "rows"
  | "patients"
  | "operations"
  | "calendar year"
  | (string & {});

export const resultNames = [
  // flow
  "rows",
  "patients",
  "firstYear",
  "lastYear",
  // baseline
  "count",
  "proportion",
  "missing",
  "mean",
  "standardDeviation",
  "median",
  "lowerQuartile",
  "upperQuartile",
  "minimum",
  "maximum",
  // survival: median is shared; quantiles other than the median carry `level` "0.25"
  "quantile",
  "survival",
  "crudeSurvival",
  "survivors",
  "restrictedMean",
  "shortestTime",
  "longestTime",
  "lastObservation",
  "curve",
  // tests
  "pValue",
  "statistic",
  "degreesOfFreedom",
  // factors
  "hazardRatio",
  "coefficient",
  "concordance",
  "proportionalHazards",
  // follow-up
  "followUpMedian",
  "completeness",
  // swimmer
  "courses",
] as const;

export type ResultName = (typeof resultNames)[number];

/** Step curve: one entry per distinct time (events and censorings), ascending; counts as at the risk set just before the time. */
export interface CurveSeries {
  time: number[];
  survival: number[];
  lower: (number | null)[];
  upper: (number | null)[];
  atRisk: number[];
  events: number[];
  censored: number[];
}

/** One patient's course from the cohort's time zero, for the swimmer plot. Times in the endpoint's unit. */
export interface Course {
  patient: string;
  /** End of observation. */
  end: number;
  event: boolean;
  operations: { at: number; ordinal: number; level: string }[];
}

/** How a published figure compares with ours. */
export interface PublishedAgreement {
  says: string;
  /** Key of the result it is held against: see `resultKey`. */
  result: string;
  /** As published, and how many decimals it was printed with. */
  published: number;
  decimals: number;
  unit?: string;
  /** `equal`: ours, rounded to the published decimals, is the published value. The others compare ours with a published bound. */
  is: "equal" | "above" | "below" | "at least" | "at most";
  ours: number | null;
  agrees: boolean;
  why: string;
}

/** The address of a result, unique in its file: `os/first/radicality=R0/median`, `os/first/survival@60`. */
export function resultKey(
  result: Pick<Result, "analysis" | "cohort" | "group" | "name" | "factor" | "level" | "model" | "test" | "at">,
): string {
  const group = Object.entries(result.group).map(([factor, level]) => `${factor}=${level}`);
  const about =
    result.factor === undefined
      ? []
      : [result.level === undefined ? result.factor : `${result.factor}=${result.level}`];
  const level = result.factor === undefined && result.level !== undefined ? `:${result.level}` : "";
  const test = result.test === undefined ? "" : `(${result.test})`;
  const at = result.at === undefined ? "" : `@${result.at}`;
  return [
    result.analysis,
    result.cohort,
    ...group,
    ...(result.model ? [result.model] : []),
    ...about,
    `${result.name}${level}${test}${at}`,
  ].join("/");
}
