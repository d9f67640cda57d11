import type { Dictionary } from "@seriatim/records";
import {
  type CoxFit,
  type CoxRows,
  coxContrast,
  coxRegression,
  coxWaldTest,
  proportionalHazardsTest,
  restrictedCubicSpline,
  schoenfeldResiduals,
  splineKnots,
} from "@seriatim/stats";
import type { Factor } from "../factor.js";
import { groupBy } from "../grouping.js";
import { prepareRun, type RunSource } from "../prepare-run.js";
import { finiteOrNull } from "../result-row.js";
import type { TimeUnit } from "../results.js";
import { takeSample } from "../sample.js";
import type { FactorsDefinition, Study } from "../study.js";
import { studyError } from "../study-error.js";
import { cohortWithRows, endpointOf, factorsOf, groupingFactors } from "../study-run.js";
import { type CoxModel, coxRows } from "./cox-model.js";
import { type Term, termOf } from "./cox-term.js";
import { completeRows } from "./factors.js";

/** Which continuous factor of a `factors` analysis. */
export interface SplineQuestion {
  analysis: string;
  factor: string;
  /** Together with the other factors of the multivariable model; default false. */
  adjusted?: boolean;
  /** 3 to 7, at Harrell's quantiles of the values; default 4. */
  knots?: number;
  /** The value that the others are compared with; default the median of the values. */
  reference?: number;
  /** Further values at which the curve is read. */
  at?: readonly number[];
}

/** The hazard ratio of each value of a continuous factor against one of them, by a restricted cubic spline. */
export interface SplineEffect {
  factor: string;
  label: string;
  unit?: string;
  reference: number;
  knots: number[];
  /** Values between the 1st and the 99th percentile and those asked for, ascending, and the hazard ratio of each against `reference`. */
  points: { value: number; hazardRatio: number; lower: number | null; upper: number | null }[];
  level: number;
  /** Wald tests: of the factor as a whole, and of its departure from a straight line. Null where not defined. */
  pValue: number | null;
  nonlinearity: number | null;
  n: number;
  events: number;
}

/** Which model of a `factors` analysis. */
export interface HazardsQuestion {
  analysis: string;
  /** The multivariable model (default), or the univariable one of this factor. */
  univariable?: string;
}

/** Whether the hazard of one column of a Cox model is proportional: scaled Schoenfeld residuals over time, about β(t). */
export interface HazardsPanel {
  factor: string;
  label: string;
  /** Of a factor with levels the one that is compared with the reference. */
  level?: string;
  unit: TimeUnit;
  /** One an event, by time. */
  points: { time: number; residual: number }[];
  /** A smooth of the points over time; empty with fewer than ten. */
  smooth: { time: number; value: number }[];
  /** The coefficient that the model has for all times. */
  coefficient: number | null;
  /** The score test of Grambsch and Therneau of the factor as a whole; null where not defined. */
  pValue: number | null;
}

interface FittedFrom {
  definition: FactorsDefinition;
  study: Study;
  unit: TimeUnit;
  scale: number;
  model: CoxModel;
}

/**
 * The effect of a continuous factor of a `factors` analysis, alone or adjusted, as a restricted cubic spline. Hazard ratios
 * are of one value against another, so `per` counts for nothing.
 *
 * @throws StudyError where the study has no such analysis or factor, the factor has levels, or so many values are alike
 * that knots coincide
 */
export function splineEffect(
  study: Study,
  dictionary: Dictionary,
  source: RunSource,
  { analysis, factor: id, adjusted = false, knots: count = 4, reference: asked, at = [] }: SplineQuestion,
): SplineEffect {
  const { definition, model } = modelOf(study, dictionary, source, analysis, (one) =>
    adjusted ? [...new Set([id, ...one.multivariable])] : [id],
  );
  const { path } = definition;
  const factor = model.factors[0];
  if (factor.type !== "continuous")
    throw studyError(study, path, `${factor.label} has levels; a spline is of a number`);
  const [own, ...others] = termsOf(model, study, definition);
  const values = (own.term as Extract<Term["term"], { type: "numeric" }>).values.map((value) => value * factor.per);
  const knots = knotsOf(values, count, (says) => studyError(study, path, says));
  const spline: Pick<Term, "term"> = { term: { type: "spline", name: factor.id, values, knots } };
  const rows = coxRows(model, [spline, ...others], definition.ties);
  const fit = coxRegression(rows, { ties: definition.ties, confidenceLevel: definition.confidence.level });
  const sorted = values.toSorted();
  const reference = asked ?? middle(sorted);
  const grid = gridOf(sorted, [reference, ...at]);
  const contrasts = contrastsOf(grid, reference, knots, rows.design.p);
  const unit = (j: number) => Float64Array.from({ length: rows.design.p }, (_, k) => (k === j ? 1 : 0));
  const columns = Array.from({ length: knots.length - 1 }, (_, j) => unit(j));
  return {
    factor: factor.id,
    label: factor.label,
    ...(factor.unit === undefined ? {} : { unit: factor.unit }),
    reference,
    knots,
    points: grid.map((value, i) => {
      const { hazardRatio, lower, upper } = coxContrast(fit, contrasts[i]);
      return { value, hazardRatio, lower: finiteOrNull(lower), upper: finiteOrNull(upper) };
    }),
    level: definition.confidence.level,
    pValue: finiteOrNull(coxWaldTest(fit, columns).p),
    nonlinearity: finiteOrNull(coxWaldTest(fit, columns.slice(1)).p),
    n: model.sample.members.length,
    events: model.sample.events,
  };
}

/**
 * The panels of a model's proportional-hazards check, one a column of the model, on the rows that it was fitted to.
 *
 * @throws StudyError where the study has no such analysis or factor, or the analysis no multivariable model
 */
export function proportionalHazardsPanels(
  study: Study,
  dictionary: Dictionary,
  source: RunSource,
  { analysis, univariable }: HazardsQuestion,
): HazardsPanel[] {
  const { definition, model, unit, scale } = modelOf(study, dictionary, source, analysis, ({ multivariable }) =>
    univariable === undefined ? multivariable : [univariable],
  );
  const terms = termsOf(model, study, definition);
  const rows = coxRows(model, terms, definition.ties);
  const fit = coxRegression(rows, { ties: definition.ties, confidenceLevel: definition.confidence.level });
  const tests = proportionalHazardsTest(rows, fit);
  return terms.flatMap(({ factor, term }, k) => {
    const { first } = rows.design.terms[k];
    const levels = term.type === "factor" ? term.levels.filter((level) => level !== term.reference) : [undefined];
    const p = tests.terms.find(({ name }) => name === factor.id)?.p;
    return levels.map((level, c) => ({
      factor: factor.id,
      label: factor.label,
      ...(level === undefined ? {} : { level }),
      unit,
      ...residualsOf(rows, fit, first + c, scale),
      coefficient: finiteOrNull(fit.coefficients[first + c]),
      pValue: finiteOrNull(p ?? Number.NaN),
    }));
  });
}

function modelOf(
  study: Study,
  dictionary: Dictionary,
  source: RunSource,
  id: string,
  namesOf: (definition: FactorsDefinition) => readonly string[],
): FittedFrom {
  const definition = study.analyses.find((one) => one.id === id);
  if (definition?.method !== "factors")
    throw studyError(study, "analyses", `“${id}” is no analysis of factors; there is ${factorAnalyses(study)}`);
  const { run } = prepareRun(study, dictionary, source);
  const { path } = definition;
  const names = namesOf(definition);
  if (names.length === 0) throw studyError(study, path, `“${id}” has no multivariable model`);
  const cohort = cohortWithRows(run, definition);
  const endpoint = endpointOf(run, cohort, definition);
  const factors = factorsOf(run, cohort, names, path);
  const strata = groupingFactors(run, cohort, definition.strata, `${path}.strata`);
  const { sample } = takeSample(cohort, endpoint, strata, { study, at: path });
  const kind = names.length === 1 ? "univariable" : "multivariable";
  const { rows } = completeRows(sample, factors, kind);
  const model: CoxModel = {
    kind,
    factors,
    paths: factors.map(() => path),
    sample: rows,
    strata: groupBy(rows.members, strata),
  };
  return { definition, study, unit: endpoint.unit, scale: endpoint.scale, model };
}

function factorAnalyses({ analyses }: Study): string {
  const ids = analyses.filter(({ method }) => method === "factors").map(({ id }) => id);
  return ids.length === 0 ? "none" : ids.join(", ");
}

function termsOf({ factors, paths, sample }: CoxModel, study: Study, { cohort }: FactorsDefinition): Term[] {
  return factors.map((factor: Factor, k) => termOf(factor, sample, { study, path: paths[k], cohort }));
}

function knotsOf(values: Float64Array, count: number, refuse: (says: string) => Error): number[] {
  try {
    return splineKnots(values, count);
  } catch (error) {
    if (error instanceof RangeError) throw refuse(error.message);
    throw error;
  }
}

/** Values from the 1st to the 99th percentile, and those asked for. */
function gridOf(sorted: Float64Array, asked: readonly number[]): number[] {
  const [from, to] = [0.01, 0.99].map((p) => sorted[Math.round(p * (sorted.length - 1))]);
  const steps = 60;
  const even = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  return [...new Set([...even, ...asked])].sort((a, b) => a - b);
}

/** Each value's spline columns less those of the reference; 0 for the other factors. */
function contrastsOf(grid: readonly number[], reference: number, knots: readonly number[], p: number): Float64Array[] {
  const columns = restrictedCubicSpline(Float64Array.from([reference, ...grid]), knots);
  return grid.map((_, i) =>
    Float64Array.from({ length: p }, (_, j) => (j < columns.length ? columns[j][i + 1] - columns[j][0] : 0)),
  );
}

function middle(sorted: Float64Array): number {
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

function residualsOf(
  rows: CoxRows,
  fit: CoxFit,
  column: number,
  scale: number,
): Pick<HazardsPanel, "points" | "smooth"> {
  const { time, scaled } = schoenfeldResiduals(rows, fit);
  const points = Array.from(time, (t, i) => ({ time: t / scale, residual: scaled[column * time.length + i] }))
    .filter(({ residual }) => Number.isFinite(residual))
    .sort((a, b) => a.time - b.time);
  return { points, smooth: smoothOf(points) };
}

/**
 * Local straight lines, each through the nearest three quarters of the points, weighted (1 − (d/d_max)³)³ by distance
 * (Cleveland 1979, J Am Stat Assoc 74:829, without his robust steps). R: `loess(degree = 1, surface = "direct")`.
 */
function smoothOf(points: HazardsPanel["points"]): HazardsPanel["smooth"] {
  if (points.length < 10) return [];
  const near = Math.floor(0.75 * points.length + 1e-5);
  const [from, to] = [points[0].time, points.at(-1)!.time];
  const steps = 40;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = from + ((to - from) * i) / steps;
    const reach = points.map(({ time }) => Math.abs(time - at)).sort((a, b) => a - b)[near - 1];
    let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
    for (const { time, residual } of points) {
      const x = time - at;
      const weight = Math.max(0, 1 - Math.abs(x / reach) ** 3) ** 3;
      w += weight;
      wx += weight * x;
      wy += weight * residual;
      wxx += weight * x * x;
      wxy += weight * x * residual;
    }
    const determinant = w * wxx - wx * wx;
    return { time: at, value: determinant > 1e-12 * w * wxx ? (wxx * wy - wx * wxy) / determinant : wy / w };
  }).filter(({ value }) => Number.isFinite(value));
}
