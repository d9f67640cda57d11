import type { DraftTable } from "./draft-tables.js";
import type { FieldDraft } from "./field-difference.js";

/** A table as it stands in a dictionary file, what is not said being left to the file's defaults. */
export function tableFile({ label, one, key, parent, fields }: DraftTable): Record<string, unknown> {
  return {
    ...(label === undefined ? {} : { label }),
    ...(one === undefined ? {} : { one }),
    key: key.length === 1 ? key[0] : key,
    ...(parent === undefined ? {} : { parent }),
    fields: Object.fromEntries(fields.map(({ draft }) => [draft.name, fieldFile(draft, key)])),
  };
}

function fieldFile(field: FieldDraft, key: readonly string[]): Record<string, unknown> {
  const { type, label, unit, codes, required, min, max, plausible, partial, identifying, also, spellings } = field;
  return {
    type,
    label,
    ...(required && !key.includes(field.name) ? { required } : {}),
    ...(identifying ? { identifying } : {}),
    ...(partial ? { partial } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(plausible === undefined ? {} : { plausible }),
    // JavaScript would sort the codes 2 and 10 of an object.
    ...(type === "code" ? { codes: new Map(codes.map((code) => [code.value, code.label])) } : {}),
    ...(spellings.length > 0 ? { spellings: new Map(spellings.map(({ written, code }) => [written, code])) } : {}),
  };
}
