import { type Result, resultKey } from "@seriatim/study/results";

/** A report before it has a format: what HTML shows today, other formats can show tomorrow. */
export interface ReportDocument {
  title: string;
  authors: string[];
  source: string | undefined;
  /** Where the records come from and what may not be concluded from them; on the first page. */
  provenance: string | undefined;
  keyFigures: { name: string; text: Inline[] }[];
  sections: Section[];
}

export interface Section {
  id: string;
  title: string;
  blocks: Block[];
}

export type Block = Paragraph | Table | PlacedFigure | List;

export interface Paragraph {
  kind: "paragraph";
  text: Inline[];
}

/** Short items that are read one by one: conventions, notes, rows left out. */
export interface List {
  kind: "list";
  title: string | undefined;
  items: Inline[][];
}

/** A figure; in the report it has a number (`Figure 2`). */
export interface PlacedFigure {
  kind: "figure";
  id: string;
  number?: string;
  svg: string;
  title: string;
  caption: string;
}

/** A table; in the report it has a number (`Table 2`). */
export interface Table {
  kind: "table";
  id: string;
  number?: string;
  caption: string;
  columns: { heading: string; align?: "right" }[];
  rows: TableRow[];
  /** Under the table. */
  notes: Inline[][];
}

/** `heading` names a factor, `level` stands indented under it. */
export interface TableRow {
  kind: "plain" | "heading" | "level";
  cells: Inline[][];
}

/** Running text: fixed words, names that the study gives, and numbers that are bound to where they come from. */
export type Inline = string | Label | Bound;

/** A name from the study or dictionary, or a time that belongs to a result's name: `R1/R2`, `60 months`. */
export interface Label {
  label: string;
}

/** A number in words with the address of its source: a result's key, or `cohort:first`. */
export interface Bound {
  text: string;
  from: string;
}

export function label(text: string): Label {
  return { label: text };
}

/** A number of a result, as text. */
export function bound(result: Result, text: string): Bound {
  return { text, from: resultKey(result) };
}

/** A number of a cohort: its rows, its patients, those left out at a step. */
export function ofCohort(cohort: string, text: string): Bound {
  return { text, from: cohortAddress(cohort) };
}

export function cohortAddress(cohort: string): string {
  return `cohort:${cohort}`;
}

/**
 * Running text as a template: what stands between the words must be a label or bound to a source, so that no number can be
 * written down that was not computed.
 *
 * @throws TypeError where the fixed words hold a digit
 */
export function sentence(words: TemplateStringsArray, ...parts: (Inline | Inline[])[]): Inline[] {
  const said = words.find((text) => /\d/.test(text));
  if (said !== undefined) throw new TypeError(`“${said}” holds a number that is not bound to a result`);
  return words.flatMap((text, i) => [...(text === "" ? [] : [text]), ...(i < parts.length ? [parts[i]].flat() : [])]);
}

/** `a, b and c`. */
export function enumeration(items: readonly Inline[][], between = ", ", last = " and "): Inline[] {
  return items.flatMap((item, i) => (i === 0 ? item : [i + 1 === items.length ? last : between, ...item]));
}

/** The text alone, for a CSV cell or a heading. */
export function plainText(text: readonly Inline[]): string {
  return text.map((part) => (typeof part === "string" ? part : "label" in part ? part.label : part.text)).join("");
}

export function paragraph(...sentences: Inline[][]): Paragraph {
  return { kind: "paragraph", text: enumeration(sentences, " ", " ") };
}
