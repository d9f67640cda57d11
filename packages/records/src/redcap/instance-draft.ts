import type { FieldDraft } from "./field-difference.js";

/** The field that holds REDCap's repeat instance where no variable of a form tells its rows apart. */
export function instanceDraft(name: string): FieldDraft {
  return {
    name,
    type: "integer",
    label: "Instance",
    codes: [],
    required: true,
    min: 1,
    partial: false,
    identifying: false,
    also: [],
    spellings: [],
  };
}
