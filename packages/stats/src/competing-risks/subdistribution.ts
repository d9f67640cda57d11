import type { LogLikelihood } from "../likelihood/newton.js";
import { unpacked } from "../linear/packed.js";
import { codeCount } from "../rows/survival-rows.js";
import { timeGrid } from "../rows/time-grid.js";
import type { FineGrayRows } from "./fine-gray-rows.js";

/** Rows ready for passes over the subdistribution's risk sets: by time, covariates centred and scaled. */
export interface SubdistributionData {
  n: number;
  p: number;
  /** Row-major. */
  x: Float64Array;
  center: Float64Array;
  scale: Float64Array;
  time: Float64Array;
  /** 1 for the cause, 2 for another, 0 censored. */
  kind: Uint8Array;
  /** Place of the row's time among the distinct ones. */
  rank: Int32Array;
  times: Float64Array;
  censorGroup: Int32Array;
  censorGroups: number;
  /** G(t−) of each censor group at each distinct time: `before[g * times + k]`. */
  before: Float64Array;
  /** Numbers at risk of a censoring, and the censorings, likewise. */
  atRisk: Float64Array;
  censored: Float64Array;
  source: Int32Array;
}

export function subdistributionData(rows: FineGrayRows, cause: number): SubdistributionData {
  const { time, event, design } = rows;
  const { n, p } = design;
  const grid = timeGrid(time);
  const [ranks] = grid.ranks;
  const source = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => ranks[a] - ranks[b] || a - b);
  const rank = Int32Array.from(source, (i) => ranks[i]);
  const m = grid.times.length;
  const censorGroups = codeCount(rows.censorGroup);
  const censorGroup = Int32Array.from(source, (i) => rows.censorGroup?.[i] ?? 0);
  const kind = Uint8Array.from(source, (i) => (event[i] === 0 ? 0 : event[i] === cause ? 1 : 2));
  const before = new Float64Array(censorGroups * m).fill(1);
  const atRisk = new Float64Array(censorGroups * m);
  const censored = new Float64Array(censorGroups * m);
  for (let i = 0; i < n; i++) {
    const at = censorGroup[i] * m + rank[i];
    atRisk[at]++;
    if (kind[i] === 0) censored[at]++;
  }
  for (let g = 0; g < censorGroups; g++) {
    for (let k = m - 2; k >= 0; k--) atRisk[g * m + k] += atRisk[g * m + k + 1];
    for (let k = 1; k < m; k++) {
      const at = g * m + k - 1;
      // Beyond its group's last row a censoring distribution is 0, as in cmprsk.
      before[at + 1] = atRisk[at + 1] > 0 ? before[at] * (1 - censored[at] / atRisk[at]) : 0;
    }
  }
  const center = new Float64Array(p);
  const scale = new Float64Array(p);
  const x = new Float64Array(n * p);
  for (let j = 0; j < p; j++) {
    const column = design.x.subarray(j * n, (j + 1) * n);
    const constant = column.every((value) => value === column[0]);
    center[j] = constant ? (column[0] ?? 0) : column.reduce((sum, value) => sum + value / n, 0);
    scale[j] = constant ? 0 : Math.sqrt(column.reduce((sum, value) => sum + (value - center[j]) ** 2 / n, 0));
    for (let i = 0; i < n; i++) x[i * p + j] = scale[j] > 0 ? (column[source[i]] - center[j]) / scale[j] : 0;
  }
  return {
    n,
    p,
    x,
    center,
    scale,
    time: Float64Array.from(source, (i) => time[i]),
    kind,
    rank,
    times: grid.times,
    censorGroup,
    censorGroups,
    before,
    atRisk,
    censored,
    source,
  };
}

/** The sums over one risk set of the subdistribution, of w e^η, w x e^η and (packed) w x x' e^η. */
export interface SubdistributionSet {
  /** Place of the time among the distinct ones, and the positions first..last − 1 of the rows that end then. */
  rank: number;
  first: number;
  last: number;
  /** Events of the cause. */
  deaths: number;
  s0: number;
  s1: Float64Array;
  s2: Float64Array;
}

/**
 * Visits the times at which the cause has events, the earliest first: the risk set is whoever is still there, and whoever
 * had another event before, with weight G(t−)/G(X−). The former are sums over what is left, the latter running sums by censor
 * group. O(n p² + d · groups · p²).
 */
export function eachSubdistributionSet(
  data: SubdistributionData,
  eta: Float64Array,
  visit: (set: SubdistributionSet) => void,
): void {
  const { n, p, x, kind, rank, times, censorGroup, censorGroups, before } = data;
  const m = times.length;
  const pairs = (p * (p + 1)) / 2;
  const width = 1 + p + pairs;
  // Sums of those still there at each time: a pass from the end.
  const sumsAt: { rank: number; first: number; last: number; deaths: number; sums: Float64Array }[] = [];
  const there = new Float64Array(width);
  for (let last = n; last > 0; ) {
    let first = last - 1;
    while (first > 0 && rank[first - 1] === rank[last - 1]) first--;
    let deaths = 0;
    for (let i = first; i < last; i++) {
      addMoments(there, x, i * p, p, Math.exp(eta[i]));
      if (kind[i] === 1) deaths++;
    }
    if (deaths > 0) sumsAt.push({ rank: rank[first], first, last, deaths, sums: there.slice() });
    last = first;
  }
  const gone = Array.from({ length: censorGroups }, () => new Float64Array(width));
  let next = 0;
  for (let k = sumsAt.length - 1; k >= 0; k--) {
    const { rank: at, first, last, deaths, sums } = sumsAt[k];
    for (; next < first; next++)
      if (kind[next] === 2) {
        const g = censorGroup[next];
        addMoments(gone[g], x, next * p, p, Math.exp(eta[next]) / before[g * m + rank[next]]);
      }
    for (let g = 0; g < censorGroups; g++) {
      const seen = before[g * m + at];
      for (let c = 0; c < width; c++) sums[c] += seen * gone[g][c];
    }
    visit({
      rank: at,
      first,
      last,
      deaths,
      s0: sums[0],
      s1: sums.subarray(1, 1 + p),
      s2: sums.subarray(1 + p),
    });
  }
}

/** Breslow's log partial likelihood of the subdistribution hazard at η. */
export function subdistributionLikelihood(data: SubdistributionData, beta: Float64Array): LogLikelihood {
  const { p, x, kind } = data;
  const eta = predictor(data, beta);
  const score = new Float64Array(p);
  const packed = new Float64Array((p * (p + 1)) / 2);
  let logLikelihood = 0;
  eachSubdistributionSet(data, eta, ({ first, last, deaths, s0, s1, s2 }) => {
    logLikelihood -= deaths * Math.log(s0);
    for (let i = first; i < last; i++) {
      if (kind[i] !== 1) continue;
      logLikelihood += eta[i];
      for (let j = 0; j < p; j++) score[j] += x[i * p + j];
    }
    for (let j = 0, c = 0; j < p; j++) {
      score[j] -= (deaths * s1[j]) / s0;
      for (let k = 0; k <= j; k++, c++) packed[c] += deaths * (s2[c] / s0 - (s1[j] / s0) * (s1[k] / s0));
    }
  });
  return { logLikelihood, score, information: unpacked(packed, p) };
}

export function predictor({ n, p, x }: SubdistributionData, beta: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => beta.reduce((sum, b, j) => sum + b * x[i * p + j], 0));
}

function addMoments(sums: Float64Array, x: Float64Array, at: number, p: number, weight: number): void {
  sums[0] += weight;
  for (let j = 0, c = 1 + p; j < p; j++) {
    const product = weight * x[at + j];
    sums[1 + j] += product;
    for (let k = 0; k <= j; k++) sums[c++] += product * x[at + k];
  }
}
