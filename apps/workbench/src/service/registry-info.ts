import type { Dictionary } from "@seriatim/records";
import { asUser, listFindings, pageRows, type Role } from "@seriatim/registry";
import { z } from "zod";
import { seesValuesOnly } from "./opened.js";
import { patientTable } from "./patient-table.js";
import type { KeptRegistry, Session } from "./session.js";

export const registryInfoInput = z.strictObject({});

export interface RegistryInfo {
  who: string;
  home: "server" | "tab";
  /** The registries that are there, open or not. */
  kept: KeptRegistry[];
  exampleReport: string | null;
  /** The registry that is open. */
  registry: OpenRegistry | null;
}

export interface OpenRegistry {
  /** Eight hexadecimal digits. */
  id: string;
  title: string;
  roles: readonly Role[];
  dictionary: Dictionary;
  /** The table of the patients. */
  patients: string;
  /** Rows by table. */
  rows: Record<string, number>;
  /** Findings that are open, as of the last check. */
  openFindings: number;
}

/** What is open, what is in it, and who asks. */
export async function registryInfo(
  session: Session,
  _input: z.output<typeof registryInfoInput>,
): Promise<RegistryInfo> {
  const { registry, home, who } = session;
  const kept = await home.kept();
  const about = { who, home: home.kind, kept, exampleReport: home.exampleReport ?? null };
  if (!registry) return { ...about, registry: null };
  const { dictionary, roles, id } = registry;
  const { rows, openFindings } = await asUser(registry, async (trx) => {
    const counted: Record<string, number> = {};
    for (const table of Object.values(dictionary.tables)) {
      const { total } = await pageRows(trx, table, { offset: 0, limit: 0, valuesOnly: seesValuesOnly(registry) });
      counted[table.name] = total!;
    }
    const findings = seesValuesOnly(registry) ? [] : await listFindings(trx, { states: ["open"] });
    return { rows: counted, openFindings: findings.length };
  });
  const patients = patientTable(dictionary).name;
  return { ...about, registry: { id, title: dictionary.title, roles, dictionary, patients, rows, openFindings } };
}
