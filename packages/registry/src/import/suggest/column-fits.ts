import type { Dictionary, FieldDefinition, TableDefinition } from "@seriatim/records";
import { lineage } from "@seriatim/records";
import { recordedFields, tablesInOrder } from "../../schema/record-tables.js";
import type { ColumnGroup } from "./column-group.js";
import { headingFits, surely } from "./heading-fit.js";
import { unitFactor } from "./heading-unit.js";
import { headingWords } from "./heading-words.js";
import { textReading, type Writing } from "./text-reading.js";

/** A column, or columns that differ by a number, that may be a field. */
export interface ColumnFit {
  group: ColumnGroup;
  definition: TableDefinition;
  field: FieldDefinition;
  /** 0 to 100, of heading and contents. */
  score: number;
  sure: boolean;
  why: string;
  factor?: number;
}

/** Every field that each column may be: one whose heading says it, and of whose contents the field's type reads enough. */
export function columnFits(dictionary: Dictionary, groups: readonly ColumnGroup[], writing: Writing): ColumnFit[] {
  const tables = tablesInOrder(dictionary);
  const words = new Map(tables.map(({ name, label, one }) => [name, headingWords(`${label} ${one}`)]));
  return tables.flatMap((definition) => {
    const line = lineage(dictionary, definition.name);
    const related = (word: string) =>
      line.some((table) => words.get(table)!.includes(word))
        ? "own"
        : tables.some(({ name }) => words.get(name)!.includes(word))
          ? "other"
          : undefined;
    return recordedFields(definition).flatMap((field) => {
      const fitOf = headingFits(definition, field);
      return groups.flatMap((group): ColumnFit[] => {
        const heading = fitOf(group, related);
        if (!heading || heading.score < 45) return [];
        const { factor, share } = contents(group, field, writing);
        const says = heading.score >= surely - 7;
        if (share === 0 ? group.filled > 2 || !says : !says && (share < 0.6 || group.filled === 0)) return [];
        const score = heading.score * (share >= 0.8 ? 1 : share >= 0.5 ? 0.93 : share >= 0.2 ? 0.85 : 0.65);
        const read = group.filled === 0 ? "empty" : `${Math.floor(share * 100)} % of its values read`;
        return [
          {
            group,
            definition,
            field,
            score,
            sure: says && share >= 0.9,
            why: `${heading.why}; ${read}`,
            ...(factor === undefined ? {} : { factor }),
          },
        ];
      });
    });
  });
}

/** By how many distinct texts a column is judged. */
const judged = 300;

function contents(group: ColumnGroup, field: FieldDefinition, writing: Writing): { factor?: number; share: number } {
  const isNumber = field.type === "integer" || field.type === "decimal";
  const ratio =
    isNumber && group.unit !== undefined && field.unit !== undefined ? unitFactor(group.unit, field.unit) : 1;
  const factor = ratio === undefined || ratio === 1 ? undefined : ratio;
  let [read, all] = [0, 0];
  for (const [text, count] of [...group.texts].slice(0, judged)) {
    const { kind } = textReading(field, text, writing, {
      among: group.texts,
      ...(factor === undefined ? {} : { factor }),
    });
    if (kind === "missing") continue;
    all += count;
    if (kind !== "unread") read += count;
  }
  return { ...(factor === undefined ? {} : { factor }), share: all === 0 ? 1 : read / all };
}
