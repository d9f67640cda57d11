import type { TableDefinition } from "@seriatim/records";
import { unknownName } from "@seriatim/records";
import { type Registry, RegistryError } from "@seriatim/registry";
import type { Session } from "./session.js";

/** The open registry. @throws RegistryError where there is none yet */
export function opened({ registry }: Session): Registry {
  if (registry) return registry;
  throw new RegistryError("no registry is open; open one on the first page");
}

/** A table of the open registry. @throws RegistryError where it has none of that name */
export function tableNamed({ dictionary }: Registry, name: string): TableDefinition {
  if (Object.hasOwn(dictionary.tables, name)) return dictionary.tables[name];
  throw new RegistryError(unknownName(name, "table of the dictionary", Object.keys(dictionary.tables)));
}

/** Whether the user sees values alone: neither what identifies nor what could not be read. */
export function seesValuesOnly({ roles }: Registry): boolean {
  return roles.every((role) => role === "analyse");
}

/** The day that it is, at Greenwich: no date of a record lies after it. */
export function today({ home }: Session): { year: number; month: number; day: number } {
  const now = home.now();
  return { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() };
}
