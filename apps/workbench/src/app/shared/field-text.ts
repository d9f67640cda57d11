import type { Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";

/** The fields that are entered, not derived from others. */
export function enteredFields(definition: TableDefinition): FieldDefinition[] {
  return Object.values(definition.fields).filter(({ derived }) => derived === undefined);
}

/** What stands in a field for a person to read: a code by its label. */
export function fieldText(field: FieldDefinition | undefined, text: string): string {
  return field?.codes.find(({ value }) => value === text)?.label ?? text;
}

/** A field's label with its unit. */
export function fieldLabel({ label, unit }: FieldDefinition): string {
  return unit === undefined || label.includes(unit) ? label : `${label} (${unit})`;
}

/** A patient's key as one part of an address, and back. */
export function patientAddress(key: readonly string[]): string {
  return key.join("/");
}

export function patientKey(dictionary: Dictionary, patients: string, address: string): string[] {
  return dictionary.tables[patients].key.length === 1 ? [address] : address.split("/");
}

/** A word of the dictionary as a title begins. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
