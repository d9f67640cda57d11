import { allCauses, type EventTable } from "../rows/event-table.js";
import type { RowOrder } from "../rows/row-order.js";
import type { SurvivalRows } from "../rows/survival-rows.js";

/**
 * How an estimate moves with the weight of one row: at each of the table's times every row at risk gains `drift`, a
 * row with the event gains `jump` as well.
 */
export interface InfluenceSteps {
  drift: Float64Array;
  jump: Float64Array;
}

/**
 * Standard errors of log S (product limit) and H by the infinitesimal jackknife: the square root of Σ_c (Σ_{i in c}
 * w_i ∂θ/∂w_i)² over the clusters c of a group; without `cluster` each row is its own. Where S is 0 no weight moves it:
 * the error of log S then stands still, and S times it is 0. Each by the table's rows; O(n).
 *
 * Efron 1982, The jackknife, the bootstrap and other resampling plans, ch. 6; Therneau, survival's vignette "methods".
 */
export function jackknifeErrors(
  rows: SurvivalRows,
  order: RowOrder,
  table: EventTable,
  hazardType: 1 | 2,
): { logSurvival: Float64Array; hazard: Float64Array } {
  return {
    logSurvival: clusterErrors(rows, order, table, logSurvivalInfluence(table)),
    hazard: clusterErrors(rows, order, table, hazardInfluence(table, hazardType)),
  };
}

/** ∂ log S / ∂w: d/(n(n − d)) at risk, −1/(n − d) with the event; nothing where d = n, S being 0 from there. */
export function logSurvivalInfluence(table: EventTable): InfluenceSteps {
  const { events } = allCauses(table);
  const drift = new Float64Array(table.time.length);
  const jump = new Float64Array(table.time.length);
  for (let j = 0; j < drift.length; j++) {
    const [d, n] = [events[j], table.atRisk[j]];
    if (!(d > 0 && n > d)) continue;
    drift[j] = d / (n * (n - d));
    jump[j] = -1 / (n - d);
  }
  return { drift, jump };
}

/** ∂H / ∂w: −d/n² at risk, 1/n with the event; for hazard type 2 the derivatives of the sum over the m tied events. */
export function hazardInfluence(table: EventTable, hazardType: 1 | 2): InfluenceSteps {
  const { events, eventRows } = allCauses(table);
  const drift = new Float64Array(table.time.length);
  const jump = new Float64Array(table.time.length);
  for (let j = 0; j < drift.length; j++) {
    const [d, n] = [events[j], table.atRisk[j]];
    if (!(d > 0)) continue;
    const m = hazardType === 1 ? 1 : eventRows[j];
    for (let k = 0; k < m; k++) {
      const b = 1 / (hazardType === 1 ? n : n - (k * d) / m);
      drift[j] -= (d / m) * b * b;
      jump[j] += b / m + (hazardType === 1 ? 0 : (d / m) * b * b * (k / m));
    }
  }
  return { drift, jump };
}

function clusterErrors(
  rows: SurvivalRows,
  order: RowOrder,
  table: EventTable,
  { drift, jump }: InfluenceSteps,
): Float64Array {
  const errors = new Float64Array(table.time.length);
  const sums = new ClusterSums(rows);
  const { rank, entryRank, byEnd, byEntry, times } = order;
  for (let g = 0; g < table.groups; g++) {
    sums.clear();
    const end = order.first[g + 1];
    let leaving = order.first[g];
    let entering = leaving;
    if (!byEntry) for (; entering < end; entering++) sums.enter(byEnd[entering]);
    for (let j = table.first[g]; j < table.first[g + 1]; j++) {
      if (byEntry && entryRank)
        for (; entering < end && times[entryRank[byEntry[entering]]] < table.time[j]; entering++)
          sums.enter(byEntry[entering]);
      sums.gain(drift[j]);
      const place = rank[byEnd[leaving]];
      for (; leaving < end && rank[byEnd[leaving]] === place; leaving++)
        sums.leave(byEnd[leaving], rows.event[byEnd[leaving]] ? jump[j] : 0);
      errors[j] = Math.sqrt(sums.sumOfSquares());
    }
  }
  return errors;
}

/**
 * Σ U² over the clusters, U being a cluster's weighted influence and W its weight at risk: a drift of all at risk moves
 * it by 2δ ΣWU + δ² ΣW², so that no time costs more than the rows that enter or leave there.
 */
class ClusterSums {
  private squares = 0;
  private products = 0;
  private weights = 0;
  /** All drifts, and what rounding their sum lost: two late ones count by their difference. */
  private total = 0;
  private lost = 0;
  /** The largest `weights` and `squares` since the sums were last added up afresh. */
  private peakWeights = 0;
  private peakSquares = 0;
  private touched = 0;
  private readonly members: Int32Array;
  private readonly influence: Float64Array;
  private readonly weight: Float64Array;
  /** `total` and `lost` when the cluster's influence was last brought up to date. */
  private readonly since: Float64Array;
  private readonly sinceLost: Float64Array;
  private readonly rowsAtRisk: Int32Array;
  private readonly known: Uint8Array;

  constructor(private readonly rows: SurvivalRows) {
    const n = rows.time.length;
    let clusters = rows.cluster ? 0 : n;
    if (rows.cluster) for (let i = 0; i < n; i++) clusters = Math.max(clusters, rows.cluster[i] + 1);
    this.members = new Int32Array(clusters);
    this.influence = new Float64Array(clusters);
    this.weight = new Float64Array(clusters);
    this.since = new Float64Array(clusters);
    this.sinceLost = new Float64Array(clusters);
    this.rowsAtRisk = new Int32Array(clusters);
    this.known = new Uint8Array(clusters);
  }

  clear(): void {
    for (let k = 0; k < this.touched; k++) {
      const c = this.members[k];
      this.known[c] = 0;
      this.influence[c] = 0;
      this.weight[c] = 0;
      this.rowsAtRisk[c] = 0;
    }
    this.touched = 0;
    this.squares = this.products = this.weights = this.total = this.lost = 0;
    this.peakWeights = this.peakSquares = 0;
  }

  sumOfSquares(): number {
    if (this.squares < 1e-4 * this.peakSquares) this.addUp();
    return this.squares;
  }

  gain(drift: number): void {
    if (drift === 0) return;
    if (this.weights < 0.25 * this.peakWeights) this.addUp();
    this.squares += drift * (2 * this.products + drift * this.weights);
    this.products += drift * this.weights;
    const total = this.total + drift;
    const added = total - this.total;
    this.lost += this.total - (total - added) + (drift - added);
    this.total = total;
    this.peakSquares = Math.max(this.peakSquares, this.squares);
  }

  enter(i: number): void {
    const c = this.upToDate(i);
    this.rowsAtRisk[c]++;
    this.change(c, this.influence[c], this.weight[c] + this.weightOf(i));
    this.peakWeights = Math.max(this.peakWeights, this.weights);
  }

  leave(i: number, jump: number): void {
    const c = this.upToDate(i);
    const left = --this.rowsAtRisk[c] === 0 ? 0 : this.weight[c] - this.weightOf(i);
    this.change(c, this.influence[c] + jump * this.weightOf(i), left);
  }

  private change(c: number, influence: number, weight: number): void {
    const [u, w] = [this.influence[c], this.weight[c]];
    this.squares += (influence - u) * (influence + u);
    this.products += weight * influence - w * u;
    this.weights += (weight - w) * (weight + w);
    this.influence[c] = influence;
    this.weight[c] = weight;
    this.peakSquares = Math.max(this.peakSquares, this.squares);
  }

  private upToDate(i: number): number {
    const c = this.rows.cluster ? this.rows.cluster[i] : i;
    if (!this.known[c]) {
      this.known[c] = 1;
      this.members[this.touched++] = c;
    }
    this.drift(c);
    return c;
  }

  private drift(c: number): void {
    this.influence[c] += this.weight[c] * (this.total - this.since[c] + (this.lost - this.sinceLost[c]));
    this.since[c] = this.total;
    this.sinceLost[c] = this.lost;
  }

  /** Afresh, for sums that have lost most of their terms keep the round-off of those that are gone. */
  private addUp(): void {
    this.squares = this.products = this.weights = 0;
    for (let k = 0; k < this.touched; k++) {
      const c = this.members[k];
      this.drift(c);
      this.squares += this.influence[c] ** 2;
      this.products += this.weight[c] * this.influence[c];
      this.weights += this.weight[c] ** 2;
    }
    this.peakWeights = this.weights;
    this.peakSquares = this.squares;
  }

  private weightOf(i: number): number {
    return this.rows.weights ? this.rows.weights[i] : 1;
  }
}
