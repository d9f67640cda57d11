import { RegistryError } from "../registry-error.js";

/** Who a patient is. */
export interface Person {
  name?: string;
  /** `1950-01-31`, `1950-01` or `1950`. */
  birthDate?: string;
  hospitalNumber?: string;
  note?: string;
}

/**
 * A person without empty texts, its fields in one order.
 *
 * @throws RegistryError where nothing is said, or the birth date is none; never with what was given
 */
export function checkedPerson({ name, birthDate, hospitalNumber, note }: Person): Person {
  const given = Object.entries({ name, birthDate, hospitalNumber, note }).flatMap(([field, text]) => {
    const trimmed = text?.normalize("NFC").trim() ?? "";
    return trimmed === "" ? [] : [[field, trimmed]];
  });
  if (given.length === 0)
    throw new RegistryError("nothing is said of the person; give a name, birth date, hospital number or note");
  const person = Object.fromEntries(given) as Person;
  if (person.birthDate !== undefined) checkBirthDate(person.birthDate);
  return person;
}

/** @throws RegistryError where the text is no date; never with the text */
export function checkBirthDate(text: string): void {
  if (!/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text))
    throw new RegistryError("the birth date is not readable as a date (withheld); write it as 1950-01-31");
}

const block = 128;

/** A person as the bytes that are sealed, filled up to whole blocks so that their number does not tell how long the name is. */
export function bytesOfPerson(person: Person): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(person), "utf8");
  return Buffer.concat([bytes, Buffer.alloc((block - (bytes.length % block)) % block, " ")]);
}

export function personOfBytes(bytes: Uint8Array): Person {
  return JSON.parse(Buffer.from(bytes).toString("utf8")) as Person;
}
