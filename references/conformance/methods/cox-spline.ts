import {
  coxContrast,
  coxRegression,
  coxWaldTest,
  designMatrix,
  type ModelTerm,
  restrictedCubicSpline,
  type Ties,
} from "@seriatim/stats";
import { allowOptions, type Covariate, type MethodRunner } from "../case.js";
import { coxAnswer, coxRows } from "./cox.js";

interface Spline {
  name: string;
  basis: "ns" | "rcs";
  knots: number[];
  boundaryKnots?: [number, number];
}

/** `cox-spline`: a Cox model with a natural (`splines::ns`) or restricted (`rms::rcs`) cubic spline before its other terms. */
export const coxSpline: MethodRunner = (c, table) => {
  allowOptions(c, ["ties", "confLevel", "robust", "spline", "at", "ref"]);
  const { ties, confLevel, robust, spline, at, ref } = c.options as {
    ties?: Ties;
    confLevel?: number;
    robust?: boolean;
    spline: Spline;
    at: number[];
    ref: number;
  };
  // ns spans the curves of rcs with the boundary knots among its knots.
  const [low, high] = spline.boundaryKnots ?? [];
  const knots = spline.basis === "ns" ? [low as number, ...spline.knots, high as number] : spline.knots;
  const term: ModelTerm = { type: "spline", name: spline.name, values: table.numbers(spline.name), knots };
  const covariates = table.terms(c.input.covariates as Covariate[] | undefined);
  const rows = { ...coxRows(c, table), design: designMatrix(table.n, [term, ...covariates]) };
  const fit = coxRegression(rows, { ties, confidenceLevel: confLevel, robust });

  const { count } = rows.design.terms[0];
  const unit = (j: number) => fit.columns.map((_, k) => (k === j ? 1 : 0));
  const curves = Array.from({ length: count }, (_, j) => j);
  const columnsAt = restrictedCubicSpline(Float64Array.of(ref, ...at), knots);
  const contrasts = at.map((_, k) =>
    coxContrast(
      fit,
      fit.columns.map((_, j) => (j < count ? columnsAt[j][k + 1] - columnsAt[j][0] : 0)),
    ),
  );
  const answer = coxAnswer(fit);
  // A figure of each column, for ns of the other columns alone: its basis is its own.
  const from = spline.basis === "ns" ? count : 0;
  const others = <T>(figures: ArrayLike<T>) => Array.from(figures).slice(from);
  return {
    ...answer,
    terms: others(fit.columns.map((name, j) => (j < count ? `spline${j + 1}` : name))),
    coef: others(fit.coefficients),
    se: others(fit.standardErrors),
    z: others(fit.z),
    p: others(fit.p),
    hazardRatio: others(fit.hazardRatio),
    lower: others(fit.lower),
    upper: others(fit.upper),
    vcov: others(answer.vcov).map(others),
    likelihoodRatio: answer.tests.likelihoodRatio,
    contrasts: {
      at,
      ref,
      logHazardRatio: contrasts.map(({ estimate }) => estimate),
      se: contrasts.map(({ standardError }) => standardError),
    },
    splineWald: test(coxWaldTest(fit, curves.map(unit))),
    nonlinearWald: test(coxWaldTest(fit, curves.slice(1).map(unit))),
  };
};

function test({ statistic, degreesOfFreedom, p }: ReturnType<typeof coxWaldTest>) {
  return { chisq: statistic, df: degreesOfFreedom, p };
}
