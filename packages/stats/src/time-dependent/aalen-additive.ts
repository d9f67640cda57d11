import type { CoxRows } from "../cox/cox-rows.js";
import { chiSquaredUpper } from "../distributions/chi-squared.js";
import { normalTwoSided } from "../distributions/normal.js";
import { cholesky, solve } from "../linear/cholesky.js";
import { checkFinite, checkSurvivalRows } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";

export interface AalenAdditiveOptions {
  /** The fit ends when fewer rows (or less weight) are at risk; default three times the number of covariates. */
  minimumAtRisk?: number;
}

/** By event, ascending by time (tied events one after the other); matrices column-major, the intercept first. */
export interface AalenAdditive {
  columns: string[];
  time: Float64Array;
  /** Row of the event. */
  row: Int32Array;
  /** Weight at risk. */
  atRisk: Float64Array;
  /** Rise of each cumulative coefficient at the event. */
  increments: Float64Array;
  /** B(t) = Σ increments, and its standard errors √Σ increments². */
  cumulative: Float64Array;
  standardError: Float64Array;
  /** Aalen's test of each coefficient, weighted by the inverse of the diagonal of (X'X)⁻¹, and of all but the intercept. */
  tests: { column: string; statistic: number; variance: number; z: number; p: number }[];
  global: { chiSquared: number; degreesOfFreedom: number; p: number };
  /** The time after which too few are at risk, or their covariates no longer tell apart; Infinity if it never came. */
  stoppedAt: number;
}

/**
 * Aalen's additive hazards model λ(t | x) = β₀(t) + x'β(t) (Aalen 1989, Stat Med 8:907): at each event of row j the cumulative
 * coefficients rise by
 *
 *   dB = (X'WX)⁻¹ wⱼ (1, xⱼ)
 *
 * over the rows at risk. Agrees with R's `survival::aareg` (its `coefficient`, `times`, `nrisk` and test `aalen`). The fit
 * ends where fewer than `minimumAtRisk` are left or X'WX is singular, and says so; without events nothing is listed.
 * O(n p² + d p³): X'WX is a running sum.
 *
 * @param rows as for a Cox model; strata, cluster and offset are refused
 * @throws TypeError, RangeError as `checkSurvivalRows`; for a covariate that is not finite or an option that cannot be
 */
export function aalenAdditive(rows: CoxRows, options: AalenAdditiveOptions = {}): AalenAdditive {
  const { design, time, event, entry, weights } = rows;
  const { n, p } = design;
  const { minimumAtRisk = 3 * p } = options;
  check(rows, minimumAtRisk);
  const size = p + 1;
  const grid = entry ? timeGrid(time, entry) : timeGrid(time);
  const [rank, entryRank] = grid.ranks;
  const byEnd = Int32Array.from(rank, (_, i) => i).sort((a, b) => rank[b] - rank[a] || b - a);
  const byEntry = entryRank && Int32Array.from(rank, (_, i) => i).sort((a, b) => entryRank[b] - entryRank[a] || b - a);
  const center = Float64Array.from({ length: p }, (_, j) => mean(design.x.subarray(j * n, (j + 1) * n)));
  const x = (i: number, j: number) => (j === 0 ? 1 : design.x[(j - 1) * n + i] - center[j - 1]);

  const cross = new Float64Array(size * size);
  let [weight, leaving] = [0, 0];
  const change = (i: number, sign: 1 | -1) => {
    const w = sign * (weights ? weights[i] : 1);
    weight += w;
    for (let j = 0; j < size; j++) for (let k = 0; k <= j; k++) cross[k * size + j] += w * x(i, j) * x(i, k);
  };
  const found: { i: number; atRisk: number; rise: Float64Array; test: Float64Array }[] = [];
  let stoppedAt = Number.POSITIVE_INFINITY;
  // From the last time to the first: where it is not singular, later sums were added up before it.
  for (let last = 0; last < n; ) {
    let end = last;
    while (end < n && rank[byEnd[end]] === rank[byEnd[last]]) change(byEnd[end++], 1);
    const place = rank[byEnd[last]];
    if (byEntry && entryRank)
      for (; leaving < n && entryRank[byEntry[leaving]] >= place; leaving++)
        if (rank[byEntry[leaving]] >= place) change(byEntry[leaving], -1);
    const deaths = Array.from(byEnd.subarray(last, end)).filter((i) => event[i] === 1 && (!weights || weights[i] > 0));
    last = end;
    if (deaths.length === 0) continue;
    // Each pivot is judged against its own column.
    const thresholds = Float64Array.from({ length: size }, (_, j) => 1e-10 * cross[j * size + j]);
    const decomposition = cholesky(cross, size, thresholds);
    if (weight < minimumAtRisk - 1e-9 || decomposition.rank < size) {
      stoppedAt = grid.times[place];
      found.length = 0;
      continue;
    }
    const inverseDiagonal = Float64Array.from({ length: size }, (_, j) => {
      // Of the covariates as they are given: the intercept is where they are 0.
      const unit = Float64Array.from({ length: size }, (_unused, k) =>
        j === 0 ? (k === 0 ? 1 : -center[k - 1]) : k === j ? 1 : 0,
      );
      const solved = solve(decomposition, unit);
      return unit.reduce((sum, u, k) => sum + u * solved[k], 0);
    });
    for (const i of deaths.sort((a, b) => b - a)) {
      const w = weights ? weights[i] : 1;
      const rise = solve(
        decomposition,
        Float64Array.from({ length: size }, (_, j) => w * x(i, j)),
      );
      for (let j = 1; j < size; j++) rise[0] -= center[j - 1] * rise[j];
      found.push({ i, atRisk: weight, rise, test: rise.map((value, j) => value / inverseDiagonal[j]) });
    }
  }
  found.reverse();
  return finished(found, ["(Intercept)", ...design.columns], time, stoppedAt);
}

function finished(
  found: { i: number; atRisk: number; rise: Float64Array; test: Float64Array }[],
  columns: string[],
  time: Float64Array,
  stoppedAt: number,
): AalenAdditive {
  const d = found.length;
  const size = columns.length;
  const increments = new Float64Array(d * size);
  const cumulative = new Float64Array(d * size);
  const standardError = new Float64Array(d * size);
  const statistic = new Float64Array(size);
  const variance = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    let [sum, squares] = [0, 0];
    found.forEach(({ rise, test }, k) => {
      increments[j * d + k] = rise[j];
      sum += rise[j];
      squares += rise[j] ** 2;
      cumulative[j * d + k] = sum;
      standardError[j * d + k] = Math.sqrt(squares);
      statistic[j] += test[j];
      for (let l = 0; l < size; l++) variance[l * size + j] += test[j] * test[l];
    });
  }
  const p = size - 1;
  const inner = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) inner[k * p + j] = variance[(k + 1) * size + j + 1];
  const decomposition = cholesky(
    inner,
    p,
    Float64Array.from({ length: p }, (_, j) => 1e-12 * inner[j * p + j]),
  );
  const solved = solve(decomposition, statistic.slice(1));
  const chiSquared = p > 0 && d > 0 ? solved.reduce((sum, value, j) => sum + value * statistic[j + 1], 0) : Number.NaN;
  return {
    columns,
    time: Float64Array.from(found, ({ i }) => time[i]),
    row: Int32Array.from(found, ({ i }) => i),
    atRisk: Float64Array.from(found, ({ atRisk }) => atRisk),
    increments,
    cumulative,
    standardError,
    tests: columns.map((column, j) => {
      const z = statistic[j] / Math.sqrt(variance[j * size + j]);
      return { column, statistic: statistic[j], variance: variance[j * size + j], z, p: normalTwoSided(z) };
    }),
    global: { chiSquared, degreesOfFreedom: decomposition.rank, p: chiSquaredUpper(chiSquared, decomposition.rank) },
    stoppedAt,
  };
}

function mean(column: Float64Array): number {
  return column.length ? column.reduce((sum, value) => sum + value, 0) / column.length : 0;
}

function check(rows: CoxRows, minimumAtRisk: number): void {
  const { time, event, entry, weights, id, design } = rows;
  checkSurvivalRows({ time, event, entry, weights, id });
  for (const name of ["strata", "cluster", "offset"] as const)
    if (rows[name]) throw new TypeError(`${name} is given; the additive model has none`);
  if (design.n !== time.length)
    throw new TypeError(`the covariates have ${design.n} rows, time has ${time.length}; they must be equal`);
  for (let j = 0; j < design.p; j++)
    checkFinite(design.columns[j], design.x.subarray(j * design.n, (j + 1) * design.n));
  if (!(Number.isFinite(minimumAtRisk) && minimumAtRisk >= 0))
    throw new RangeError(`minimumAtRisk is ${minimumAtRisk}; it must be a finite number, 0 or more`);
}
