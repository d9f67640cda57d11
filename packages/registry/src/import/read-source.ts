import { type Dictionary, normalName, type RawTable, readTable, sha256 } from "@seriatim/records";
import { tablesInOrder } from "../schema/record-tables.js";
import type { ImportSource } from "./import-source.js";
import type { Mapping } from "./mapping.js";
import { redcapSource } from "./redcap-source.js";
import { tidyMapping } from "./tidy-mapping.js";

export interface SourceOptions {
  mapping?: Mapping;
  /** Of an export of REDCap's: the project's missing codes, and the event to be read where it has several. */
  redcap?: { missing?: readonly string[]; event?: string };
}

/**
 * A file's cells with what they mean: by the mapping, or, where none is given, as what the file shows itself to be: a table under
 * the dictionary's own headings, a workbook whose sheets are named like the tables, an export of REDCap's records. Undefined
 * where it is none of these and needs a mapping.
 *
 * @throws RecordsError where the file cannot be read
 */
export function readSource(
  file: { name: string; bytes: Uint8Array },
  dictionary: Dictionary,
  { mapping, redcap }: SourceOptions = {},
): ImportSource | undefined {
  const { name, bytes } = file;
  const whole = (sources: ImportSource["sources"]): ImportSource => ({
    file: name,
    sha256: sha256(bytes),
    sources,
    unknownColumns: [],
    sniffed: [...new Set(sources.flatMap(({ raw }) => raw.sniffed))],
  });
  if (mapping) {
    const { sheet } = mapping;
    return whole([{ raw: readTable(bytes, { file: name, ...(sheet === undefined ? {} : { sheet }) }), mapping }]);
  }
  const raw = readTable(bytes, { file: name });
  const sheets = sheetSources(file, dictionary, raw);
  if (sheets.length > 0) {
    const read = whole(sheets.map(({ source }) => source));
    const left = sheetNames(raw).filter((sheet) => !sheets.some((one) => one.sheet === sheet));
    const sniffed = read.sniffed.filter((said) => !/^sheets? ?(not read)?: /.test(said));
    return {
      ...read,
      sniffed: [
        `sheets: ${quoted(sheets.map(({ sheet }) => sheet))}`,
        ...(left.length > 0 ? [`sheets not read: ${quoted(left)}`] : []),
        ...sniffed,
      ],
    };
  }
  const tidy = tidyMapping(dictionary, raw);
  return tidy ? whole([{ raw, mapping: tidy }]) : redcapSource(file, dictionary, redcap);
}

/** Of a workbook the sheets that are named like tables and have their keys. */
function sheetSources({ name, bytes }: { name: string; bytes: Uint8Array }, dictionary: Dictionary, raw: RawTable) {
  const names = sheetNames(raw);
  return tablesInOrder(dictionary).flatMap((definition) => {
    const alike = [definition.name, definition.label].map(normalName);
    const sheet = names.find((one) => one === definition.name) ?? names.find((one) => alike.includes(normalName(one)));
    if (sheet === undefined) return [];
    const own = readTable(bytes, { file: name, sheet });
    const mapping = tidyMapping(dictionary, own, definition.name);
    return mapping ? [{ sheet, source: { raw: own, mapping: { ...mapping, sheet } } }] : [];
  });
}

/** From what `readXlsx` says it found: the sheet that was read, and the others. */
function sheetNames({ format, sniffed }: RawTable): string[] {
  if (format !== "xlsx") return [];
  return sniffed.flatMap((said) => {
    const names = /^(?:sheet|sheets not read): "(.*)"$/.exec(said)?.[1];
    return names === undefined ? [] : names.split('", "');
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
