import type { RawTable } from "@seriatim/records";
import { headingUnit } from "./heading-unit.js";
import { headingWords } from "./heading-words.js";
import type { NumberedHeadings } from "./numbered-headings.js";

/** A column of a file, or several whose headings differ by a number, as one candidate for a field. */
export interface ColumnGroup {
  /** The heading, or with {n} for the number. */
  from: string;
  /** What stands for {n}; none where it is one column. */
  tokens: readonly string[];
  style?: NumberedHeadings["style"];
  /** 0-based. */
  columns: readonly number[];
  /** The heading without {n}. */
  text: string;
  /** Without the unit. */
  words: readonly string[];
  unit?: string;
  /** The words beside {n}: operation of `OP{n} Datum`. */
  beside: readonly string[];
  /** Each text of the cells, without spaces around it, with how often it stands; not the empty one. */
  texts: ReadonlyMap<string, number>;
  filled: number;
}

export function columnGroup(raw: RawTable, heading: number | NumberedHeadings): ColumnGroup {
  const from = typeof heading === "number" ? raw.columns[heading] : heading.from;
  const columns = typeof heading === "number" ? [heading] : [...heading.columns.values()];
  const numbered = typeof heading === "number" ? undefined : heading;
  const text = numbered ? from.replace("{n}", " ").replace(/\s+/g, " ").trim() : from;
  const { unit, text: withoutUnit } = headingUnit(text);
  const texts = new Map<string, number>();
  let filled = 0;
  for (const cells of raw.rows)
    for (const j of columns) {
      const cell = cells[j].trim();
      if (cell === "") continue;
      filled++;
      texts.set(cell, (texts.get(cell) ?? 0) + 1);
    }
  const [before, after] = numbered ? from.split("{n}").map(headingWords) : [[], []];
  return {
    from,
    tokens: numbered ? [...numbered.columns.keys()] : [],
    ...(numbered ? { style: numbered.style } : {}),
    columns,
    text,
    words: headingWords(withoutUnit),
    ...(unit === undefined ? {} : { unit }),
    beside: [...before.slice(-1), ...after.slice(0, 1)],
    texts,
    filled,
  };
}
