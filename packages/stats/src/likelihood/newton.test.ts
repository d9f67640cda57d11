import { describe, expect, it } from "vitest";
import { expectClose } from "../fixtures/expect-close.js";
import { maximise } from "./newton.js";

/** −(b₁ − 2)² − (b₁ − b₂)² */
const parabola = ([a, b]: Float64Array) => ({
  logLikelihood: -((a - 2) ** 2) - (a - b) ** 2,
  score: Float64Array.of(-2 * (a - 2) - 2 * (a - b), 2 * (a - b)),
  information: Float64Array.of(4, -2, -2, 2),
});

/** −log cosh b, from which Newton's steps leap ever further away where |b| is above 1.09. */
const steep = ([b]: Float64Array) => ({
  logLikelihood: -Math.log(Math.cosh(b)),
  score: Float64Array.of(-Math.tanh(b)),
  information: Float64Array.of(1 / Math.cosh(b) ** 2),
});

describe("maximise", () => {
  it("reaches the top of a parabola in one step", () => {
    const end = maximise(parabola, Float64Array.of(9, -4), new Float64Array(2), { maxIterations: 100 });
    expectClose(end.beta, [2, 2]);
    expect([end.stopped, end.iterations]).toEqual(["converged", 1]);
  });

  it("holds a coefficient whose threshold is Infinity at its start", () => {
    const end = maximise(parabola, Float64Array.of(9, -4), Float64Array.of(0, Infinity), { maxIterations: 100 });
    // −(a − 2)² − (a + 4)² is largest at −1
    expectClose(end.beta, [-1, -4]);
  });

  it("draws back a step that lowers the likelihood", () => {
    const end = maximise(steep, Float64Array.of(3), new Float64Array(1), { maxIterations: 100 });
    expectClose(end.beta, [0], { abs: 1e-8 });
    expect(end.stopped).toBe("converged");
  });

  it("stops after the iterations allowed, and where the watch says so", () => {
    const start = Float64Array.of(1);
    const none = maximise(steep, start, new Float64Array(1), { maxIterations: 0 });
    expect([none.stopped, none.iterations, none.beta[0]]).toEqual(["iterations", 0, 1]);
    const watched = maximise(steep, start, new Float64Array(1), {
      maxIterations: 9,
      watch: ({ iterations }) => iterations === 1,
    });
    expect([watched.stopped, watched.iterations]).toEqual(["watch", 1]);
    expectClose(watched.beta, [1 - Math.tanh(1) * Math.cosh(1) ** 2]);
  });
});
