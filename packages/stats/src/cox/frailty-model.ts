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

/** As in `maximise`: squared distances in standard errors. */
const CONVERGED = 1e-18;
const ROUND_OFF = 1e-12;
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
    let beta: Float64Array = start?.beta ?? new Float64Array(p);
    let frailty: Float64Array = theta > 0 && start ? start.frailty : new Float64Array(this.groups);
    let state = this.state(beta, frailty, theta);
    let before = Number.POSITIVE_INFINITY;
    for (let iterations = 0; ; iterations++) {
      const { step, lift, decrement } = state;
      const settled = decrement <= CONVERGED || (decrement < ROUND_OFF && decrement > before / 4);
      if (settled || iterations >= this.maxIterations)
        return {
          beta,
          frailty,
          covariance: inverse(state.schur),
          logLikelihood: state.logLikelihood,
          converged: settled,
        };
      before = decrement;
      const slack = 1e-13 * (1 + Math.abs(state.value));
      let part = 1;
      for (;;) {
        const nextBeta = beta.map((b, j) => b + part * step[j]);
        const nextFrailty = frailty.map((b, g) => b + part * lift[g]);
        const value = this.value(nextBeta, nextFrailty, theta);
        if (value >= state.value - slack || part < 1e-10) {
          beta = nextBeta;
          frailty = nextFrailty;
          break;
        }
        part /= 2;
      }
      if (part < 1e-10)
        return {
          beta,
          frailty,
          covariance: inverse(state.schur),
          logLikelihood: state.logLikelihood,
          converged: false,
        };
      state = this.state(beta, frailty, theta);
    }
  }

  private eta(beta: Float64Array, frailty: Float64Array): Float64Array {
    const { n, p, x, offset } = this.data;
    return Float64Array.from({ length: n }, (_, i) => {
      let eta = frailty[this.group[i]] + (offset ? offset[i] : 0);
      for (let j = 0; j < p; j++) eta += x[i * p + j] * beta[j];
      return eta;
    });
  }

  private value(beta: Float64Array, frailty: Float64Array, theta: number): number {
    const { logLikelihood } = new RiskSteps(this.data, this.steps, this.eta(beta, frailty));
    return Number.isFinite(logLikelihood) ? logLikelihood - penalty(frailty, theta) : Number.NEGATIVE_INFINITY;
  }

  /** The likelihood and the next step: dβ = S⁻¹(U − Iβb y), db = y − Z dβ, with y, Z the solutions for the score of b and for Ibβ. */
  private state(beta: Float64Array, frailty: Float64Array, theta: number) {
    const { data, kept } = this;
    const { n, p, x, event, weights } = data;
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
    const { logLikelihood } = risks;
    return {
      logLikelihood,
      value: logLikelihood - penalty(frailty, theta),
      schur,
      step,
      lift,
      decrement: dot(score, step) + dot(scoreOfFrailty, lift),
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
