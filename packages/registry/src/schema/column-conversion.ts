import type { FieldDefinition } from "@seriatim/records";

/**
 * How a column's values, as the texts that the history has of them, become values of another type: SQL that says whether one does,
 * and SQL of what it becomes. Only a value that the history would tell by the same text does, so that its past stays what it was.
 *
 * @param text SQL of the text, not null
 */
export function columnConversion(field: FieldDefinition, text: string): { fits: string; value: string } {
  switch (field.type) {
    case "text":
    case "code":
      return { fits: "true", value: text };
    case "integer":
      return {
        fits: where(`${text} ~ '^(0|-?[1-9][0-9]{0,15})$'`, `abs((${text})::numeric) <= ${Number.MAX_SAFE_INTEGER}`),
        value: `(${text})::bigint`,
      };
    case "decimal":
      return {
        fits: where(
          `${text} ~ '^-?[0-9]{1,17}([.][0-9]{1,20})?$'`,
          `to_jsonb((${text})::double precision) #>> '{}' = ${text}`,
        ),
        value: `(${text})::double precision`,
      };
    case "boolean":
      return { fits: `${text} in ('true', 'false')`, value: `(${text})::boolean` };
    case "date":
      return field.partial
        ? {
            fits: `(${text} ~ '${month}$' or ${text} ~ '^(?!0000)[0-9]{4}$' or ${isDay(text)})`,
            value: `(${text})::seriatim.partial_date`,
          }
        : { fits: isDay(text), value: `(${text})::date` };
  }
}

const month = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])";

/** 2023-02-30 is none; a cast to a date would end the statement. */
function isDay(text: string): string {
  return where(
    `${text} ~ '${month}-[0-3][0-9]$'`,
    `to_char((left(${text}, 7) || '-01')::date + right(${text}, 2)::integer - 1, 'YYYY-MM-DD') = ${text}`,
  );
}

/** The second condition is asked only where the first holds, which `and` does not promise. */
function where(first: string, second: string): string {
  return `case when ${first} then ${second} else false end`;
}
