import { eachSubdistributionSet, predictor, type SubdistributionData } from "./subdistribution.js";

/**
 * Each row's part of the score and of its estimated weights (Fine & Gray 1999, section 3), row-major by position:
 *
 *   ηᵢ = ∫ (xᵢ − x̄(t)) wᵢ(t) dMᵢ(t),   ψᵢ = ∫ q(u) / n(u) dMᵢᶜ(u),   q(u) = Σ_{j: Xⱼ < u} ∫_{t ≥ u} wⱼ(t) (xⱼ − x̄(t)) e^{ηⱼ} dΛ(t)
 *
 * the last over the rows j with another event, of the row's own censor group. Two things are as
 * `cmprsk::crr` has them: u ≤ t at ties, and with several censor groups dΛ in q counts the group's own events alone. Running sums from both ends, O(n p).
 */
export function fineGrayResiduals(data: SubdistributionData, beta: Float64Array): Float64Array {
  const { n, p, x, kind, rank, times, censorGroup, censorGroups, before, atRisk, censored } = data;
  const m = times.length;
  const eta = predictor(data, beta);
  const width = 1 + p;
  // At each time with events: dΛ and x̄ dΛ, as they are and, by censor group, times G(t−).
  const steps = new Float64Array(m * width);
  const means = new Float64Array(m * p);
  eachSubdistributionSet(data, eta, ({ rank: k, deaths, s0, s1 }) => {
    steps[k * width] = deaths / s0;
    for (let j = 0; j < p; j++) {
      means[k * p + j] = s1[j] / s0;
      steps[k * width + 1 + j] = (deaths / s0) * (s1[j] / s0);
    }
  });
  const upTo = new Float64Array((m + 1) * width);
  for (let k = 0; k < m; k++)
    for (let c = 0; c < width; c++) upTo[(k + 1) * width + c] = upTo[k * width + c] + steps[k * width + c];
  const inGroup = new Float64Array(censorGroups * m);
  const deaths = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    if (kind[i] !== 1) continue;
    inGroup[censorGroup[i] * m + rank[i]]++;
    deaths[rank[i]]++;
  }
  const after = Array.from({ length: censorGroups }, (_, g) => {
    const sums = new Float64Array((m + 1) * width);
    for (let k = m - 1; k >= 0; k--)
      for (let c = 0; c < width; c++)
        sums[k * width + c] = sums[(k + 1) * width + c] + before[g * m + k] * steps[k * width + c];
    return sums;
  });
  const ownAfter = Array.from({ length: censorGroups }, (_, g) => {
    const sums = new Float64Array((m + 1) * width);
    for (let k = m - 1; k >= 0; k--) {
      const share = deaths[k] > 0 ? (before[g * m + k] * inGroup[g * m + k]) / deaths[k] : 0;
      for (let c = 0; c < width; c++) sums[k * width + c] = sums[(k + 1) * width + c] + share * steps[k * width + c];
    }
    return sums;
  });

  const residuals = new Float64Array(n * p);
  const gone = Array.from({ length: censorGroups }, () => new Float64Array(m * width));
  for (let i = 0; i < n; i++) {
    const k = rank[i];
    const risk = Math.exp(eta[i]);
    const g = censorGroup[i];
    const share = risk / before[g * m + k];
    for (let j = 0; j < p; j++) {
      let sum = -risk * (x[i * p + j] * upTo[(k + 1) * width] - upTo[(k + 1) * width + 1 + j]);
      if (kind[i] === 1) sum += x[i * p + j] - means[k * p + j];
      if (kind[i] === 2) sum -= share * (x[i * p + j] * after[g][(k + 1) * width] - after[g][(k + 1) * width + 1 + j]);
      residuals[i * p + j] = sum;
    }
    if (kind[i] !== 2) continue;
    gone[g][k * width] += share;
    for (let j = 0; j < p; j++) gone[g][k * width + 1 + j] += share * x[i * p + j];
  }
  for (let g = 0; g < censorGroups; g++) {
    const so = new Float64Array(width);
    const own = new Float64Array(m * p);
    const compensator = new Float64Array(m * p);
    for (let k = 0; k < m; k++) {
      const n0 = atRisk[g * m + k];
      for (let j = 0; j < p; j++) {
        const earlier = k > 0 ? compensator[(k - 1) * p + j] : 0;
        compensator[k * p + j] = earlier;
        if (censored[g * m + k] === 0) continue;
        const q = so[1 + j] * ownAfter[g][k * width] - so[0] * ownAfter[g][k * width + 1 + j];
        own[k * p + j] = q / n0;
        compensator[k * p + j] += (q / n0) * (censored[g * m + k] / n0);
      }
      for (let c = 0; c < width; c++) so[c] += gone[g][k * width + c];
    }
    for (let i = 0; i < n; i++) {
      if (censorGroup[i] !== g) continue;
      for (let j = 0; j < p; j++)
        residuals[i * p + j] += (kind[i] === 0 ? own[rank[i] * p + j] : 0) - compensator[rank[i] * p + j];
    }
  }
  return residuals;
}
