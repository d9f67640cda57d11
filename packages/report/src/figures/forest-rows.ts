import type { FactorSummary, Result, Results } from "@seriatim/study/results";
import { factorOf, levelLabel, ownResults } from "../find-analysis.js";

export type Model = "univariable" | "multivariable";

export interface ForestRow {
  label: string;
  /** A level stands indented under its factor; a factor of levels is a heading without estimates. */
  kind: "heading" | "level" | "single";
  /** Which factor it belongs to, counted from 0: the rows of every other one are shaded. */
  factorIndex: number;
  reference: boolean;
  /** The models that its factor is part of. */
  models: Model[];
  n: number | undefined;
  events: number | undefined;
  ratio: Partial<Record<Model, Result>>;
  pValue: Partial<Record<Model, Result>>;
}

/**
 * The rows of a `factors` analysis in the order of its results: a categorical factor as a heading and its levels in the
 * order of the dictionary, a continuous one as a single row. The reference level is there whether the results name it or not.
 */
export function forestRows(results: Results, id: string): { rows: ForestRow[]; models: Model[] } {
  const own = ownResults(results, id).filter((each) => each.factor !== undefined);
  const ratios = own.filter((each) => each.name === "hazardRatio");
  const pValues = own.filter((each) => each.name === "pValue" && !/schoenfeld|proportional/i.test(each.test ?? ""));
  const factors = [...new Set(ratios.map((each) => each.factor!))];
  const models = (["univariable", "multivariable"] as const).filter((model) =>
    ratios.some((each) => modelOf(each) === model),
  );
  const rows = factors.flatMap((factor, factorIndex) => {
    const summary = factorOf(results, factor);
    const row = (label: string, kind: ForestRow["kind"], level: string | undefined): ForestRow => {
      const isOurs = (each: Result) => each.factor === factor && each.level === level;
      const ratio = byModel(kind === "heading" ? [] : ratios.filter(isOurs));
      const known = ratio.univariable ?? ratio.multivariable;
      return {
        label,
        kind,
        factorIndex,
        models: models.filter((model) => ratios.some((each) => each.factor === factor && modelOf(each) === model)),
        reference: level !== undefined && level === summary?.reference,
        n: known?.n,
        events: known?.events,
        ratio,
        pValue: byModel(pValues.filter(isOurs)),
      };
    };
    const levels = levelsOf(
      summary,
      ratios.filter((each) => each.factor === factor),
    );
    if (levels.length === 0) return [row(continuousLabel(summary, factor), "single", undefined)];
    return [
      row(summary?.label ?? factor, "heading", undefined),
      ...levels.map((level) => row(levelLabel(summary, level), "level", level)),
    ];
  });
  return { rows, models };
}

function modelOf(result: Result): Model {
  return result.model ?? "univariable";
}

function byModel(found: readonly Result[]): Partial<Record<Model, Result>> {
  return {
    univariable: found.find((each) => modelOf(each) === "univariable"),
    multivariable: found.find((each) => modelOf(each) === "multivariable"),
  };
}

function levelsOf(summary: FactorSummary | undefined, ratios: readonly Result[]): string[] {
  const named = ratios.flatMap((each) => (each.level === undefined ? [] : [each.level]));
  if (named.length === 0) return [];
  const listed = (summary?.levels ?? [])
    .map((each) => each.id)
    .filter((level) => named.includes(level) || level === summary?.reference);
  return [...new Set([...listed, ...named])];
}

/** `Age, per year`, `Age, per 10 years`, `Tumours, per 2`; without unit or number the label alone. */
function continuousLabel(summary: FactorSummary | undefined, factor: string): string {
  const { unit, per = 1 } = summary ?? {};
  const one = unit?.replace(/^(day|month|year)s$/, "$1");
  const amount = per === 1 ? one : [String(per), unit].filter(Boolean).join(" ");
  return `${summary?.label ?? factor}${amount === undefined ? "" : `, per ${amount}`}`;
}
