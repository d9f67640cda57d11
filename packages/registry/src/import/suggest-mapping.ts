import type { Dictionary, RawTable } from "@seriatim/records";
import { recordedFields, tablesInOrder } from "../schema/record-tables.js";
import { chooseColumns } from "./suggest/choose-columns.js";
import { type ColumnFit, columnFits } from "./suggest/column-fits.js";
import { columnGroup } from "./suggest/column-group.js";
import { dateWritings } from "./suggest/date-writings.js";
import { numberedHeadings } from "./suggest/numbered-headings.js";
import { rootKey } from "./suggest/root-key.js";
import { settleValues } from "./suggest/settle-values.js";
import type { SuggestedTable } from "./suggest/suggested-table.js";
import { suggestedTables } from "./suggest/suggested-tables.js";
import { suggestionYaml } from "./suggest/suggestion-yaml.js";
import type { Writing } from "./suggest/text-reading.js";

export interface MappingSuggestion {
  /** A mapping that `parseMapping` accepts and a person can edit, with comments at what is unsure. */
  yaml: string;
  /** What each column of the file seems to be, in the file's order. */
  columns: SuggestedHeading[];
  /** Headings that the mapping does not use. */
  unused: string[];
  /** What keys need and nothing in the file is, in sentences; the tables stand in comments. */
  lacking: string[];
}

export interface SuggestedHeading {
  heading: string;
  /** Absent where the column is not used. */
  table?: string;
  field?: string;
  why: string;
  sure: boolean;
}

/**
 * The program's guess at what a file's columns are, by headings and contents.
 *
 * @param options.knownKeys study numbers of the registry: their prefix and zeros are put to the file's
 * @param options.today     of two-digit years none is later than this year
 */
export function suggestMapping(
  dictionary: Dictionary,
  raw: RawTable,
  options: { today: { year: number }; knownKeys?: readonly string[] },
): MappingSuggestion {
  const dates = dateWritings(raw);
  const twoDigitYearsFrom = dates.hasTwoDigitYears ? options.today.year - 99 : undefined;
  const writing: Writing = {
    decimalComma: raw.decimalComma,
    ...(dates.hasSlashes && !dates.isMixed ? { slashes: dates.slashes ?? "day-first" } : {}),
    ...(twoDigitYearsFrom === undefined ? {} : { twoDigitYearsFrom }),
  };
  const plain = raw.columns.map((_, j) => columnGroup(raw, j));
  const numbered = numberedHeadings(raw.columns).map((headings) => columnGroup(raw, headings));
  const fits = columnFits(dictionary, [...plain, ...numbered], writing);
  const root = tablesInOrder(dictionary)[0];
  const key = rootKey(recordedFields(root).find(({ name }) => name === root.key[0])!, plain, fits, {
    rows: raw.rows.length,
    knownKeys: options.knownKeys ?? [],
  });
  const chosen = chooseColumns(tablesInOrder(dictionary), possible(dictionary, fits, numbered), {
    columns: key?.group.columns ?? [],
    isInherited: ({ definition, field }) =>
      (definition.parent === undefined ? root.key : dictionary.tables[definition.parent].key).includes(field.name),
  });
  const isLong = key !== undefined && [...key.group.texts.values()].some((count) => count > 1);
  const isNothing = chosen.length === 0 || (!key && !chosen.some(({ sure }) => sure));
  const tables = isNothing ? [] : suggestedTables(dictionary, chosen, fits, { root, key, isLong });
  const groups = new Map([...plain, ...numbered].map((group) => [group.from, group]));
  const missing = settleValues(tables, groups, writing);
  const columns = headingsOf(raw, tables, isNothing ? [] : fits);
  const unused = columns.filter(({ table }) => table === undefined);
  const sheet = raw.sniffed.some((said) => said.startsWith("sheets not read: "))
    ? raw.sniffed.map((said) => /^sheet: "(.*)"$/.exec(said)?.[1]).find((name) => name !== undefined)
    : undefined;
  const nothing = `nothing in ${raw.file} seems to be of the dictionary “${dictionary.title}”; it may be a file of another kind`;
  return {
    yaml: suggestionYaml({
      file: raw.file,
      ...(sheet === undefined ? {} : { sheet }),
      missing,
      ...(dates.hasSlashes && dates.slashes ? { slashes: dates.slashes } : {}),
      ...(twoDigitYearsFrom === undefined ? {} : { twoDigitYearsFrom }),
      comments: isNothing
        ? [`${nothing.charAt(0).toUpperCase()}${nothing.slice(1)}.`]
        : dateComments(dates, twoDigitYearsFrom),
      tables,
      unused,
    }),
    columns,
    unused: unused.map(({ heading }) => heading),
    lacking: isNothing
      ? [nothing]
      : tables.flatMap(({ definition, lacking }) =>
          lacking.map(({ field, says }) => `${definition.name}.${field}: ${says}`),
        ),
  };
}

/** Columns that repeat are rows of a child with something in its key that tells them apart. */
function possible(dictionary: Dictionary, fits: readonly ColumnFit[], numbered: readonly ColumnFit["group"][]) {
  const inGroup = new Set(numbered.flatMap(({ columns }) => columns));
  return fits.filter(({ definition, group, score }) => {
    if (group.tokens.length === 0) return score >= 85 || !inGroup.has(group.columns[0]);
    const { parent, key } = definition;
    return (
      parent !== undefined &&
      key.length > Object.values(dictionary.tables).find(({ name }) => name === parent)!.key.length
    );
  });
}

function headingsOf(raw: RawTable, tables: readonly SuggestedTable[], fits: readonly ColumnFit[]): SuggestedHeading[] {
  const used = tables.filter(({ lacking }) => lacking.length === 0);
  const find = (from: readonly SuggestedTable[], j: number) =>
    from
      .flatMap(({ definition, columns }) => columns.map((column) => ({ definition, column })))
      .find(({ column }) => column.columns.includes(j));
  return raw.columns.map((heading, j) => {
    const found = find(used, j);
    if (found) {
      const { definition, column } = found;
      return {
        heading,
        table: definition.name,
        field: column.field,
        why: [column.why, ...column.comments].join("; "),
        sure: column.sure,
      };
    }
    const lacking = find(tables, j);
    if (lacking)
      return {
        heading,
        why: `would be ${lacking.definition.name}.${lacking.column.field}, but the key of ${lacking.definition.name} is lacking`,
        sure: false,
      };
    const [best] = fits.filter(({ group }) => group.columns.includes(j)).sort((a, b) => b.score - a.score);
    const taken =
      best &&
      tables
        .flatMap(({ definition, columns }) => (definition === best.definition ? columns : []))
        .find(({ field }) => field === best.field.name);
    const isEmpty = raw.rows.every((cells) => cells[j].trim() === "");
    const why = isEmpty
      ? "empty"
      : taken
        ? `could be ${best.definition.name}.${best.field.name}, which “${taken.from ?? taken.value}” is already`
        : best
          ? `perhaps ${best.definition.name}.${best.field.name}`
          : "like no field of the dictionary";
    return { heading, why, sure: false };
  });
}

function dateComments(dates: ReturnType<typeof dateWritings>, from: number | undefined): string[] {
  return [
    ...(dates.isMixed
      ? ["Dates with slashes stand in it day first and month first; those that could be either are not read."]
      : dates.hasSlashes && dates.slashes === undefined
        ? [
            "Dates like 3/9/1990 could be day or month first, and nothing in the file tells; say it, by one of:",
            "dates: { slashes: day-first }",
            "dates: { slashes: month-first }",
          ]
        : []),
    ...(from === undefined
      ? []
      : [`Years of two digits are read as ${from} to ${from + 99}; who is born earlier needs all four.`]),
  ];
}
