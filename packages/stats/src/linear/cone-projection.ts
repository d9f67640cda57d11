import { dot } from "./dense.js";

/**
 * The point nearest to `target` in the cone { x : v'x >= 0 for every v }, where the v come one by one from `violated`;
 * undefined where that point is the origin.
 *
 * The point is `target` + Σ λ v with λ >= 0, found by Lawson & Hanson's (1974, ch. 23) active set method for
 * non-negative least squares; at most p of the v are active at a time.
 *
 * @param target length p
 * @param violated vectors of length 1 with v'x < −tolerance · |x|; empty when there are none
 */
export function projectOnCone(
  target: Float64Array,
  violated: (x: Float64Array, tolerance: number) => Float64Array[],
): Float64Array | undefined {
  const size = norm(target);
  const pool: Float64Array[] = [];
  let active: Active = { vectors: [], weights: [] };
  let x = target;
  for (let round = 0; round < ROUNDS; round++) {
    if (!(norm(x) > TOLERANCE * size)) return undefined;
    let entering = mostViolated(pool, x);
    if (!entering) {
      const found = violated(x, TOLERANCE);
      if (found.length === 0) return x;
      pool.push(...found);
      entering = mostViolated(found, x);
    }
    if (!entering) return x;
    active = enter(active, entering, target);
    x = residual(orthonormal(active.vectors).basis, target);
  }
  return undefined;
}

interface Active {
  vectors: Float64Array[];
  /** The λ, all positive. */
  weights: number[];
}

const TOLERANCE = 1e-9;
const ROUNDS = 10_000;

function mostViolated(pool: Float64Array[], x: Float64Array): Float64Array | undefined {
  let least = -TOLERANCE * norm(x);
  let found: Float64Array | undefined;
  for (const v of pool) {
    const product = dot(v, x);
    if (product < least) {
      least = product;
      found = v;
    }
  }
  return found;
}

/** Adds a vector and lets those go whose weight would become negative, as far along as it stays non-negative. */
function enter(active: Active, entering: Float64Array, target: Float64Array): Active {
  let vectors = [...active.vectors, entering];
  let weights = [...active.weights, 0];
  for (;;) {
    const wanted = leastSquaresWeights(vectors, target);
    if (wanted.every((weight) => weight > 0)) return { vectors, weights: wanted };
    let part = 1;
    wanted.forEach((weight, k) => {
      if (weight <= 0) part = Math.min(part, weights[k] / (weights[k] - weight));
    });
    const moved = weights.map((weight, k) => weight + part * (wanted[k] - weight));
    const limit = 1e-14 * Math.max(...moved);
    const stays = moved.map((weight, k) => wanted[k] > 0 || weight > limit);
    vectors = vectors.filter((_, k) => stays[k]);
    weights = moved.filter((_, k) => stays[k]);
    if (vectors.length === 0) return { vectors, weights };
  }
}

/** The λ of the smallest |target + Σ λ v|. */
function leastSquaresWeights(vectors: Float64Array[], target: Float64Array): number[] {
  const { basis, upper } = orthonormal(vectors);
  const weights = basis.map((q) => -dot(q, target));
  for (let k = vectors.length - 1; k >= 0; k--) {
    for (let l = k + 1; l < vectors.length; l++) weights[k] -= upper[l][k] * weights[l];
    weights[k] = upper[k][k] > 0 ? weights[k] / upper[k][k] : 0;
  }
  return weights;
}

/** Gram-Schmidt, each vector orthogonalised twice. */
function orthonormal(vectors: Float64Array[]): { basis: Float64Array[]; upper: number[][] } {
  const basis: Float64Array[] = [];
  const upper = vectors.map((vector) => {
    const q = vector.slice();
    const column = new Array<number>(basis.length + 1).fill(0);
    for (let pass = 0; pass < 2; pass++)
      basis.forEach((b, k) => {
        const share = dot(b, q);
        column[k] += share;
        for (let j = 0; j < q.length; j++) q[j] -= share * b[j];
      });
    const length = norm(q);
    column[basis.length] = length;
    basis.push(length > 0 ? q.map((value) => value / length) : q);
    return column;
  });
  return { basis, upper };
}

function residual(basis: Float64Array[], target: Float64Array): Float64Array {
  const x = target.slice();
  for (let pass = 0; pass < 2; pass++)
    for (const b of basis) {
      const share = dot(b, x);
      for (let j = 0; j < x.length; j++) x[j] -= share * b[j];
    }
  return x;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
