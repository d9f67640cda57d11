import { asUser, patientRows } from "@seriatim/registry";
import { z } from "zod";
import { opened, seesValuesOnly, tableNamed, today } from "./opened.js";
import { patientTable } from "./patient-table.js";
import { findingsOf, type PlacedFinding, recordsOfTexts } from "./records-of-texts.js";
import type { Session } from "./session.js";
import { shownRow } from "./shown-row.js";

export const checkDraftInput = z.strictObject({
  /** The patient's key; of one that is new, what is typed. */
  patient: z.array(z.string()),
  table: z.string(),
  /** Of the row that is changed; null of a new one. */
  key: z.array(z.string()).nullable(),
  texts: z.record(z.string(), z.string()),
});

/** What would be wrong with a row, and with the others of its patient, if it were saved as typed. Nothing is written. */
export async function checkDraft(
  session: Session,
  { patient, table, key, texts }: z.output<typeof checkDraftInput>,
): Promise<{ own: PlacedFinding[]; others: PlacedFinding[] }> {
  const registry = opened(session);
  const { dictionary } = registry;
  tableNamed(registry, table);
  const stored = await asUser(registry, (trx) =>
    patientRows(
      trx,
      dictionary,
      { table: patientTable(dictionary).name, key: patient },
      {
        valuesOnly: seesValuesOnly(registry),
      },
    ),
  );
  const shown = Object.fromEntries(
    Object.entries(stored).map(([name, rows]) => [name, rows.map((row) => shownRow(dictionary.tables[name], row))]),
  );
  const found = key === null ? -1 : shown[table].findIndex((row) => row.key.join("\u0000") === key.join("\u0000"));
  const place = found < 0 ? shown[table].length : found;
  const drafts = Object.fromEntries(
    Object.entries(shown).map(([name, rows]) => {
      const all = rows.map((row) => row.texts);
      if (name === table) all[place] = { ...(all[place] ?? {}), ...texts };
      return [name, all];
    }),
  );
  const findings = findingsOf(dictionary, recordsOfTexts(dictionary, drafts), today(session));
  const isOwn = (finding: PlacedFinding) => finding.table === table && finding.place === place;
  return { own: findings.filter(isOwn), others: findings.filter((finding) => !isOwn(finding)) };
}
