import { describe, expect, it } from "vitest";
import { coxRowsOf } from "../fixtures/drawn-cox-rows.js";
import { expectClose } from "../fixtures/expect-close.js";
import { estimateCox, independentColumns } from "./cox-estimate.js";
import { partialLikelihood } from "./cox-likelihood.js";
import { coxData } from "./cox-rows.js";

const dataOf = (x: number[][], event = x.map(() => 1)) =>
  coxData(
    coxRowsOf(
      x.map((values, i) => ({ time: i + 1, length: 99, event: event[i], weight: 1, stratum: 0, offset: 0, x: values })),
    ),
  );
const kept = (x: number[][]) => {
  const data = dataOf(x);
  return [...independentColumns(data, partialLikelihood(data, new Float64Array(data.p), "efron"))];
};
const z = [0.3, -1.2, 0.8, 2.1, -0.4, 1];

describe("independentColumns", () => {
  it("leaves out a constant and a combination of the columns before it, whatever the scales", () => {
    expect(kept(z.map((v, i) => [v, 7, i % 2, 3 * v - (i % 2) + 2]))).toEqual([1, 0, 1, 0]);
    expect(kept(z.map((v, i) => [1e6 * v, i % 2, 1e-9 * v + 1]))).toEqual([1, 1, 0]);
  });

  it("keeps a column that is nearly another one", () => {
    expect(kept(z.map((v, i) => [v, v + (i % 2) * 1e-4]))).toEqual([1, 1]);
    expect(kept(z.map((v, i) => [v, v + (i % 2) * 1e-9]))).toEqual([1, 0]);
  });
});

describe("estimateCox", () => {
  const all = Uint8Array.of(1, 1);

  it("ends where the score is 0 and gives the inverse information", () => {
    const data = dataOf(z.map((v, i) => [v, [1, 0, 0, 1, 0, 1][i]]));
    const { beta, covariance, status, logLikelihood } = estimateCox(data, "efron", all, 100);
    const at = partialLikelihood(data, beta, "efron");
    expect(status).toBe("converged");
    expectClose(at.score, [0, 0], { abs: 1e-8 });
    expect(at.logLikelihood).toBe(logLikelihood);
    const [i11, i12, , i22] = at.information;
    expectClose(
      covariance,
      [i22, -i12, -i12, i11].map((v) => v / (i11 * i22 - i12 * i12)),
    );
  });

  it("does not move a column that is left out", () => {
    const { beta, estimable } = estimateCox(dataOf(z.map((v) => [v, 2 * v])), "efron", Uint8Array.of(1, 0), 100);
    expect([beta[1], estimable]).toEqual([0, [true, false]]);
  });

  it("maximises the limit where a coefficient runs away", () => {
    const event = [1, 1, 1, 1, 1, 0, 0];
    const age = [0.3, -1.2, 0.8, 2.1, -0.4, 1, 0.6];
    const x = age.map((value, i) => [i < 4 ? 1 : 0, value]);
    const estimate = estimateCox(dataOf(x, event), "efron", all, 100);
    expect([estimate.status, estimate.infinite, estimate.sign[0]]).toEqual(["monotone likelihood", [true, false], 1]);
    // Each of the first deaths among those with x = 1 alone, the fifth among those with x = 0.
    const groups = [age.slice(0, 4), age.slice(4)];
    const score = (b: number) =>
      groups.flatMap((group, g) =>
        group.slice(0, g === 0 ? 4 : 1).map((own, k) => {
          const left = group.slice(k);
          const risk = left.map((v) => Math.exp(v * b));
          return own - left.reduce((sum, v, m) => sum + v * risk[m], 0) / risk.reduce((sum, v) => sum + v, 0);
        }),
      );
    const beta = estimate.beta[1] / estimate.data.scale[1];
    expectClose(
      score(beta).reduce((sum, u) => sum + u, 0),
      0,
      { abs: 1e-8 },
    );
  });
});
