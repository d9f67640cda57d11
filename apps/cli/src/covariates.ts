import { unknownName } from "@seriatim/records";
import type { ModelTerm } from "@seriatim/stats";
import type { CompleteRows, Labels } from "./complete-rows.js";
import { InputError } from "./input-error.js";

/** What the user says of the covariates. */
export interface CovariateOptions {
  covariates: string[];
  /** Those to be taken as factors though they are numbers. */
  factor: string[];
  /** Column to reference level; a column with a reference is a factor. */
  reference: Readonly<Record<string, string>>;
}

/**
 * The terms of a model: a column of numbers is numeric, one without a number in it a factor, and so is one that `factor` or
 * `reference` names. A column of both is refused rather than made a factor: a mistyped number would else become a level.
 *
 * @throws InputError where a factor has one level or one a row, a reference is none of them, or a column is partly numbers
 */
export function modelTerms(rows: CompleteRows, options: CovariateOptions): ModelTerm[] {
  const { covariates, factor, reference } = options;
  for (const [option, names] of [
    ["--factor", factor],
    ["--reference", Object.keys(reference)],
  ] as const)
    for (const name of names)
      if (!covariates.includes(name)) throw new InputError(`${option}: ${unknownName(name, "covariate", covariates)}`);
  return covariates.map((name) => {
    const labels = rows.labels(name);
    const hasReference = Object.hasOwn(reference, name);
    const isFactor = hasReference || factor.includes(name);
    return isFactor || labels.labels.every((label) => Number.isNaN(rows.numberOf(label)))
      ? factorTerm(rows, name, labels, hasReference ? reference[name] : labels.labels[0])
      : numericTerm(rows, name, labels);
  });
}

function numericTerm(rows: CompleteRows, name: string, { codes, labels }: Labels): ModelTerm {
  const values = Float64Array.from(labels, rows.numberOf);
  const row = codes.findIndex((code) => Number.isNaN(values[code]));
  if (row >= 0)
    throw new InputError(
      `${rows.file}, line ${rows.line(row)}: ${name} is “${labels[codes[row]]}”, other rows hold numbers; correct it, or make ${name} a factor with --factor ${name}`,
    );
  return { type: "numeric", name, values: Float64Array.from(codes, (code) => values[code]) };
}

function factorTerm(rows: CompleteRows, name: string, { codes, labels }: Labels, reference: string): ModelTerm {
  if (labels.length < 2)
    throw new InputError(
      `${rows.file}: the factor ${name} has one level, “${labels[0]}”, in the ${rows.n} rows used; a factor needs two or more`,
    );
  if (labels.length > mostDistinct && labels.length > rows.n / 2)
    throw new InputError(
      `${rows.file}: the factor ${name} has ${labels.length} levels in the ${rows.n} rows used; rows must share levels, which those of a name or a number of patients do not`,
    );
  if (!labels.includes(reference))
    throw new InputError(`--reference: ${unknownName(reference, `level of ${name}`, labels)}`);
  return { type: "factor", name, codes, levels: labels, reference };
}

/** A factor of more levels than this that hardly ever come twice is an identifier, and the fit would take hours. */
const mostDistinct = 50;
