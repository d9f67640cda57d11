import { keyFigures, plainText } from "@seriatim/report";
import type { Results } from "@seriatim/study";
import type { CliIo } from "./cli-io.js";
import { shownTable } from "./shown-text.js";

/** The few lines of a report that are looked at first, under the study's title. */
export function studySummary(results: Results, io: Pick<CliIo, "stdout" | "environment">): string {
  const figures = keyFigures(results).map(({ name, text }) => [name, plainText(text)]);
  return shownTable(io, [{ heading: results.study.title }, { heading: "" }], figures);
}
