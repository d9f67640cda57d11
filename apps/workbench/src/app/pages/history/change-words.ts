import type { Dictionary } from "@seriatim/records";
import type { HistoryChange } from "../../../service/history-changes.js";
import type { Translate } from "../../texts/texts.js";
import type { historyTexts } from "./history-texts.js";

/** What was done in a change, in a few words. */
export function changeWords(
  { tables }: Dictionary,
  { parts }: HistoryChange,
  t: Translate<typeof historyTexts>,
): string {
  return parts
    .map(({ action, table, subject, entries, key }) => {
      const done = t(action);
      const label = table === null ? subject : (tables[table]?.label ?? table);
      if (label === null) return done;
      if (entries > 1) return `${t("rows", { n: entries, table: label })} ${done}`;
      const one = table === null ? label : (tables[table]?.one ?? table);
      return `${one} ${(key ?? []).join(", ")} ${done}`;
    })
    .join("; ");
}
