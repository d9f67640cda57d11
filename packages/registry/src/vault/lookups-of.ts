import { createHmac } from "node:crypto";
import type { Person } from "./person.js";

/**
 * What a person is found by without opening the others: HMAC-SHA-256 of the hospital number, and of name with birth date, each where
 * recorded. Spelling does not matter: a number without spaces, points, slashes and hyphens in capitals; a name as its words in
 * alphabetical order, in small letters, with ä as ae, ß as ss and other letters without their marks.
 *
 * @param key of the lookups, 32 bytes
 */
export function lookupsOf(key: Uint8Array, { name, birthDate, hospitalNumber }: Person): string[] {
  const hash = (...parts: string[]) => createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
  const number = hospitalNumber === undefined ? "" : plainNumber(hospitalNumber);
  const words = name === undefined ? "" : plainName(name);
  return [
    ...(number === "" ? [] : [hash("hospital number", number)]),
    ...(words === "" || birthDate === undefined ? [] : [hash("name and birth date", words, birthDate)]),
  ];
}

function plainNumber(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s./_-]/gu, "");
}

const umlauts: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ø: "oe", æ: "ae", ł: "l" };

function plainName(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[äöüßøæł]/g, (letter) => umlauts[letter])
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}
