import type { FieldDefinition } from "@seriatim/records";

/** The type of a field's column; dates that may be partial are text of a form. */
export function columnType(field: FieldDefinition): string {
  switch (field.type) {
    case "text":
    case "code":
      return "text";
    case "integer":
      return "bigint";
    case "decimal":
      return "double precision";
    case "boolean":
      return "boolean";
    case "date":
      return field.partial ? "seriatim.partial_date" : "date";
  }
}

/** The element type by which many values of a column are handed over at once. */
export function arrayType(field: FieldDefinition): string {
  return field.type === "date" && field.partial ? "text" : columnType(field);
}

/** What a column's value must fulfil; undefined where its type says all. */
export function columnCheck(field: FieldDefinition): string | undefined {
  const column = quoted(field.name);
  if (field.type === "code") return `${column} in (${field.codes.map(({ value }) => literal(value)).join(", ")})`;
  const limits = [
    ...(field.min === undefined ? [] : [`${column} >= ${field.min}`]),
    ...(field.max === undefined ? [] : [`${column} <= ${field.max}`]),
  ];
  return limits.length === 0 ? undefined : limits.join(" and ");
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
