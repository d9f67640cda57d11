/** Headings that differ by a number only: `OP1 Datum`, `OP2 Datum`. */
export interface NumberedHeadings {
  /** `OP{n} Datum` */
  from: string;
  /** What stands for {n}, by number; all of one style. */
  columns: ReadonlyMap<string, number>;
  style: "digits" | "ordinals" | "words" | "roman";
}

/**
 * The headings that differ by a number, an ordinal (1st, zweite) or a Roman numeral, wherever it stands. One with several numbers
 * may be in several groups. O(headings).
 *
 * @returns groups of at least two, and single ones that begin or end like these: `OP1 R` beside `OP1 Datum`, `OP2 Datum`
 */
export function numberedHeadings(headings: readonly string[]): NumberedHeadings[] {
  const groups = new Map<string, NumberedHeadings & { columns: Map<string, number> }>();
  headings.forEach((heading, j) => {
    if (heading.includes("{n}")) return;
    for (const { 0: token, index } of heading.matchAll(tokens)) {
      const style = styleOf(token);
      if (!style || numberOfToken(token) === undefined) continue;
      const from = `${heading.slice(0, index)}{n}${heading.slice(index + token.length)}`;
      const key = `${style} ${from}`;
      const group = groups.get(key) ?? { from, columns: new Map(), style };
      group.columns.set(token, j);
      groups.set(key, group);
    }
  });
  const all = [...groups.values()];
  const parts = ({ from, style }: NumberedHeadings) =>
    from.split("{n}").flatMap((part, i) => (/\p{L}/u.test(part) ? [`${style} ${i} ${part}`] : []));
  const shared = new Set(all.filter(({ columns }) => columns.size > 1).flatMap(parts));
  return all.flatMap((group) =>
    group.columns.size < 2 && !parts(group).some((part) => shared.has(part))
      ? []
      : [
          {
            ...group,
            columns: new Map([...group.columns].sort(([a], [b]) => numberOfToken(a)! - numberOfToken(b)!)),
          },
        ],
  );
}

/** 2 of `2`, `2nd`, `zweite` and `II`. */
export function numberOfToken(token: string): number | undefined {
  const digits = /^\d+/.exec(token);
  if (digits) return Number(digits[0]) > 0 && digits[0].length < 4 ? Number(digits[0]) : undefined;
  const word = ordinals.findIndex((forms) => forms.test(token));
  if (word >= 0) return word + 1;
  const roman = romans.indexOf(token);
  return roman < 0 ? undefined : roman + 1;
}

const romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

const ordinals = [
  /^(first|erste[rsn]?)$/i,
  /^(second|zweite[rsn]?)$/i,
  /^(third|dritte[rsn]?)$/i,
  /^(fourth|vierte[rsn]?)$/i,
  /^(fifth|fünfte[rsn]?)$/i,
  /^(sixth|sechste[rsn]?)$/i,
];

const tokens = /\d+(?:st|nd|rd|th)(?!\p{L})|\d+|(?<![\p{L}\p{N}])(?:[IVX]+|\p{L}{5,8})(?![\p{L}\p{N}])/giu;

function styleOf(token: string): NumberedHeadings["style"] | undefined {
  if (/^\d+$/.test(token)) return "digits";
  if (/^\d/.test(token)) return "ordinals";
  if (romans.includes(token)) return "roman";
  return ordinals.some((forms) => forms.test(token)) ? "words" : undefined;
}
