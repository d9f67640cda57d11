import { type Dictionary, type FieldDefinition, lineage } from "@seriatim/records";
import { suggestedFactors } from "../../../statistics/study-defaults.js";
import { type FactorDraft, type StudyDraft, withFactor } from "../../../statistics/study-draft.js";

/** A factor that an analysis of a cohort could have. */
export interface Candidate {
  /** As the analyses of the study file name it. */
  name: string;
  label: string;
  kind: "levels" | "number";
  unit?: string;
  /** Not yet in the study file. */
  factor?: FactorDraft;
}

/** The factors that the study defines, then those that the dictionary suggests for the rows of the cohort. */
export function candidateFactors(draft: StudyDraft, dictionary: Dictionary, cohort: string): Candidate[] {
  const table = tableOf(draft, cohort);
  const own = draft.factors
    .filter((factor) => table === undefined || isOf(factor, dictionary, table))
    .map((factor) => ({ name: factor.id, label: factor.label ?? factor.id, ...kindOf(factor, dictionary) }));
  const suggested = table === undefined ? [] : suggestedFactors(dictionary, table);
  return [
    ...own,
    ...suggested
      .filter(({ name }) => !draft.factors.some(({ id }) => id === name))
      .map((one): Candidate => {
        const unit = one.factor ? unitOf(one.factor, dictionary) : fieldOf(one.name, dictionary)?.unit;
        return { ...one, ...(unit === undefined ? {} : { unit }) };
      }),
  ];
}

/** The study with the definitions of these factors, so that they can be named. */
export function withDefined(draft: StudyDraft, candidates: readonly Candidate[], names: readonly string[]): StudyDraft {
  return candidates
    .filter(({ name, factor }) => factor && names.includes(name))
    .reduce((study, { factor }) => withFactor(study, factor!), draft);
}

/** The table of which a cohort's rows are. */
export function tableOf(draft: StudyDraft, cohort: string): string | undefined {
  const seen = new Set<string>();
  for (let next: string | undefined = cohort; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const found = draft.cohorts.find(({ id }) => id === next);
    if (found?.rows !== undefined) return found.rows;
    next = found?.from;
  }
  return undefined;
}

function isOf({ of }: FactorDraft, dictionary: Dictionary, table: string): boolean {
  const line = lineage(dictionary, table);
  const names = "field" in of ? [of.field] : of.between;
  return names.every((name) =>
    name.includes(".")
      ? line.includes(name.split(".")[0])
      : line.some((one) => Object.hasOwn(dictionary.tables[one].fields, name)),
  );
}

function kindOf(factor: FactorDraft, dictionary: Dictionary): Pick<Candidate, "kind" | "unit"> {
  const { of, groups, cut, asNumber } = factor;
  if (groups || cut) return { kind: "levels" };
  const unit = unitOf(factor, dictionary);
  const type = "field" in of ? fieldOf(of.field, dictionary)?.type : undefined;
  const isLevels = !asNumber && (type === "code" || type === "boolean");
  return { kind: isLevels ? "levels" : "number", ...(unit === undefined || isLevels ? {} : { unit }) };
}

function unitOf({ of }: FactorDraft, dictionary: Dictionary): string | undefined {
  return "field" in of ? fieldOf(of.field, dictionary)?.unit : of.unit;
}

function fieldOf(name: string, dictionary: Dictionary): FieldDefinition | undefined {
  const fields = Object.values(dictionary.tables).flatMap(({ fields: of }) => Object.values(of));
  return fields.find((one) => `${one.table}.${one.name}` === name) ?? fields.find((one) => one.name === name);
}
