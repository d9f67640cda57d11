import { maximiseBy, type NewtonPoint } from "../likelihood/newton.js";
import { type Cholesky, cholesky, inverse, solve } from "../linear/cholesky.js";
import { dot } from "../linear/dense.js";
import { independentColumns } from "./cox-estimate.js";
import { partialLikelihood } from "./cox-likelihood.js";
import type { CoxData } from "./cox-rows.js";
import { type EventSteps, eventSteps, RiskSteps } from "./frailty-likelihood.js";

/** A fit for one θ, in the scaled covariates. */
export interface FrailtyEstimate {
  beta: Float64Array;
  /** Log frailties by group. */
  frailty: Float64Array;
  /** The block of β of the inverse of the whole penalised information. */
  covariance: Float64Array;
  logLikelihood: number;
  converged: boolean;
}

/** β and b one after the other, with what the fit tells of them. */
interface FrailtyPoint extends NewtonPoint {
  unpenalised: number;
  /** The information of β with that of b taken into account. */
  schur: Cholesky;
}

/** Of the conjugate gradients' residual, relative to the right-hand side. */
const SOLVED = 1e-13;

/**
 * Maximises l(β, b) − Σ(e^b − b)/θ by Newton's method. The information of the b is a diagonal less a sum over the risk sets, so that it is
 * never written down: its products with a vector are two passes over the rows, and its equations are solved by conjugate gradients,
 * preconditioned by the diagonal less the share that all risk sets have in common. O((n + deaths) (p + iterations)) a step, whatever
 * the number of groups.
 */
export class FrailtyModel {
  readonly kept: Uint8Array;
  readonly null: number;
  private readonly steps: EventSteps;

  constructor(
    private readonly data: CoxData,
    /** Of each position. */
    private readonly group: Int32Array,
    private readonly groups: number,
    ties: "efron" | "breslow",
    private readonly maxIterations: number,
  ) {
    const atZero = partialLikelihood(data, new Float64Array(data.p), ties);
    this.kept = independentColumns(data, atZero);
    this.null = atZero.logLikelihood;
    this.steps = eventSteps(data, ties === "efron");
  }

  at(theta: number, start?: FrailtyEstimate): FrailtyEstimate {
    const { p } = this.data;
    const from = new Float64Array(p + this.groups);
    if (start) from.set(start.beta);
    if (start && theta > 0) from.set(start.frailty, p);
    const found = maximiseBy((both) => this.pointAt(both, theta), from, { maxIterations: this.maxIterations });
    return {
      beta: found.beta.slice(0, p),
      frailty: found.beta.slice(p),
      covariance: inverse(found.schur),
      logLikelihood: found.unpenalised,
      converged: found.stopped === "converged",
    };
  }

  private eta(beta: Float64Array, frailty: Float64Array): Float64Array {
    const { n, p, x, offset } = this.data;
    return Float64Array.from({ length: n }, (_, i) => {
      let eta = frailty[this.group[i]] + (offset ? offset[i] : 0);
      for (let j = 0; j < p; j++) eta += x[i * p + j] * beta[j];
      return eta;
    });
  }

  /** The likelihood and the next step: dβ = S⁻¹(U − Iβb y), db = y − Z dβ, with y, Z the solutions for the score of b and for Ibβ. */
  private pointAt(both: Float64Array, theta: number): FrailtyPoint {
    const { data, kept } = this;
    const { n, p, x, event, weights } = data;
    const [beta, frailty] = [both.subarray(0, p), both.subarray(p)];
    const risks = new RiskSteps(data, this.steps, this.eta(beta, frailty));
    const left = risks.expected.map((expected, i) => (event[i] ? weights[i] : 0) - expected);
    const score = new Float64Array(p);
    const information = new Float64Array(p * p);
    const mixed: Float64Array[] = [];
    for (let j = 0; j < p; j++) {
      const column = Float64Array.from({ length: n }, (_, i) => x[i * p + j]);
      const off = risks.shared(column).map((shared, i) => column[i] * risks.expected[i] - shared);
      for (let i = 0; i < n; i++) {
        score[j] += x[i * p + j] * left[i];
        for (let k = 0; k < p; k++) information[j * p + k] += x[i * p + k] * off[i];
      }
      mixed.push(this.byGroup(off));
    }
    const scoreOfFrailty = this.byGroup(left).map((u, g) => (theta > 0 ? u - Math.expm1(frailty[g]) / theta : 0));
    const equations = theta > 0 ? this.equations(risks, frailty, theta) : () => new Float64Array(this.groups);
    const y = equations(scoreOfFrailty);
    const z = mixed.map((column, j) => (kept[j] ? equations(column) : new Float64Array(this.groups)));
    const schurMatrix = information.slice();
    const right = score.slice();
    for (let j = 0; j < p; j++) {
      right[j] -= dot(mixed[j], y);
      for (let k = 0; k < p; k++) schurMatrix[k * p + j] -= dot(mixed[j], z[k]);
    }
    const held = Float64Array.from(kept, (keep) => (keep ? 0 : Number.POSITIVE_INFINITY));
    const schur: Cholesky = cholesky(schurMatrix, p, held);
    const step = solve(schur, right);
    const lift = y.map((value, g) => value - z.reduce((sum, column, j) => sum + column[g] * step[j], 0));
    const whole = new Float64Array(both.length);
    whole.set(step);
    whole.set(lift, p);
    return {
      beta: both,
      logLikelihood: risks.logLikelihood - penalty(frailty, theta),
      step: whole,
      decrement: dot(score, step) + dot(scoreOfFrailty, lift),
      unpenalised: risks.logLikelihood,
      schur,
    };
  }

  /** Solves (information of b) y = right. */
  private equations(risks: RiskSteps, frailty: Float64Array, theta: number): (right: Float64Array) => Float64Array {
    const expected = this.byGroup(risks.expected);
    const own = frailty.map((b) => Math.exp(b) / theta);
    const diagonal = expected.map((e, g) => e + own[g]);
    const times = (v: Float64Array) => {
      const shared = this.byGroup(risks.shared(Float64Array.from(this.group, (g) => v[g])));
      return v.map((value, g) => diagonal[g] * value - shared[g]);
    };
    const total = expected.reduce((sum, e) => sum + e, 0);
    const scaled = expected.map((e, g) => e / diagonal[g]);
    const spare = total - dot(expected, scaled);
    const precondition = (r: Float64Array) => {
      const along = spare > 0 ? dot(scaled, r) / spare : 0;
      return r.map((value, g) => value / diagonal[g] + along * scaled[g]);
    };
    return (right) => conjugateGradients(times, precondition, right);
  }

  private byGroup(values: Float64Array): Float64Array {
    const sums = new Float64Array(this.groups);
    for (let i = 0; i < values.length; i++) sums[this.group[i]] += values[i];
    return sums;
  }
}

/** Σ(e^b − b)/θ; 0 without frailties. */
function penalty(frailty: Float64Array, theta: number): number {
  return theta > 0 ? frailty.reduce((sum, b) => sum + (Math.exp(b) - b) / theta, 0) : 0;
}

/** Hestenes & Stiefel 1952, preconditioned. */
function conjugateGradients(
  times: (v: Float64Array) => Float64Array,
  precondition: (r: Float64Array) => Float64Array,
  right: Float64Array,
): Float64Array {
  const x = new Float64Array(right.length);
  const r = right.slice();
  let z = precondition(r);
  let direction = z.slice();
  let product = dot(r, z);
  const enough = SOLVED ** 2 * product;
  for (let k = 0; k < 10 * right.length + 50 && product > enough && product > 0; k++) {
    const image = times(direction);
    const length = product / dot(direction, image);
    if (!Number.isFinite(length)) break;
    for (let g = 0; g < x.length; g++) {
      x[g] += length * direction[g];
      r[g] -= length * image[g];
    }
    z = precondition(r);
    const next = dot(r, z);
    const share = next / product;
    direction = direction.map((value, g) => z[g] + share * value);
    product = next;
  }
  return x;
}
