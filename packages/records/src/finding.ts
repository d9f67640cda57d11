/** What a careful reader would say of a record. A fault in a record is returned, never thrown, and never silently dropped. */
export interface Finding {
  kind: FindingKind;
  /** Study number of the patient; never a name. Empty where the row has none. */
  patient: string;
  table: string;
  field: string;
  /** 1-based row in the file, the header being row 1. */
  row: number;
  /** One sentence: what was found and what is allowed. */
  why: string;
}

export const findingKinds = [
  "missing-required",
  "missing-conditional",
  "unknown-code",
  "invalid-number",
  "invalid-date",
  "implausible-value",
  "contradiction",
  "duplicate-key",
  "orphan",
  "date-order",
  "date-future",
  "sequence-gap",
] as const;

export type FindingKind = (typeof findingKinds)[number];
