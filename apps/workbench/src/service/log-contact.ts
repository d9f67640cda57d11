import { isPartialDate, isSurelyBefore, readValue } from "@seriatim/records";
import { RegistryError } from "@seriatim/registry";
import { z } from "zod";
import { contactWay } from "./contact-way.js";
import { opened, today } from "./opened.js";
import { patient } from "./patient.js";
import { patientTable } from "./patient-table.js";
import { saveRow } from "./save-row.js";
import type { Session } from "./session.js";

export const logContactInput = z.strictObject({
  /** The patient's key. */
  key: z.array(z.string()).min(1),
  /** The version of the patient's row that was seen. */
  version: z.int().min(1),
  date: z.string().max(100),
  /** By field of the status and of what follows from it, as typed; what is not given stays as it is. */
  texts: z.record(z.string(), z.string().max(10_000)).default({}),
  why: z.string().max(1000).optional(),
});

/**
 * Enters when a patient was last heard of, and how he was, where the dictionary has it.
 *
 * @returns the number by which it is undone
 * @throws RegistryError of kind `conflict` where somebody else changed the patient meanwhile; then nothing is written
 */
export async function logContact(
  session: Session,
  { key, version, date, texts, why }: z.output<typeof logContactInput>,
): Promise<{ change: number }> {
  const { dictionary } = opened(session);
  const way = contactWay(dictionary);
  if (!way)
    throw new RegistryError(
      "a contact cannot be entered from here: the dictionary has no follow_up that tells where; enter it on the patient's page",
    );
  const { fields } = dictionary.tables[way.table];
  const { label } = fields[way.date];
  const { value, fault } = readValue(fields[way.date], date, { decimalComma: false });
  if (!isPartialDate(value)) throw new RegistryError(`${label}: ${fault ? fault.why : "it must be given"}`);
  if (isSurelyBefore(today(session), value)) throw new RegistryError(`${label}: ${date} is yet to come`);
  const known = [...way.status, ...way.cause];
  const other = Object.keys(texts).find((name) => !known.includes(name));
  if (other !== undefined)
    throw new RegistryError(`“${other}” is nothing that a contact tells; known: ${known.join(", ")}`);
  const unread = Object.entries(texts).find(
    ([name, text]) => readValue(fields[name], text, { decimalComma: false }).fault,
  );
  if (unread) throw new RegistryError(`${fields[unread[0]].label}: “${unread[1]}” cannot be read`);
  const patients = patientTable(dictionary);
  const [row] = (await patient(session, { key })).rows[patients.name];
  if (row.version !== version)
    throw new RegistryError(
      `${patients.one} ${key.join(", ")} was changed by somebody else meanwhile; nothing was written`,
      "conflict",
    );
  if (!way.isNewRow) refuseEarlier(date, row.texts[way.date]);
  const keyTexts = way.isNewRow ? Object.fromEntries(patients.key.map((name, i) => [name, key[i]])) : {};
  const { change } = await saveRow(session, {
    table: way.table,
    key: way.isNewRow ? null : key,
    version: way.isNewRow ? 0 : version,
    texts: { ...texts, ...keyTexts, [way.date]: date },
    ...(why === undefined ? {} : { why }),
  });
  return { change };

  /** Only the last contact has a place in the patient's row. */
  function refuseEarlier(given: string, present: string): void {
    const before = readValue(fields[way!.date], present, { decimalComma: false }).value;
    if (isPartialDate(before) && isPartialDate(value) && isSurelyBefore(value, before))
      throw new RegistryError(
        `${label}: ${given} is before ${present}, which is recorded; to correct that, open the patient's page`,
      );
  }
}
