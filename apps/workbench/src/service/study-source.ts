import { asUser, type Registry, recordFiles, tell } from "@seriatim/registry";
import { z } from "zod";
import { opened, seesValuesOnly } from "./opened.js";
import type { Session } from "./session.js";

export const studySourceInput = z.strictObject({});

/** What a study is computed from. The bytes are its parts one behind the other, in UTF-8. */
export interface StudySource {
  /** The dictionary, the study that the registry came with, where it did, and each table's records as a CSV. */
  parts: { kind: "dictionary" | "study" | "records"; name: string; length: number }[];
  /** Differs when any of it does. */
  version: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The dictionary and all records of the open registry, for the statistics; the history tells who read them. */
export async function studySource(session: Session, _input: z.output<typeof studySourceInput>): Promise<StudySource> {
  const registry = opened(session);
  const files = await asUser(registry, async (trx) => {
    await tell(trx, "analysis", { study: registry.dictionary.title });
    return recordFiles(trx, registry.dictionary, { valuesOnly: seesValuesOnly(registry) });
  });
  const study = await ownStudy(session, registry);
  const utf8 = new TextEncoder();
  const given = [
    { kind: "dictionary" as const, name: "dictionary.yaml", bytes: utf8.encode(registry.dictionaryText) },
    ...(study === undefined ? [] : [{ kind: "study" as const, name: "study.yaml", bytes: utf8.encode(study) }]),
    ...Object.entries(files).map(([name, { bytes }]) => ({ kind: "records" as const, name, bytes })),
  ];
  const bytes = joined(given.map((part) => part.bytes));
  const parts = given.map(({ kind, name, bytes: { length } }) => ({ kind, name, length }));
  return { parts, version: await digest(bytes), bytes };
}

/** The example comes with its study. */
async function ownStudy({ home }: Session, { dictionaryText }: Registry): Promise<string | undefined> {
  const { dictionary, study } = await home.example();
  return dictionary.text === dictionaryText ? study?.text : undefined;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
