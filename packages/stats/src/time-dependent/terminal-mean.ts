import { orderedEventTable } from "../rows/event-table.js";
import { type RowOrder, rowOrder } from "../rows/row-order.js";
import type { SurvivalRows } from "../rows/survival-rows.js";

/** By the times of all groups' event tables: the mean of events that end with the terminal one, its error, survival just after. */
export interface TerminalMean {
  estimate: Float64Array;
  standardError: Float64Array;
  survival: Float64Array;
  terminalCount: Float64Array;
}

/**
 * Ghosh & Lin's mean of repeated events that a terminal one ends, μ(t) = Σ S(tⱼ−) dⱼ/nⱼ, with its error by the infinitesimal jackknife: the
 * root of Σ_c U_c² over the subjects, U_c the derivative of μ by the subject's weight. At a time with d events and q terminal ones
 *
 *   dU = S(t−) [ L(t−) d/n + (dN − W d/n)/n ],   dL = W q/(n (n − q)) − dQ/(n − q)
 *
 * with L the derivative of log S, W, dN and dQ the subject's weight at risk, with the event and with the terminal one. O(times × subjects).
 *
 * @param rows checked; the curves' times are the distinct ends of rows, those of `eventTable`
 */
export function terminalMean(
  rows: SurvivalRows & { id: Int32Array },
  terminal: Uint8Array,
  groups?: number,
): TerminalMean {
  const order = rowOrder(rows, groups);
  const table = orderedEventTable(rows, order);
  const terminalCount = orderedEventTable({ ...rows, event: terminal }, order).events;
  const column = () => new Float64Array(table.time.length);
  const made = { estimate: column(), standardError: column(), survival: column(), terminalCount };
  for (let g = 0; g < order.groups; g++) {
    const subjects = new Subjects(rows, terminal, order, g);
    let mean = 0;
    let survival = 1;
    for (let j = table.first[g]; j < table.first[g + 1]; j++) {
      const n = table.atRisk[j];
      const step = n > 0 ? table.events[j] / n : 0;
      const dying = n > 0 ? terminalCount[j] : 0;
      subjects.pass(n, step, dying, survival);
      mean += survival * step;
      if (dying > 0) survival = n > dying ? survival * (1 - dying / n) : 0;
      made.estimate[j] = mean;
      made.survival[j] = survival;
      made.standardError[j] = Math.sqrt(subjects.sumOfSquares());
    }
  }
  return made;
}

/** The derivatives of one group's subjects, brought from each time to the next. */
class Subjects {
  private readonly place = new Map<number, number>();
  private readonly mean: Float64Array;
  private readonly logSurvival: Float64Array;
  private readonly weight: Float64Array;
  private readonly atRisk: Int32Array;
  private entering: number;
  private leaving: number;
  private readonly end: number;

  constructor(
    private readonly rows: SurvivalRows & { id: Int32Array },
    private readonly terminal: Uint8Array,
    private readonly order: RowOrder,
    group: number,
  ) {
    this.entering = this.leaving = order.first[group];
    this.end = order.first[group + 1];
    for (let k = this.leaving; k < this.end; k++) {
      const code = rows.id[order.byEnd[k]];
      if (!this.place.has(code)) this.place.set(code, this.place.size);
    }
    const column = () => new Float64Array(this.place.size);
    [this.mean, this.logSurvival, this.weight] = [column(), column(), column()];
    this.atRisk = new Int32Array(this.place.size);
  }

  /** Over the next time, with n at risk, d/n = step, `dying` terminal events and `survival` before it. */
  pass(n: number, step: number, dying: number, survival: number): void {
    const { rank, entryRank, byEnd, byEntry } = this.order;
    const place = rank[byEnd[this.leaving]];
    const entrants = byEntry ?? byEnd;
    for (; this.entering < this.end; this.entering++) {
      const i = entrants[this.entering];
      if (entryRank && entryRank[i] >= place) break;
      const c = this.subject(i);
      this.weight[c] += this.weightOf(i);
      this.atRisk[c]++;
    }
    // Where all at risk die no weight moves S any more: it is 0 from there.
    const left = n - dying;
    const drift = dying > 0 && left > 0 ? dying / (n * left) : 0;
    if (step > 0 || drift > 0)
      for (let c = 0; c < this.mean.length; c++) {
        if (step > 0) this.mean[c] += survival * step * (this.logSurvival[c] - this.weight[c] / n);
        this.logSurvival[c] += this.weight[c] * drift;
      }
    for (; this.leaving < this.end && rank[byEnd[this.leaving]] === place; this.leaving++) {
      const i = byEnd[this.leaving];
      const c = this.subject(i);
      if (this.rows.event[i] && n > 0) this.mean[c] += (survival * this.weightOf(i)) / n;
      if (this.terminal[i] && drift > 0) this.logSurvival[c] -= this.weightOf(i) / left;
      this.weight[c] = --this.atRisk[c] === 0 ? 0 : this.weight[c] - this.weightOf(i);
    }
  }

  sumOfSquares(): number {
    let sum = 0;
    for (let c = 0; c < this.mean.length; c++) sum += this.mean[c] ** 2;
    return sum;
  }

  private subject(i: number): number {
    return this.place.get(this.rows.id[i]) as number;
  }

  private weightOf(i: number): number {
    return this.rows.weights ? this.rows.weights[i] : 1;
  }
}
