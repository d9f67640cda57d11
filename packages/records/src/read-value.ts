import type { FieldDefinition } from "./dictionary.js";
import type { FindingKind } from "./finding.js";
import { parsePartialDate } from "./parse-partial-date.js";
import { formatPartialDate, isFullDate } from "./partial-date.js";
import type { Value } from "./record.js";
import { shortText } from "./short-text.js";

/** A value, the coercions it took (to be counted), or the fault for which it could not be read. */
interface ReadValue {
  value: Value;
  coercions: string[];
  fault?: { kind: FindingKind; why: string };
}

/**
 * What stands in a cell as a value of its field. An empty cell is `null` for every type; `NA` and `N/A` are `null` for
 * every type but text, unless they are a code of the field or written for one; a spreadsheet's error (`#N/A`, `#REF!`) is `null` for a text and a
 * fault for the others. `12%` is the number 12 of a field in %, and a fault of another.
 *
 * @param decimalComma whether the file's numbers are written 12,5; it settles `1,234`, which is else no number
 */
export function readValue(
  field: FieldDefinition,
  cell: string,
  { decimalComma }: { decimalComma: boolean },
): ReadValue {
  const text = cell.trim();
  if (text === "") return { value: null, coercions: [] };
  const read = readTrimmed(field, text, decimalComma);
  if (cell !== text && !read.fault) read.coercions.push(`${field.name}: spaces around the value removed`);
  if (read.fault && field.identifying)
    read.fault.why = `${field.label} is not readable as a ${field.type} (value withheld: identifying)`;
  return read;
}

/** A number with its field's unit, a date as ISO, a code as it is, the beginning of a long text. */
export function valueText(field: FieldDefinition, value: Value): string {
  if (value === null) return "nothing";
  if (typeof value === "object") return formatPartialDate(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return shortText(value);
  return field.unit === undefined ? String(value) : `${value} ${field.unit}`;
}

/** Why a number is beyond its field's hard limits, or undefined. */
export function beyondLimits(field: FieldDefinition, value: number): string | undefined {
  if (field.min !== undefined && value < field.min) return `${valueText(field, value)} is below ${field.min}`;
  if (field.max !== undefined && value > field.max) return `${valueText(field, value)} is above ${field.max}`;
  return undefined;
}

/** A code or its label without case and spaces: “R 0” and “r0” are R0. */
export function codeSpelling(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/gu, "");
}

function readTrimmed(field: FieldDefinition, text: string, decimalComma: boolean): ReadValue {
  if (field.type === "text")
    return spreadsheetError.test(text)
      ? { value: null, coercions: [`${field.name}: ${text} read as not recorded`] }
      : { value: text, coercions: [] };
  const isCode =
    field.codes.some(({ value }) => value === text) || field.spellings.some(({ written }) => written === text);
  if (/^n\/?a$/i.test(text) && !isCode)
    return { value: null, coercions: [`${field.name}: ${text} read as not recorded`] };
  switch (field.type) {
    case "code":
      return readCode(field, text);
    case "integer":
    case "decimal":
      return readNumber(field, text, decimalComma);
    case "date":
      return readDate(field, text);
    case "boolean":
      return readBoolean(field, text);
  }
}

const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!|GETTING_DATA)$/;

function readCode(field: FieldDefinition, text: string): ReadValue {
  if (field.codes.some(({ value }) => value === text)) return { value: text, coercions: [] };
  const sought = codeSpelling(text);
  const code =
    field.codes.find(({ value }) => codeSpelling(value) === sought)?.value ??
    field.codes.find(({ label }) => codeSpelling(label) === sought)?.value ??
    field.spellings.find(({ written }) => codeSpelling(written) === sought)?.code;
  if (code !== undefined) return { value: code, coercions: [`${field.name}: “${shortText(text)}” read as ${code}`] };
  return fault("unknown-code", `${shortText(text)} is not one of ${field.codes.map(({ value }) => value).join(", ")}`);
}

function readNumber(field: FieldDefinition, written: string, decimalComma: boolean): ReadValue {
  const coercions: string[] = [];
  const isPercentage = /\d ?%$/.test(written);
  if (isPercentage && field.unit !== "%")
    return fault(
      "invalid-number",
      `${shortText(written)} is a percentage; ${field.unit === undefined ? "the field has no unit" : `the field's unit is ${field.unit}`}`,
    );
  if (isPercentage) coercions.push(`${field.name}: percent sign removed`);
  const text = isPercentage ? written.slice(0, -1).trimEnd() : written;
  let plain = text;
  const thousands = /^[-+]?\d{1,3}([.,])\d{3}$/.exec(text);
  const hasComma = text.includes(",");
  if (thousands && !/^[-+]?0/.test(text) && hasComma !== decimalComma && (hasComma || decimalComma))
    return fault(
      "invalid-number",
      `${text} may be ${text.replace(",", ".")} or ${text.replace(/[.,]/, "")}; write it without a thousands mark`,
    );
  if (hasComma && !text.includes(".")) {
    plain = text.replace(",", ".");
    coercions.push(`${field.name}: decimal comma read as point`);
  }
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/.test(plain))
    return fault("invalid-number", `${shortText(text)} is not a number`);
  const value = Number(plain);
  if (field.type === "integer") {
    if (!Number.isSafeInteger(value)) return fault("invalid-number", `${shortText(text)} is not a whole number`);
    if (!/^[-+]?\d+$/.test(plain))
      coercions.push(
        `${field.name}: ${plain.includes(".") ? "number with decimals .0" : "number with exponent"} read as whole number`,
      );
  }
  if (!Number.isFinite(value)) return fault("invalid-number", `${shortText(text)} is too large for a number`);
  const beyond = beyondLimits(field, value);
  // −0 would print as 0 and compare as 0, but not hash as 0.
  return beyond === undefined ? { value: value === 0 ? 0 : value, coercions } : fault("invalid-number", beyond);
}

function readDate(field: FieldDefinition, text: string): ReadValue {
  const parsed = parsePartialDate(text);
  if (parsed.date === null) return fault("invalid-date", parsed.fault);
  if (!field.partial && !isFullDate(parsed.date))
    return fault(
      "invalid-date",
      `${formatPartialDate(parsed.date)} has no ${parsed.date.month === undefined ? "month and day" : "day"}; a full date is needed`,
    );
  return { value: parsed.date, coercions: parsed.form === "iso" ? [] : [`${field.name}: ${parsed.form} read as date`] };
}

function readBoolean(field: FieldDefinition, text: string): ReadValue {
  const word = text.toLowerCase();
  const value = ["true", "yes", "1"].includes(word) ? true : ["false", "no", "0"].includes(word) ? false : undefined;
  if (value === undefined) return fault("unknown-code", `${shortText(text)} is not one of yes, no, true, false, 1, 0`);
  return {
    value,
    coercions: word === "1" || word === "0" ? [`${field.name}: ${word} read as ${value ? "yes" : "no"}`] : [],
  };
}

function fault(kind: FindingKind, why: string): ReadValue {
  return { value: null, coercions: [], fault: { kind, why } };
}
