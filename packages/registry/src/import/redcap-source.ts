import { type Dictionary, type RawTable, RecordsError, readTable, recordsFromRedcap, sha256 } from "@seriatim/records";
import type { ImportSource } from "./import-source.js";
import { tidyMapping } from "./tidy-mapping.js";

/**
 * An export of REDCap's records as the tables of the dictionary; undefined where the file is none. It is one if it has a column
 * `redcap_repeat_instrument`, `redcap_repeat_instance` or `redcap_event_name`, or if it has the record id and nothing but
 * variables of the dictionary and REDCap's own columns.
 *
 * @throws RecordsError as `recordsFromRedcap`, where the file is an export, but no readable one
 */
export function redcapSource(
  { name, bytes }: { name: string; bytes: Uint8Array },
  dictionary: Dictionary,
  options: { missing?: readonly string[]; event?: string } = {},
): ImportSource | undefined {
  const export_ = readTable(bytes, { file: name });
  if (export_.format !== "csv") return undefined;
  const headings = export_.columns.map((heading) => heading.toLowerCase());
  const isSaid = headings.some((heading) => /^redcap_(repeat_instrument|repeat_instance|event_name)$/.test(heading));
  const read = () => recordsFromRedcap(bytes, dictionary, { ...options, file: name });
  const found = isSaid ? read() : unlessFault(read);
  if (!found) return undefined;
  const isWhole = found.unknownColumns.length === 0 && headings.some((heading) => heading.endsWith("_complete"));
  if (!isSaid && !isWhole) return undefined;
  const sources = Object.entries(found.tables).map(([table, { columns, rows, rowNumbers }]) => {
    const raw: RawTable = {
      file: name,
      format: "csv",
      columns,
      rows,
      rowNumbers,
      emptyRows: 0,
      sniffed: [],
      decimalComma: export_.decimalComma,
    };
    return { table, raw, mapping: tidyMapping(dictionary, raw, table) };
  });
  return {
    file: name,
    sha256: sha256(bytes),
    sources: sources.map(({ table, raw, mapping }) => {
      if (!mapping)
        throw new RecordsError(
          name,
          `the export lacks a part of the key of ${table}: ${dictionary.tables[table].key.join(", ")}`,
        );
      return { raw, mapping };
    }),
    unknownColumns: found.unknownColumns,
    sniffed: ["export of REDCap's records", ...found.said],
  };
}

function unlessFault<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecordsError) return undefined;
    throw error;
  }
}
