import { restrictedCubicSpline } from "./restricted-cubic-spline.js";

/** One term of a model's right-hand side. */
export type ModelTerm =
  | { type: "numeric"; name: string; values: Float64Array }
  /** `codes[i]` is an index into `levels`; treatment contrasts against `reference`. */
  | { type: "factor"; name: string; codes: Int32Array; levels: string[]; reference: string }
  /** A restricted cubic spline's columns x, x', x'', … : see `restrictedCubicSpline`. */
  | { type: "spline"; name: string; values: Float64Array; knots: readonly number[] }
  /** The products of the columns of two or more terms, the first term's columns varying fastest. */
  | { type: "interaction"; of: ModelTerm[] };

/** A model's columns: one array, column-major, `x[j * n + i]` is row i of column j. */
export interface DesignMatrix {
  n: number;
  /** Number of columns. */
  p: number;
  x: Float64Array;
  /** Column names as R's but with `=`: `age`, `sex=2`, `age:sex=2`. */
  columns: string[];
  /** For each term its first column and how many it has. */
  terms: { name: string; first: number; count: number }[];
}

/**
 * Columns of a model: a numeric term gives one, a factor one for each level but the reference (1 where the row has that
 * level), a spline one for each knot but one, an interaction the products.
 *
 * A level that no row has gives a column of zeros, which a fit names redundant. R: `model.matrix` with treatment contrasts.
 *
 * @param n number of rows
 * @throws TypeError where a term has not n rows or an interaction fewer than two terms; RangeError where a factor has
 * fewer than two levels, its reference is not one of them, a code is not an index into them, or a spline's knots do not ascend
 */
export function designMatrix(n: number, terms: readonly ModelTerm[]): DesignMatrix {
  const blocks = terms.map((term) => columnsOf(n, term));
  const p = blocks.reduce((sum, block) => sum + block.columns.length, 0);
  const x = new Float64Array(n * p);
  const columns: string[] = [];
  const placed: DesignMatrix["terms"] = [];
  for (const block of blocks) {
    placed.push({ name: block.name, first: columns.length, count: block.columns.length });
    for (const column of block.columns) {
      x.set(column.values, columns.length * n);
      columns.push(column.name);
    }
  }
  return { n, p, x, columns, terms: placed };
}

interface Block {
  name: string;
  columns: { name: string; values: Float64Array }[];
}

function columnsOf(n: number, term: ModelTerm): Block {
  switch (term.type) {
    case "numeric":
      if (term.values.length !== n)
        throw new TypeError(`${term.name} has ${term.values.length} rows, the model has ${n}`);
      return { name: term.name, columns: [{ name: term.name, values: term.values }] };
    case "spline":
      if (term.values.length !== n)
        throw new TypeError(`${term.name} has ${term.values.length} rows, the model has ${n}`);
      return {
        name: term.name,
        columns: restrictedCubicSpline(term.values, term.knots).map((values, j) => ({
          name: term.name + "'".repeat(j),
          values,
        })),
      };
    case "factor":
      return factorColumns(n, term);
    case "interaction":
      if (term.of.length < 2) throw new TypeError(`an interaction has ${term.of.length} terms; it needs two or more`);
      return term.of.map((part) => columnsOf(n, part)).reduce(products);
  }
}

function factorColumns(n: number, { name, codes, levels, reference }: ModelTerm & { type: "factor" }): Block {
  if (codes.length !== n) throw new TypeError(`${name} has ${codes.length} rows, the model has ${n}`);
  if (levels.length < 2)
    throw new RangeError(`${name} has ${levels.length} levels (${levels.join(", ")}); a factor needs two or more`);
  const base = levels.indexOf(reference);
  if (base < 0)
    throw new RangeError(`${name}: the reference “${reference}” is not one of its levels ${levels.join(", ")}`);
  const columns: Block["columns"] = [];
  const columnOf = levels.map((level, k) => {
    if (k === base) return undefined;
    const values = new Float64Array(n);
    columns.push({ name: `${name}=${level}`, values });
    return values;
  });
  for (let i = 0; i < n; i++) {
    if (codes[i] < 0 || codes[i] >= levels.length)
      throw new RangeError(`${name}[${i}] is ${codes[i]}; codes run from 0 to ${levels.length - 1}`);
    const values = columnOf[codes[i]];
    if (values) values[i] = 1;
  }
  return { name, columns };
}

function products(a: Block, b: Block): Block {
  const columns = b.columns.flatMap((right) =>
    a.columns.map((left) => ({
      name: `${left.name}:${right.name}`,
      values: left.values.map((value, i) => value * right.values[i]),
    })),
  );
  return { name: `${a.name}:${b.name}`, columns };
}
