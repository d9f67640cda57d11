import type { Condition, Dictionary, FieldDefinition } from "../dictionary.js";
import { rawCodes } from "./raw-codes.js";
import type { RedcapNames } from "./redcap-names.js";

/**
 * The branching logic that shows a field wherever no `empty-when` rule wants it empty: `[status] <> 'alive'`. Rules on fields
 * that the form cannot see (of a repeating form that is not its own) are left out.
 */
export function branchingLogic(dictionary: Dictionary, names: RedcapNames, field: FieldDefinition): string {
  const terms = dictionary.rules.flatMap((rule) => {
    if (rule.kind !== "empty-when" || rule.field.table !== field.table || rule.field.field !== field.name) return [];
    const denials = rule.when.map((condition) => denial(condition, dictionary, names, field.table));
    return denials.every((term) => term !== undefined) ? [joined(denials.flat(), "or")] : [];
  });
  return joined(terms, "and");
}

/** Alternatives of which one holds where the condition does not; a condition on an empty field does not hold. */
function denial(
  { table, field: name, oneOf, noneOf, recorded, ...limits }: Condition,
  dictionary: Dictionary,
  names: RedcapNames,
  from: string,
): string[] | undefined {
  const variable = names.variables.get(`${table}.${name}`);
  const form = names.forms.find((one) => one.table.name === table);
  const isSeen = table === from || form?.repeats === false || name === names.root.key[0];
  if (variable === undefined || !isSeen) return undefined;
  const field = dictionary.tables[table].fields[name];
  const checkbox = field.type === "boolean" ? /^(.+?)___(.+)$/.exec(variable) : null;
  const x = checkbox ? `[${checkbox[1]}(${checkbox[2]})]` : `[${variable}]`;
  const is = (value: string | number | boolean, sign: string) => `${x} ${sign} ${quoted(rawText(field, value))}`;
  const alternatives: string[] = [];
  if (oneOf)
    alternatives.push(
      joined(
        oneOf.map((value) => is(value, "<>")),
        "and",
      ),
    );
  if (noneOf) alternatives.push(...noneOf.map((value) => is(value, "=")));
  for (const [limit, sign] of signs)
    if (limits[limit] !== undefined) alternatives.push(`${x} ${sign} ${limits[limit]}`);
  if (recorded !== undefined) alternatives.push(`${x} ${recorded ? "=" : "<>"} ''`);
  const isEmptyShown = noneOf !== undefined || signs.some(([limit]) => limits[limit] !== undefined);
  if (isEmptyShown && recorded === undefined) alternatives.push(`${x} = ''`);
  return alternatives;
}

const signs = [
  ["atLeast", "<"],
  ["atMost", ">"],
  ["above", "<="],
  ["below", ">="],
] as const;

function rawText(field: FieldDefinition, value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  const raw = [...rawCodes(field)].find(([, code]) => code.value === value);
  return raw ? raw[0] : String(value);
}

function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

function joined(terms: readonly string[], word: "and" | "or"): string {
  return terms.length < 2
    ? (terms[0] ?? "")
    : terms.map((term) => (/ (and|or) /.test(term) ? `(${term})` : term)).join(` ${word} `);
}
