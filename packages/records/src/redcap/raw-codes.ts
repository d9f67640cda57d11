import type { Code, FieldDefinition } from "../dictionary.js";

/**
 * The field's codes by the raw codes that REDCap takes (letters, digits and underscores, or a whole number): a code stays where
 * it is one, and is else spelt with underscores, `left_hemihepatectomy`, numbered where two are alike.
 */
export function rawCodes({ codes }: FieldDefinition): Map<string, Code> {
  const taken = new Set(codes.map(({ value }) => value).filter(isLegal));
  return new Map(
    codes.map((code): [string, Code] => {
      if (isLegal(code.value)) return [code.value, code];
      const base = spelt(code.value);
      let raw = base;
      for (let k = 2; taken.has(raw); k++) raw = `${base}_${k}`;
      taken.add(raw);
      return [raw, code];
    }),
  );
}

function isLegal(value: string): boolean {
  return /^(\w+|-\d+)$/.test(value);
}

function spelt(value: string): string {
  const ascii = value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  return ascii === "" ? "code" : ascii;
}
