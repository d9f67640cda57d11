import { codeSpelling, shortText } from "@seriatim/records";
import type { ColumnGroup } from "./column-group.js";
import type { SuggestedTable } from "./suggested-table.js";
import { textReading, type Writing } from "./text-reading.js";

/**
 * Adds to each column what its writings stand for, and says what is not understood.
 *
 * @param groups by what the columns are from
 * @returns the writings that stand for not recorded in the whole file
 */
export function settleValues(
  tables: readonly SuggestedTable[],
  groups: ReadonlyMap<string, ColumnGroup>,
  writing: Writing,
): string[] {
  const columns = tables.flatMap(({ definition, columns }) =>
    columns.flatMap((column) => {
      const group = column.from === undefined ? undefined : groups.get(column.from);
      const field = definition.fields[column.field];
      if (!group || column.prefix !== "" || field.type === "text") return [];
      const { factor } = column;
      const readings = [...group.texts].map(([text, count]) => ({
        text,
        count,
        reading: textReading(field, text, writing, { among: group.texts, ...(factor === undefined ? {} : { factor }) }),
      }));
      return [{ column, field, group, readings }];
    }),
  );
  const absent = columns.map(({ readings }) => {
    const isClean = readings.every(({ reading }) => reading.kind !== "unread");
    return readings.flatMap(({ text, reading }) =>
      reading.kind === "missing" && (reading.sure || isClean) ? [text] : [],
    );
  });
  const missing: string[] = [];
  columns.forEach(({ column, field, group, readings }, i) => {
    const values: Record<string, string> = { ...column.values };
    const guessed: string[] = [];
    for (const { text, reading } of readings) {
      if (reading.kind !== "guessed" || has(Object.keys(values), text)) continue;
      values[text] = reading.code;
      guessed.push(`${quoted(text)} is ${reading.code}`);
    }
    for (const text of absent[i]) {
      const isElsewhere = columns.some(({ readings: others }) =>
        others.some(
          (one) => codeSpelling(one.text) === codeSpelling(text) && ["read", "guessed"].includes(one.reading.kind),
        ),
      );
      if (!isElsewhere) {
        if (!has(missing, text)) missing.push(text);
      } else if (!has(Object.keys(values), text)) values[text] = "";
    }
    column.values = values;
    if (guessed.length > 0) column.comments.push(`guessed: ${some(guessed)}`);
    const unread = readings.filter(
      ({ text, reading }) => reading.kind === "unread" || (reading.kind === "missing" && !absent[i].includes(text)),
    );
    if (unread.length > 0) {
      column.sure = false;
      const n = unread.reduce((sum, { count }) => sum + count, 0);
      const what = field.type === "code" || field.type === "boolean" ? "no code is known for" : "not understood";
      column.comments.push(
        field.identifying
          ? `not understood: ${n} of ${group.filled} values (not shown: they could tell who the patient is)`
          : `${what}: ${some(unread.map(({ text, count }) => `${quoted(text)}${count > 1 ? ` (${count} times)` : ""}`))}`,
      );
    }
    const beyond =
      field.plausible && readings.filter(({ text, reading }) => reading.kind === "read" && isBeyond(text)).length;
    function isBeyond(text: string): boolean {
      const number = Number(text.replace(",", ".")) * (column.factor ?? 1);
      return number < field.plausible![0] || number > field.plausible![1];
    }
    if (beyond && beyond * 5 > readings.length)
      column.comments.push(
        `${beyond} of ${readings.length} values are outside ${field.plausible.join(" to ")}${field.unit === undefined ? "" : ` ${field.unit}`}: is the unit right?`,
      );
  });
  return missing;
}

function has(texts: readonly string[], text: string): boolean {
  return texts.some((one) => codeSpelling(one) === codeSpelling(text));
}

function quoted(text: string): string {
  return `“${shortText(text.replace(/\s+/gu, " "))}”`;
}

function some(texts: readonly string[]): string {
  return texts.length > 12 ? `${texts.slice(0, 12).join(", ")} and ${texts.length - 12} more` : texts.join(", ");
}
