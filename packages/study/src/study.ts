import type { CompletionRule, FullDate } from "@seriatim/records";
import type { ConfidenceType } from "@seriatim/stats";
import type { AnalysisMethod, PublishedAgreement, ResultName, TimeUnit } from "./results.js";

/** A study file in its normal form; made by `parseStudy`. Nobody downstream reads YAML. */
export interface Study {
  readonly file: StudySource;
  readonly title: string;
  readonly authors?: readonly string[];
  readonly provenance?: string;
  readonly source?: string;
  readonly records: StudyRecords;
  /** The definition that counts, by derived field (`table.field`); the dictionary's default where none is named. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The day on which the records were closed. */
  readonly asOf?: FullDate;
  readonly partialDates: CompletionRule;
  readonly confidence: Confidence;
  readonly cohorts: readonly CohortDefinition[];
  readonly endpoints: readonly EndpointDefinition[];
  readonly factors: readonly FactorDefinition[];
  readonly analyses: readonly AnalysisDefinition[];
  readonly published: readonly PublishedFigure[];
}

/** Where a study's records are: files, or a registry. */
export type StudyRecords =
  | {
      readonly kind: "files";
      /** The dictionary's file, relative to the study's. */
      readonly dictionary: string;
      /** Table to file, relative to the study's. */
      readonly tables: Readonly<Record<string, { readonly file: string; readonly sheet?: string }>>;
    }
  | {
      readonly kind: "registry";
      /** A folder, relative to the study's, or `DATABASE_URL`. */
      readonly place: string;
      /** The end of this day (UTC); now where it is not given. */
      readonly on?: FullDate;
    };

/** Where each part of the file stands, so that an error can name its line long after the YAML is gone. */
export interface StudySource {
  readonly name: string;
  /** Line and column, 1-based, by path (`cohorts.first.where`); `key` that of the key itself. */
  readonly places: Readonly<Record<string, { readonly key: Position; readonly value: Position }>>;
}

export type Position = readonly [line: number, column: number];

export interface Confidence {
  readonly level: number;
  readonly type: ConfidenceType;
}

export type Scalar = string | number | boolean;

export interface ConditionDefinition {
  readonly path: string;
  /** Field or factor. */
  readonly name: string;
  readonly must: Scalar | readonly Scalar[] | Bounds;
}

export interface Bounds {
  readonly from?: number | string;
  readonly to?: number | string;
  readonly over?: number | string;
  readonly under?: number | string;
  readonly not?: Scalar | readonly Scalar[];
}

export interface CohortDefinition {
  readonly path: string;
  readonly id: string;
  readonly label: string;
  /** At least one of `rows` and `from`. */
  readonly rows?: string;
  readonly from?: string;
  readonly steps: readonly { readonly conditions: readonly ConditionDefinition[]; readonly otherwise?: string }[];
}

export interface EndpointDefinition {
  readonly path: string;
  readonly id: string;
  readonly label: string;
  readonly clock: { readonly from: string; readonly to: string } | { readonly time: string };
  readonly entry?: string;
  readonly event: readonly ConditionDefinition[];
  /** In the results' unit: only those still observed after it, their time counted from it. */
  readonly landmark?: number;
  readonly unit?: TimeUnit;
}

export interface FactorDefinition {
  readonly path: string;
  readonly id: string;
  readonly label?: string;
  readonly of: { readonly field: string } | { readonly between: readonly [string, string]; readonly unit: TimeUnit };
  readonly asNumber: boolean;
  readonly groups?: readonly { readonly id: string; readonly codes: readonly string[] }[];
  readonly cut?: readonly number[];
  readonly reference?: string;
  readonly per: number;
}

interface AnalysisOf<Method extends AnalysisMethod> {
  readonly path: string;
  readonly id: string;
  readonly label: string;
  readonly method: Method;
}

interface TimedAnalysis<Method extends AnalysisMethod> extends AnalysisOf<Method> {
  readonly cohort: string;
  readonly endpoint: string;
  readonly confidence: Confidence;
}

export interface FlowDefinition extends AnalysisOf<"flow"> {
  /** In this order. */
  readonly cohorts: readonly string[];
}

export interface BaselineDefinition extends AnalysisOf<"baseline"> {
  readonly cohort: string;
  readonly factors: readonly string[];
  readonly by: readonly string[];
  readonly tests: "none" | "ranks" | "means";
}

export interface SurvivalDefinition extends TimedAnalysis<"survival"> {
  readonly by: readonly string[];
  readonly at: readonly number[];
  readonly tau?: number;
  readonly rho: number;
  readonly strata: readonly string[];
  readonly trend?: true | readonly number[];
  readonly exact?: boolean;
}

export interface FactorsDefinition extends TimedAnalysis<"factors"> {
  readonly univariable: readonly string[];
  readonly multivariable: readonly string[];
  readonly strata: readonly string[];
  readonly ties: "efron" | "breslow" | "exact";
}

export interface FollowUpDefinition extends TimedAnalysis<"follow-up"> {
  readonly by: readonly string[];
}

export interface SwimmerDefinition extends AnalysisOf<"swimmer"> {
  readonly cohort: string;
  readonly endpoint: string;
  readonly operations: string;
  readonly ordinal?: string;
  readonly level: string;
}

export type AnalysisDefinition =
  | FlowDefinition
  | BaselineDefinition
  | SurvivalDefinition
  | FactorsDefinition
  | FollowUpDefinition
  | SwimmerDefinition;

export interface PublishedFigure {
  readonly path: string;
  readonly says: string;
  readonly analysis: string;
  readonly cohort?: string;
  readonly group: Readonly<Record<string, string>>;
  readonly name: ResultName;
  readonly factor?: string;
  readonly level?: string;
  readonly model?: "univariable" | "multivariable";
  readonly test?: string;
  readonly at?: number;
  readonly value: number;
  readonly decimals: number;
  readonly unit?: string;
  readonly is: PublishedAgreement["is"];
}
