import { cholesky, solve } from "../linear/cholesky.js";

export interface IntervalMasses {
  probability: Float64Array;
  logLikelihood: number;
  converged: boolean;
}

/** Of the optimality conditions, relative to the total weight. */
const OPTIMAL = 1e-9;
const ROUNDS = 20_000;
/** With more masses than this Newton's matrix is too large. */
const DENSE = 400;

/**
 * The masses p on cells 0..count−1 that maximise Σ w log Σ_{first..last} p, Σ p = 1: rounds of EM, and steps of Newton's on
 * the cells that keep mass, cells with too little likelihood let go and those with too much taken back.
 */
export function mostLikelyMasses(
  first: Int32Array,
  last: Int32Array,
  weights: Float64Array,
  count: number,
): IntervalMasses {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (count === 0 || !(total > 0)) return { probability: new Float64Array(count), logLikelihood: 0, converged: true };
  const model = { first, last, weights, total, count };
  let p: Float64Array = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < ROUNDS; ) {
    for (let k = 0; k < 10; k++, round++) p = expectation(model, p);
    let at = gradientOf(model, p);
    if (optimal(at.gradient, p, total)) return { probability: p, logLikelihood: at.logLikelihood, converged: true };
    if (p.reduce((kept, mass) => kept + (mass > 1e-12 ? 1 : 0), 0) > DENSE) continue;
    const better = newton(model, p);
    if (better) p = better;
    at = gradientOf(model, p);
    if (optimal(at.gradient, p, total)) return { probability: p, logLikelihood: at.logLikelihood, converged: true };
  }
  return { probability: p, logLikelihood: gradientOf(model, p).logLikelihood, converged: false };
}

interface Model {
  first: Int32Array;
  last: Int32Array;
  weights: Float64Array;
  total: number;
  count: number;
}

/** Σ w / P over the rows that contain each cell, by differences. */
function gradientOf({ first, last, weights, count }: Model, p: Float64Array) {
  const sums = new Float64Array(count + 1);
  for (let j = 0; j < count; j++) sums[j + 1] = sums[j] + p[j];
  const change = new Float64Array(count + 1);
  const probability = new Float64Array(first.length);
  let logLikelihood = 0;
  for (let i = 0; i < first.length; i++) {
    let inside = sums[last[i] + 1] - sums[first[i]];
    // A difference of sums near 1 has lost its digits.
    if (inside < 1e-6) {
      inside = 0;
      for (let j = first[i]; j <= last[i]; j++) inside += p[j];
    }
    probability[i] = inside;
    logLikelihood += weights[i] * Math.log(inside);
    change[first[i]] += weights[i] / inside;
    change[last[i] + 1] -= weights[i] / inside;
  }
  let sum = 0;
  const gradient = Float64Array.from({ length: count }, (_, j) => (sum += change[j]));
  return { gradient, probability, logLikelihood };
}

function expectation(model: Model, p: Float64Array): Float64Array {
  const { gradient } = gradientOf(model, p);
  const next = p.map((mass, j) => Math.max(0, (mass * gradient[j]) / model.total));
  const sum = next.reduce((all, mass) => all + mass, 0);
  return next.map((mass) => mass / sum);
}

function optimal(gradient: Float64Array, p: Float64Array, total: number): boolean {
  return gradient.every((g, j) => {
    const excess = g / total - 1;
    return p[j] > 0 ? Math.abs(excess) * Math.min(1, p[j] * 1e3) <= OPTIMAL && excess <= OPTIMAL : excess <= OPTIMAL;
  });
}

/** Steps on the cells with mass for Σ w log P − total · Σ p, whose maximum has Σ p = 1; undefined where they lead nowhere. */
function newton(model: Model, start: Float64Array): Float64Array | undefined {
  const { first, last, weights, total, count } = model;
  let p = start.map((mass) => (mass > 1e-12 ? mass : 0));
  const value = (of: Float64Array) => {
    const sum = of.reduce((all, mass) => all + mass, 0);
    return gradientOf(model, of).logLikelihood - total * sum;
  };
  let best = value(p);
  if (!Number.isFinite(best)) return undefined;
  for (let step = 0; step < 60; step++) {
    const { gradient, probability } = gradientOf(model, p);
    // Whoever has too much likelihood for no mass comes back with a little.
    for (let j = 0; j < count; j++) if (p[j] === 0 && gradient[j] > total * (1 + 1e-7)) p[j] = 1e-9;
    const cells = Array.from(p, (_, j) => j).filter((j) => p[j] > 0);
    const place = new Int32Array(count).fill(-1);
    cells.forEach((j, k) => {
      place[j] = k;
    });
    const size = cells.length;
    const hessian = new Float64Array(size * size);
    for (let i = 0; i < first.length; i++) {
      const curvature = weights[i] / probability[i] ** 2;
      const inside: number[] = [];
      for (let j = first[i]; j <= last[i]; j++) if (place[j] >= 0) inside.push(place[j]);
      for (const a of inside) for (const b of inside) if (a >= b) hessian[b * size + a] += curvature;
    }
    const thresholds = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      thresholds[k] = 1e-13 * hessian[k * size + k];
      hessian[k * size + k] *= 1 + 1e-12;
    }
    const direction = solve(
      cholesky(hessian, size, thresholds),
      Float64Array.from(cells, (j) => gradient[j] - total),
    );
    const moved = (part: number) => {
      const next = p.slice();
      cells.forEach((j, k) => {
        next[j] = Math.max(0, p[j] + part * direction[k]);
        if (next[j] < 1e-14) next[j] = 0;
      });
      return next;
    };
    // Masses that would fall below 0 end there.
    let part = 1;
    let next = moved(part);
    let there = value(next);
    while (!(there >= best - 1e-13 * Math.abs(best)) && part > 1e-8) {
      part /= 2;
      next = moved(part);
      there = value(next);
    }
    if (!(part > 1e-8)) break;
    const gained = there - best;
    p = next;
    best = there;
    if (part === 1 && gained < 1e-12 * Math.abs(best)) break;
  }
  const sum = p.reduce((all, mass) => all + mass, 0);
  return p.map((mass) => mass / sum);
}
