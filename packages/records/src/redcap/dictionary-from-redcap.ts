import { stringify } from "yaml";
import type { Dictionary } from "../dictionary.js";
import { DictionaryError } from "../dictionary-error.js";
import { unknownName } from "../nearest-name.js";
import { parseDictionary } from "../parse-dictionary.js";
import { RecordsError } from "../records-error.js";
import { branchingLogic } from "./branching-logic.js";
import { readDataDictionary } from "./data-dictionary-row.js";
import { type DraftField, type DraftTable, draftTables } from "./draft-tables.js";
import { readBranchingLogic } from "./read-branching-logic.js";
import { redcapNames } from "./redcap-names.js";
import { type SeenField, shownRules } from "./shown-rules.js";
import { tableFile } from "./table-file.js";

/**
 * A REDCap data dictionary as the YAML of a dictionary, to be read by `parseDictionary` and edited. Each form is a table; the first
 * variable is the record id and the key, a repeating form's key is the record id and its `instance`. A checkbox is a yes-or-no field
 * `var___code` for each choice. Branching logic of the simple form `[x] = '1'` becomes `empty-when` and `required-when` rules. A
 * file of `redcapDataDictionary` gives the same dictionary back.
 *
 * @param options.repeating the forms that repeat, which the file itself does not say unless `redcapDataDictionary` wrote it
 * @param options.title of the dictionary, where the file has none
 * @param options.file its name, for messages
 * @returns also what was left out, a sentence each
 * @throws RecordsError where it is no data dictionary, a form to repeat is unknown, or no dictionary comes of it
 */
export function dictionaryFromRedcap(
  csv: string,
  options: { repeating?: readonly string[]; title?: string; file?: string } = {},
): { yaml: string; leftOut: string[] } {
  const { repeating = [], file = "data dictionary" } = options;
  const rows = readDataDictionary(csv, file);
  if (rows.length === 0) throw new RecordsError(file, "no variable; the first is the record id");
  const forms = [...new Set(rows.map(({ cells }) => cells.form_name))];
  for (const name of repeating)
    if (!forms.includes(name)) throw new RecordsError(file, unknownName(name, "form to repeat", forms));
  if (repeating.includes(forms[0]))
    throw new RecordsError(file, `“${forms[0]}” holds the record id and cannot repeat; give the other forms that do`);
  const { tables, leftOut, rules: annotated, title } = draftTables(rows, { repeating, file });

  const yamlOf = (rules: readonly unknown[]) =>
    stringify(
      {
        title: title ?? options.title ?? "REDCap project",
        tables: Object.fromEntries(tables.map((table) => [table.name, tableFile(table)])),
        ...(rules.length > 0 ? { rules } : {}),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
  const parsed = (rules: readonly unknown[]): Dictionary | DictionaryError => {
    try {
      return parseDictionary(yamlOf(rules), file);
    } catch (error) {
      if (error instanceof DictionaryError) return error;
      throw error;
    }
  };
  const said = ({ message }: Error) => message.replace(/^.*?, line \d+, column \d+: /, "");

  const bare = parsed([]);
  if (bare instanceof Error) throw new RecordsError(file, `no dictionary comes of it: ${said(bare)}`);
  const rules: unknown[] = [];
  for (const rule of annotated) {
    const read = parsed([rule]);
    if (read instanceof Error) leftOut.push(`a rule: ${said(read)}`);
    else rules.push(rule);
  }

  const expected = expectedLogic(parsed(rules));
  const find = finder(tables);
  for (const table of tables)
    for (const field of table.fields) {
      const { logic, variable, draft } = field;
      const reference = `${table.name}.${draft.name}`;
      if (logic === undefined || logic === "" || logic === expected.get(reference)) continue;
      const shown = readBranchingLogic(logic);
      const found = shown && shownRules(shown, reference, { required: draft.required, find });
      const fault = found ? found.map((rule) => parsed([rule])).find((read) => read instanceof Error) : undefined;
      field.draft = { ...draft, required: draft.required && table.key.includes(draft.name) };
      if (found && !fault) rules.push(...found);
      else
        leftOut.push(
          `${variable}: the branching logic ${logic}${fault instanceof Error ? `: ${said(fault)}` : ""}; left out${draft.required ? ", and so that it is required" : ""}`,
        );
    }
  return { yaml: yamlOf(rules), leftOut };
}

/** The branching logic that the dictionary itself would give, by `table.field`: what its rules say already. */
function expectedLogic(dictionary: Dictionary | DictionaryError): Map<string, string> {
  if (dictionary instanceof Error || dictionary.rules.length === 0) return new Map();
  const names = redcapNames(dictionary);
  return new Map(
    names.forms.flatMap(({ variables }) =>
      variables.map(({ field }) => [`${field.table}.${field.name}`, branchingLogic(dictionary, names, field)] as const),
    ),
  );
}

/** By the variable's name; codes by what they are in REDCap, so a field whose codes are spelt otherwise there is not found. */
function finder(tables: readonly DraftTable[]): (variable: string) => SeenField | undefined {
  const seen = new Map<string, SeenField>();
  const add = (table: DraftTable, { variable, draft }: DraftField) => {
    if (variable !== undefined && !seen.has(variable))
      seen.set(variable, { reference: `${table.name}.${draft.name}`, draft });
  };
  for (const table of tables) for (const field of table.fields) add(table, field);
  return (variable) => seen.get(variable);
}
