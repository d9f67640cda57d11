import { type Inline, label } from "../document.js";
import { upperFirst } from "../find-analysis.js";

/** The footnotes of one table: the same reason has the same sign wherever it stands. */
export interface Footnotes {
  /** The sign to set behind a cell's text; nothing where there is no reason. */
  mark(reason: string | undefined): Inline[];
  /** In the order of their first use. */
  all(): Inline[][];
}

export function footnotes(): Footnotes {
  const reasons: string[] = [];
  return {
    mark(reason) {
      if (reason === undefined) return [];
      if (!reasons.includes(reason)) reasons.push(reason);
      return [label(`\u00a0${sign(reasons.indexOf(reason))}`)];
    },
    all: () => reasons.map((reason, i) => [label(`${sign(i)} ${upperFirst(reason)}.`)]),
  };
}

/** *, †, ‡, §, ‖, ¶, then the same doubled. */
function sign(index: number): string {
  return "*†‡§‖¶"[index % 6].repeat(1 + Math.floor(index / 6));
}
