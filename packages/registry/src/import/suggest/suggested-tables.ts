import type { Dictionary, TableDefinition } from "@seriatim/records";
import { tablesInOrder } from "../../schema/record-tables.js";
import type { ColumnFit } from "./column-fits.js";
import { numberOfToken } from "./numbered-headings.js";
import type { RootKey } from "./root-key.js";
import type { SuggestedColumn, SuggestedTable } from "./suggested-table.js";

/**
 * Tables of the chosen columns, each with its key: the study number, what its parent's rows are known by, a column of its own, the
 * number of columns that repeat, or, where a patient has one row, 1.
 *
 * @param isLong whether a patient has several rows of the file
 */
export function suggestedTables(
  dictionary: Dictionary,
  chosen: readonly ColumnFit[],
  fits: readonly ColumnFit[],
  { root, key, isLong }: { root: TableDefinition; key: RootKey | undefined; isLong: boolean },
): SuggestedTable[] {
  const tables = new Map<string, SuggestedTable>();
  const hasRoot = chosen.some(({ definition }) => definition === root);
  const isParent = (name: string): boolean =>
    Object.values(dictionary.tables).some(
      (table) =>
        table.parent === name && (chosen.some(({ definition }) => definition === table) || isParent(table.name)),
    );
  for (const definition of tablesInOrder(dictionary)) {
    const own = chosen.filter((fit) => fit.definition === definition);
    if (own.length === 0 && (definition.name === root.name || !hasRoot || !isParent(definition.name))) continue;
    const parent = definition.parent === undefined ? undefined : tables.get(definition.parent);
    const tokens = [...new Set(own.flatMap(({ group }) => group.tokens))].sort(
      (a, b) => numberOfToken(a)! - numberOfToken(b)!,
    );
    const inherited = definition.parent === undefined ? [] : dictionary.tables[definition.parent].key;
    const others = fits.filter(({ field, group }) => inherited.includes(field.name) && group !== key?.group);
    const table: SuggestedTable = { definition, forEach: tokens, columns: [], lacking: [], comments: [] };
    for (const field of definition.key) {
      const column = keyColumn(field, { definition, own, fits: others, parent, tokens, root, key, isLong });
      if (typeof column === "string") table.lacking.push({ field, says: column });
      else table.columns.push(column);
    }
    if (own.length === 0)
      table.comments.push(
        `The file has nothing of it but the key; each ${definition.one} is there for what belongs to it`,
      );
    if (own.length === 0 && table.lacking.length > 0) continue;
    for (const name of Object.keys(definition.fields)) {
      const fit = own.find(({ field }) => field.name === name);
      if (fit && !definition.key.includes(name)) table.columns.push(columnOf(fit));
    }
    tables.set(definition.name, table);
  }
  return [...tables.values()];
}

export function columnOf({ field, group, sure, why, factor }: ColumnFit): SuggestedColumn {
  return {
    field: field.name,
    from: group.from,
    values: {},
    prefix: "",
    ...(factor === undefined ? {} : { factor }),
    sure,
    why,
    columns: group.columns,
    comments: [],
  };
}

interface KeyPlace {
  definition: TableDefinition;
  own: readonly ColumnFit[];
  /** Of the key fields of parents. */
  fits: readonly ColumnFit[];
  parent: SuggestedTable | undefined;
  tokens: readonly string[];
  root: TableDefinition;
  key: RootKey | undefined;
  isLong: boolean;
}

/** Or what is to be done where nothing is the field. */
function keyColumn(name: string, place: KeyPlace): SuggestedColumn | string {
  const { definition, own, fits, parent, tokens, root, key, isLong } = place;
  const field = definition.fields[name];
  if (name === root.key[0])
    return key
      ? {
          field: name,
          from: key.group.from,
          values: {},
          prefix: key.prefix,
          ...(key.digits === undefined ? {} : { digits: key.digits }),
          sure: key.sure,
          why: key.why,
          columns: key.group.columns,
          comments: key.sure ? [] : [`unsure: ${key.why}`],
        }
      : `no column holds the ${lower(field.label)}, and each ${root.one} is known by it; add one to the file`;
  const chosen = own.find((fit) => fit.field === field);
  if (chosen) return columnOf(chosen);
  const inherited = parent?.columns.find((column) => column.field === name);
  if (inherited?.from !== undefined) return { ...inherited, comments: [] };
  const isNumbered = tokens.length > 0;
  if (inherited?.value !== undefined && (inherited.value !== "{n}" || isNumbered)) {
    if (inherited.value !== "{n}") return { ...inherited, comments: [] };
    return numbered(name, tokens);
  }
  if (!inherited) {
    const [best] = fits
      .filter((fit) => fit.field === field && fit.group.tokens.length === 0)
      .sort((a, b) => b.score - a.score);
    if (best && best.score >= 50) return columnOf(best);
  }
  const isTaken = definition.key.some(
    (other) => other !== name && parent?.columns.some((column) => column.field === other && column.value === "{n}"),
  );
  if (field.type === "integer" && isNumbered && !isTaken) return numbered(name, tokens);
  if (field.type === "integer" && (isNumbered || !isLong))
    return {
      ...numbered(name, []),
      value: "1",
      sure: false,
      why: "one a row",
      comments: [`unsure: no column holds the ${lower(field.label)}; 1 for each, as if there were one a row`],
    };
  return `no column holds the ${lower(field.label)}, and each ${definition.one} is known by it; add one to the file`;
}

function numbered(name: string, tokens: readonly string[]): SuggestedColumn {
  const values = Object.fromEntries(
    tokens.filter((token) => !/^\d+$/.test(token)).map((token) => [token, String(numberOfToken(token))]),
  );
  return {
    field: name,
    value: "{n}",
    values,
    prefix: "",
    sure: true,
    why: "the number in the headings",
    columns: [],
    comments: [],
  };
}

function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
