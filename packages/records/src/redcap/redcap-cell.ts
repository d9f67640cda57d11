import type { FieldDefinition } from "../dictionary.js";
import { codeSpelling } from "../read-value.js";
import { rawCodes } from "./raw-codes.js";

/**
 * A cell of REDCap as the cell of a table: raw code or label as the code, 1 and 0, `Checked` and `Unchecked` as yes and no, `22.0` as
 * 22 where the field is an integer. What is none of these stays as it is, and is found when the records are read.
 */
export function redcapCell(field: FieldDefinition, cell: string): string {
  const text = cell.trim();
  switch (field.type) {
    case "code":
      return codeOf(field, text) ?? text;
    case "boolean":
      return booleans[text.toLowerCase()] ?? text;
    case "integer":
      return text.replace(/^([-+]?\d+)[.,]0+$/, "$1");
    case "decimal":
    case "date":
      return text;
    case "text":
      return cell;
  }
}

const booleans: Record<string, string> = {
  "1": "yes",
  "0": "no",
  yes: "yes",
  no: "no",
  true: "yes",
  false: "no",
  checked: "yes",
  unchecked: "no",
};

function codeOf(field: FieldDefinition, text: string): string | undefined {
  const raw = rawCodes(field).get(text);
  if (raw || text === "") return raw?.value;
  // A label that holds | is written with / in REDCap's choices.
  const sought = codeSpelling(text);
  return field.codes.find(
    ({ value, label }) =>
      value === text || codeSpelling(label) === sought || codeSpelling(label.replaceAll("|", "/")) === sought,
  )?.value;
}
