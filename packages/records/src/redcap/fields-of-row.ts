import type { Code, FieldType } from "../dictionary.js";
import { readAlike, readChoices } from "./choices.js";
import type { DataDictionaryRow } from "./data-dictionary-row.js";
import type { FieldDraft } from "./field-difference.js";
import { plainText } from "./plain-text.js";

/** What a variable's columns say that a field cannot, and of which of its parts. */
export interface ColumnLeftOut {
  part: "field" | "unit" | "codes" | "limits";
  /** Without the variable's name. */
  says: string;
}

/**
 * The fields that REDCap's columns give: none for what holds no records, several for a checkbox, `var___code` each as REDCap
 * exports it. Annotation and branching logic are not looked at.
 *
 * @returns also what was left out of them
 */
export function fieldsOfRow(row: DataDictionaryRow): { fields: FieldDraft[]; leftOut: ColumnLeftOut[] } {
  const type = row.field_type.toLowerCase();
  if (Object.hasOwn(without, type))
    return { fields: [], leftOut: [{ part: "field", says: `${without[type]}; left out` }] };
  const leftOut: ColumnLeftOut[] = [];
  const field = (own: Partial<FieldDraft>): FieldDraft => ({
    name: row.field_name,
    type: "text",
    label: labelOf(row),
    codes: [],
    required: isYes(row.required_field),
    partial: false,
    identifying: isYes(row.identifier),
    also: [],
    spellings: [],
    ...own,
  });
  const allowed = (fields: FieldDraft[]) => {
    const kept = fields.filter(({ name }) => /^(?!constructor$)[a-z][a-z0-9_]{0,59}$/.test(name));
    if (kept.length < fields.length)
      leftOut.push({ part: "field", says: "no name of a field (60 small letters, digits and _); left out" });
    return { fields: kept, leftOut };
  };
  switch (type) {
    case "notes":
      return allowed([field({})]);
    case "yesno":
    case "truefalse":
      return allowed([field({ type: "boolean" })]);
    case "radio":
    case "dropdown":
      return allowed([field(codesOf(row, leftOut))]);
    case "checkbox":
      return allowed(
        readChoices(row.select_choices_or_calculations).map(({ value, label }) =>
          field({
            name: `${row.field_name}___${value.toLowerCase().replace(/[^a-z0-9_]/g, "_")}`,
            type: "boolean",
            label: `${labelOf(row)}: ${label}`,
            required: false,
          }),
        ),
      );
    case "slider":
      return allowed([field({ type: "integer", min: 0, max: 100, ...limitsOf(row, leftOut) })]);
    case "text": {
      const validated = typeOf(row.text_validation_type_or_show_slider_number.toLowerCase());
      if (validated !== "integer" && validated !== "decimal") {
        if (row.text_validation_min !== "" || row.text_validation_max !== "")
          leftOut.push({ part: "limits", says: "limits of a field that is no number; left out" });
        return allowed([field({ type: validated })]);
      }
      return allowed([field({ type: validated, ...unitOf(row, leftOut), ...limitsOf(row, leftOut) })]);
    }
    default:
      return { fields: [], leftOut: [{ part: "field", says: `of the unknown type “${row.field_type}”; left out` }] };
  }
}

const without: Record<string, string> = {
  calc: "a calculation",
  descriptive: "a descriptive text, no field",
  file: "a file or signature",
  sql: "choices from a query",
};

function labelOf({ field_name, field_label }: DataDictionaryRow): string {
  const label = plainText(field_label);
  if (label !== "") return label;
  const words = field_name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isYes(cell: string): boolean {
  return /^(y|yes|1|true)$/i.test(cell);
}

function typeOf(validation: string): FieldType {
  if (validation === "integer") return "integer";
  if (/^(number|float)/.test(validation)) return "decimal";
  if (/^date(time)?_/.test(validation)) return "date";
  return "text";
}

function codesOf(row: DataDictionaryRow, leftOut: ColumnLeftOut[]): Partial<FieldDraft> {
  const codes = readChoices(row.select_choices_or_calculations);
  if (codes.length === 0) leftOut.push({ part: "codes", says: "no choices; a text" });
  if (codes.length === 0 || !readAlike(codes)) return codes.length === 0 ? {} : { type: "code", codes };
  const marked: Code[] = codes.map(({ value, label }) => ({ value, label: `${label} (${value})` }));
  const areCodesAlike = readAlike(marked);
  leftOut.push({
    part: "codes",
    says: areCodesAlike ? "codes that read alike; a text" : "labels that read alike; each is followed by its code",
  });
  return areCodesAlike ? {} : { type: "code", codes: marked };
}

/** A note of a few letters under a number is its unit. */
function unitOf({ field_note }: DataDictionaryRow, leftOut: ColumnLeftOut[]): { unit?: string } {
  const note = plainText(field_note);
  if (note === "") return {};
  if (note.length <= longestUnit) return { unit: note };
  leftOut.push({ part: "unit", says: "a note too long for a unit; left out" });
  return {};
}

const longestUnit = 12;

function limitsOf(row: DataDictionaryRow, leftOut: ColumnLeftOut[]): { min?: number; max?: number } {
  const number = (cell: string): number | undefined => {
    if (cell === "") return undefined;
    const plain = cell.replace(",", ".");
    if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return Number(plain);
    leftOut.push({ part: "limits", says: `the limit “${cell}”, which is no number; left out` });
    return undefined;
  };
  const [min, max] = [number(row.text_validation_min), number(row.text_validation_max)];
  if (min !== undefined && max !== undefined && min > max) {
    leftOut.push({ part: "limits", says: `limits of which ${min} is above ${max}; left out` });
    return {};
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
