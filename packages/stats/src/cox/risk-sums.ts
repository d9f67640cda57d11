import type { LogLikelihood } from "../likelihood/newton.js";
import { unpacked } from "../linear/packed.js";
import { checkFinite } from "../rows/survival-rows.js";
import { addRiskSet } from "./cox-likelihood.js";
import { eachRiskSet, emptyRiskSet, type RiskSet } from "./cox-risk-sets.js";
import { type CoxData, type CoxRows, coxData } from "./cox-rows.js";

/**
 * What a Newton step of a Cox model needs of the rows, at one β: sums over each risk set and over the events at its time.
 * They are sums over rows, so those of several sources (tables, machines, hospitals) with the same event times are added
 * up entry by entry, all but `stratum` and `time`.
 *
 * m event times (per stratum), p covariates; entry r belongs to event time r. Vectors are at `r * p + j`, matrices are
 * packed lower triangles of q = p (p + 1) / 2 numbers: (j, k), k <= j, at `r * q + j (j + 1) / 2 + k`.
 */
export interface RiskSums {
  p: number;
  stratum: Int32Array;
  time: Float64Array;
  /** Number of events, Σ w, Σ w η and Σ w x over the events. */
  deaths: Float64Array;
  eventWeight: Float64Array;
  eventPredictor: Float64Array;
  eventX: Float64Array;
  /** Σ w e^η, Σ w x e^η, Σ w x x' e^η over the rows at risk (entry < time <= end). */
  risk0: Float64Array;
  risk1: Float64Array;
  risk2: Float64Array;
  /** The same over the events. */
  event0: Float64Array;
  event1: Float64Array;
  event2: Float64Array;
}

/**
 * The risk sums of rows, ordered by stratum and time. η = x'β + offset − `shift`, x the covariates as given.
 *
 * @param beta length p
 * @param shift one number for all sources, so that e^η neither overflows nor vanishes (default 0); the likelihood does
 * not depend on it
 * @throws TypeError, RangeError as `coxRegression` for rows; TypeError for a β of another length; RangeError for a β or
 * shift that is not finite, and where e^η of a whole risk set overflows or vanishes
 */
export function riskSums(rows: CoxRows, beta: Float64Array, { shift = 0 } = {}): RiskSums {
  const { n, p, x } = rows.design;
  if (beta.length !== p) throw new TypeError(`beta has ${beta.length} entries, the model ${p} columns`);
  checkFinite("beta", beta);
  if (!Number.isFinite(shift)) throw new RangeError(`shift is ${shift}; it must be a finite number`);
  const scaled = coxData(rows);
  const raw = Float64Array.from(scaled.x, (_, at) => x[(at % p) * n + scaled.source[Math.floor(at / p)]]);
  const data = { ...scaled, x: raw };
  const eta = Float64Array.from(scaled.source, (i, at) => {
    let sum = (rows.offset ? rows.offset[i] : 0) - shift;
    for (let j = 0; j < p; j++) sum += raw[at * p + j] * beta[j];
    return sum;
  });
  const sets: RiskSet[] = [];
  eachRiskSet(data, eta, (set) => sets.push(copied(set, data)));
  sets.sort((a, b) => a.stratum - b.stratum || a.rank - b.rank);
  const numbers = (of: (set: RiskSet) => number) => Float64Array.from(sets, of);
  const joined = (of: (set: RiskSet) => Float64Array, size: number) => {
    const result = new Float64Array(sets.length * size);
    sets.forEach((set, r) => {
      result.set(of(set), r * size);
    });
    return result;
  };
  const q = (p * (p + 1)) / 2;
  const risk0 = numbers((set) => set.s0);
  const lost = risk0.findIndex((value) => !(value > 0 && Number.isFinite(value)));
  if (lost >= 0)
    throw new RangeError(
      `risk0[${lost}] is ${risk0[lost]}; e^η is out of range there, choose a shift near the largest η`,
    );
  return {
    p,
    stratum: Int32Array.from(sets, (set) => set.stratum),
    time: numbers((set) => data.times[set.rank]),
    deaths: numbers((set) => set.deaths),
    eventWeight: numbers((set) => set.eventWeight),
    eventPredictor: numbers((set) => set.eventPredictor),
    eventX: joined((set) => set.eventX, p),
    risk0,
    risk1: joined((set) => set.s1, p),
    risk2: joined((set) => set.s2, q),
    event0: numbers((set) => set.e0),
    event1: joined((set) => set.e1, p),
    event2: joined((set) => set.e2, q),
  };
}

/**
 * The log partial likelihood, its score and information from risk sums alone: what `coxRegression` maximises, to
 * round-off, for covariates as given (not scaled). No event times: 0, 0, 0. O(m p² + events).
 *
 * @throws TypeError where an array has not the length that m and p ask for; RangeError for a number that is not finite,
 * a risk set of no risk, or ties other than efron and breslow
 */
export function partialLikelihoodOfSums(sums: RiskSums, ties: "efron" | "breslow"): LogLikelihood {
  const { p } = sums;
  const q = (p * (p + 1)) / 2;
  if (ties !== "efron" && ties !== "breslow")
    throw new RangeError(`ties is “${String(ties)}”; risk sums allow efron and breslow`);
  checkRiskSums(sums, q);
  const score = new Float64Array(p);
  const packed = new Float64Array(q);
  let logLikelihood = 0;
  for (let r = 0; r < sums.time.length; r++) {
    const vector = (of: Float64Array, size: number) => of.subarray(r * size, (r + 1) * size);
    const set: RiskSet = {
      ...emptyRiskSet(0),
      deaths: sums.deaths[r],
      eventWeight: sums.eventWeight[r],
      eventPredictor: sums.eventPredictor[r],
      eventX: vector(sums.eventX, p),
      s0: sums.risk0[r],
      s1: vector(sums.risk1, p),
      s2: vector(sums.risk2, q),
      e0: sums.event0[r],
      e1: vector(sums.event1, p),
      e2: vector(sums.event2, q),
    };
    logLikelihood += addRiskSet(set, ties === "efron", score, packed);
  }
  return { logLikelihood, score, information: unpacked(packed, p) };
}

function checkRiskSums(sums: RiskSums, q: number): void {
  const m = sums.time.length;
  const sizes = { deaths: 1, eventWeight: 1, eventPredictor: 1, eventX: sums.p, risk0: 1, risk1: sums.p, risk2: q };
  for (const [name, size] of Object.entries({ ...sizes, event0: 1, event1: sums.p, event2: q })) {
    const values = sums[name as keyof typeof sizes];
    if (values.length !== m * size)
      throw new TypeError(`${name} has ${values.length} entries; ${m} event times need ${m * size}`);
    checkFinite(name, values);
  }
  const empty = sums.risk0.findIndex((value) => !(value > 0));
  if (empty >= 0) throw new RangeError(`risk0[${empty}] is ${sums.risk0[empty]}; a risk set has a risk above 0`);
}

/** The set with arrays of its own, its shift undone, and the sums over a single event filled in. */
function copied(set: RiskSet, { event, x }: CoxData): RiskSet {
  const p = set.s1.length;
  const scale = Math.exp(set.shift);
  const times = (values: Float64Array) => values.map((value) => value * scale);
  const copy = { ...set, shift: 0, s0: set.s0 * scale, s1: times(set.s1), s2: times(set.s2), e0: set.e0 * scale };
  copy.eventX = set.eventX.slice();
  copy.e1 = times(set.e1);
  copy.e2 = times(set.e2);
  if (set.deaths > 1) return copy;
  let i = set.first;
  while (!event[i]) i++;
  for (let j = 0, m = 0; j < p; j++) {
    copy.e1[j] = copy.e0 * x[i * p + j];
    for (let k = 0; k <= j; k++) copy.e2[m++] = copy.e1[j] * x[i * p + k];
  }
  return copy;
}
