import { keyFigures, plainText } from "@seriatim/report";
import type { Results } from "@seriatim/study";
import type { TextStyle } from "./text-style.js";
import { textTable } from "./text-table.js";

/** The few lines of a report that are looked at first, under the study's title. */
export function studySummary(results: Results, style: TextStyle): string {
  return textTable(
    [{ heading: results.study.title }, { heading: "" }],
    keyFigures(results).map(({ name, text }) => [name, plainText(text)]),
    (text, row) => (row < 0 ? style.strong(text) : text),
  );
}
