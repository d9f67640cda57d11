import type { Block, Table } from "../document.js";
import type { Figure } from "../figures/render-figure.js";

/** What one analysis gives to the report, before its tables and figures have their numbers: text, figures, tables, remarks. */
export interface Draft {
  blocks: Block[];
  figures?: Figure[];
  tables?: Table[];
}
