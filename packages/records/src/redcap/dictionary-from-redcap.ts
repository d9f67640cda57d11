import { stringify } from "yaml";
import type { Dictionary } from "../dictionary.js";
import { DictionaryError } from "../dictionary-error.js";
import { unknownName } from "../nearest-name.js";
import { parseDictionary } from "../parse-dictionary.js";
import { RecordsError } from "../records-error.js";
import { branchingLogic } from "./branching-logic.js";
import { type DraftField, type DraftTable, draftTables } from "./draft-tables.js";
import { readBranchingLogic } from "./read-branching-logic.js";
import { readDataDictionary } from "./read-data-dictionary.js";
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
  const { tables, leftOut, rules: annotated, title, ...draft } = draftTables(rows, { repeating, file });
  let { followUp } = draft;

  const yamlOf = (rules: readonly unknown[]) =>
    stringify(
      {
        title: title ?? options.title ?? "REDCap project",
        tables: Object.fromEntries(tables.map((table) => [table.name, tableFile(table)])),
        ...(followUp === undefined ? {} : { follow_up: followUp }),
        ...(rules.length > 0 ? { rules } : {}),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
  const settled = (candidates: readonly Candidate[]) => settledRules(candidates, yamlOf, file);

  const why = followUp === undefined ? undefined : followUpFault(yamlOf([]), file);
  if (why !== undefined) {
    followUp = undefined;
    leftOut.push(`the follow-up: ${why}; left out`);
  }
  const first = settled(annotated.map((rule) => ({ rules: [rule], of: "a rule" })));
  leftOut.push(...first.refused.map(({ of, why }) => `${of}: ${why}; left out`));
  const expected = expectedLogic(first.dictionary);
  const find = finder(tables);
  const candidates: Candidate[] = first.kept;
  for (const table of tables)
    for (const field of table.fields) {
      const { logic, variable, draft } = field;
      const reference = `${table.name}.${draft.name}`;
      if (logic === undefined || logic === "" || logic === expected.get(reference)) continue;
      const shown = readBranchingLogic(logic);
      const rules = shown && shownRules(shown, reference, { required: draft.required, find });
      // Where it is not shown, it need not be recorded.
      field.draft = { ...draft, required: draft.required && table.key.includes(draft.name) };
      const of = `${variable}: the branching logic ${logic}${draft.required ? ", and so that it is required" : ""}`;
      if (rules) candidates.push({ rules, of });
      else leftOut.push(`${of}; left out`);
    }
  const second = settled(candidates);
  leftOut.push(...second.refused.map(({ of, why }) => `${of}: ${why}; left out`));
  return { yaml: yamlOf(second.kept.flatMap(({ rules }) => rules)), leftOut };
}

/** Why the dictionary does not take its follow-up; undefined where it does. */
function followUpFault(yaml: string, file: string): string | undefined {
  try {
    parseDictionary(yaml, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof DictionaryError) || !error.path.startsWith("follow_up")) return undefined;
    return error.message.replace(/^.*?, line \d+, column \d+: /, "");
  }
}

/** Rules that stand or fall together, and of what they are. */
interface Candidate {
  rules: readonly unknown[];
  of: string;
}

/** The rules that the dictionary takes, and why it refuses the others. */
function settledRules(
  candidates: readonly Candidate[],
  yamlOf: (rules: readonly unknown[]) => string,
  file: string,
): { dictionary: Dictionary; kept: Candidate[]; refused: { of: string; why: string }[] } {
  const kept = [...candidates];
  const refused: { of: string; why: string }[] = [];
  for (;;)
    try {
      const dictionary = parseDictionary(yamlOf(kept.flatMap(({ rules }) => rules)), file);
      return { dictionary, kept, refused };
    } catch (error) {
      if (!(error instanceof DictionaryError)) throw error;
      // Its line is that of a text which nobody has seen.
      const why = error.message.replace(/^.*?, line \d+, column \d+: /, "");
      const place = /^rules\[(\d+)\]/.exec(error.path);
      if (!place) throw new RecordsError(file, `no dictionary comes of it: ${why}`);
      const owners = kept.flatMap((candidate) => candidate.rules.map(() => candidate));
      const [faulty] = kept.splice(kept.indexOf(owners[Number(place[1])]), 1);
      refused.push({ of: faulty.of, why: why.replace(/^rules\[\d+\](\.\S+)?: /, "") });
    }
}

/** The branching logic that the dictionary itself would give, by `table.field`: what its rules say already. */
function expectedLogic(dictionary: Dictionary): Map<string, string> {
  if (dictionary.rules.length === 0) return new Map();
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
