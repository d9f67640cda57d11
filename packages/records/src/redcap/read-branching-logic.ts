/** When a field is shown. */
export interface ShownWhen {
  /** All of these hold. */
  all: readonly ShownTerm[];
}

export interface ShownTerm {
  /** As in the logic; of a checkbox `var___code`. */
  variable: string;
  sign: "=" | "<>" | "<" | "<=" | ">" | ">=";
  /** One of these, where the sign is `=`; none of them where it is `<>`; else a number. Raw codes; "" is not recorded. */
  values: readonly string[];
}

/**
 * Simple branching logic: comparisons of a variable with a text or number, joined by `and`; or equalities of one variable
 * joined by `or`: `[stage] = '1' and [pain(2)] = '1'`. Undefined for any other.
 */
export function readBranchingLogic(logic: string): ShownWhen | undefined {
  const parts = tokens(logic);
  if (!parts) return undefined;
  const terms = parts.filter((_, i) => i % 2 === 0).map(termOf);
  if (!terms.every((term) => term !== undefined)) return undefined;
  const words = new Set(parts.filter((_, i) => i % 2 === 1).map((word) => word.toLowerCase()));
  if (words.size === 0 || (words.size === 1 && words.has("and"))) return { all: terms };
  const [{ variable }] = terms;
  const isOneOf = words.size === 1 && terms.every((term) => term.variable === variable && term.sign === "=");
  const values = terms.flatMap((term) => term.values);
  return isOneOf && !values.includes("") ? { all: [{ variable, sign: "=", values }] } : undefined;
}

/** Terms and the words between them. */
function tokens(logic: string): string[] | undefined {
  const found: string[] = [];
  const matcher =
    /\s*(?:\(\s*([^()]*(?:\([^()]*\)[^()]*)?)\s*\)|(\[[^\]]*\]\s*(?:<>|!=|<=|>=|=|<|>)\s*(?:'[^']*'|"[^"]*"|[-+.\w]+)))\s*(and|or|$)/iy;
  for (let match = matcher.exec(logic); match; match = matcher.exec(logic)) {
    found.push(match[1]?.trim() ?? match[2]);
    if (match[3] === "") return matcher.lastIndex === logic.length ? found : undefined;
    found.push(match[3]);
  }
  return undefined;
}

function termOf(text: string): ShownTerm | undefined {
  const match =
    /^\[\s*([a-z][a-z0-9_]*)(?:\((-?\w+)\))?\s*\]\s*(<>|!=|<=|>=|=|<|>)\s*(?:'([^']*)'|"([^"]*)"|([-+.\w]+))$/i.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, name, choice, sign, ...value] = match;
  return {
    variable: choice === undefined ? name : `${name}___${choice.toLowerCase().replace("-", "_")}`,
    sign: (sign === "!=" ? "<>" : sign) as ShownTerm["sign"],
    values: [value.find((one) => one !== undefined) ?? ""],
  };
}
