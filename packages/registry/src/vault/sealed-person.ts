import { RegistryError } from "../registry-error.js";
import type { DerivedKeys } from "./derived-keys.js";
import { bytesOfPerson, type Person, personOfBytes } from "./person.js";
import { seal, unseal } from "./seal.js";

/** Whose identity is meant. */
export interface PatientOfRegistry {
  registryId: string;
  key: readonly string[];
}

/** The key of one person, sealed with the vault key for this patient alone. */
export function wrapDataKey(keys: DerivedKeys, dataKey: Uint8Array, patient: PatientOfRegistry): Buffer {
  return seal(keys.wrapping, dataKey, boundTo("key", patient));
}

/** @throws RegistryError of kind `damaged` where it is not this patient's, or was changed */
export function unwrapDataKey(keys: DerivedKeys, wrapped: Uint8Array, patient: PatientOfRegistry): Uint8Array {
  return unseal(keys.wrapping, wrapped, boundTo("key", patient)) ?? fail(patient);
}

export function sealPerson(dataKey: Uint8Array, person: Person, patient: PatientOfRegistry): Buffer {
  return seal(dataKey, bytesOfPerson(person), boundTo("person", patient));
}

/** @throws RegistryError of kind `damaged` where it is not this patient's, or was changed */
export function unsealPerson(dataKey: Uint8Array, sealed: Uint8Array, patient: PatientOfRegistry): Person {
  return personOfBytes(unseal(dataKey, sealed, boundTo("person", patient)) ?? fail(patient));
}

function boundTo(what: "key" | "person", { registryId, key }: PatientOfRegistry): string[] {
  return [what, registryId, ...key];
}

function fail({ key }: PatientOfRegistry): never {
  throw new RegistryError(
    `the identity kept for ${key.join("/")} was changed past the program, or belongs to another patient; restore it from a backup`,
    "damaged",
  );
}
