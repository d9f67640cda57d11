import type { SuggestedColumn, SuggestedTable } from "./suggested-table.js";

/** All that a suggestion says. */
export interface SuggestionText {
  file: string;
  sheet?: string;
  missing: readonly string[];
  slashes?: "day-first" | "month-first";
  twoDigitYearsFrom?: number;
  /** To be said above all. */
  comments: readonly string[];
  tables: readonly SuggestedTable[];
  /** Headings with why they are not used. */
  unused: readonly { heading: string; why: string }[];
}

/** A suggestion as the YAML of a mapping, with comments at what is unsure. A table whose key is lacking stands in comments. */
export function suggestionYaml(suggestion: SuggestionText): string {
  const { file, sheet, missing, slashes, twoDigitYearsFrom, tables, unused } = suggestion;
  const dates = [
    ...(slashes === undefined ? [] : [`slashes: ${slashes}`]),
    ...(twoDigitYearsFrom === undefined ? [] : [`two_digit_years_from: ${twoDigitYearsFrom}`]),
  ];
  const whole = tables.filter(({ lacking }) => lacking.length === 0);
  const lines = [
    `# Suggested for ${oneLine(file)} by its headings and contents. Check every line before you import.`,
    ...suggestion.comments.map((comment) => `# ${oneLine(comment)}`),
    ...(sheet === undefined ? [] : [`sheet: ${scalar(sheet)}`]),
    ...(missing.length === 0 ? [] : [`missing: [${missing.map(scalar).join(", ")}] # read as not recorded`]),
    ...(dates.length === 0 ? [] : [`dates: { ${dates.join(", ")} }`]),
    whole.length === 0 ? "tables: {}" : "tables:",
    ...tables.flatMap(tableLines),
    ...(unused.length === 0
      ? []
      : [
          "",
          "# Columns of the file that are not used:",
          ...unused.map(({ heading, why }) => `# - ${oneLine(heading)}: ${oneLine(why)}`),
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

function tableLines({ definition, forEach, columns, lacking, comments }: SuggestedTable): string[] {
  const lines = [
    `  ${definition.name}:`,
    ...(forEach.length === 0
      ? []
      : [`    for_each: [${forEach.map((token) => (/^[1-9]\d*$/.test(token) ? token : scalar(token))).join(", ")}]`]),
    "    columns:",
    ...columns.map(columnLine),
  ];
  return [
    ...comments.map((comment) => `  # ${comment}.`),
    ...lacking.map(({ field, says }) => `  # ${definition.name}.${field} is lacking: ${says}.`),
    ...(lacking.length === 0 ? lines : lines.map((line) => `  # ${line.slice(2)}`)),
    ...(lacking.length === 0 ? [] : lacking.map(({ field }) => `  #     ${field}: …`)),
  ];
}

function columnLine({
  field,
  from,
  value,
  values,
  prefix,
  digits,
  factor,
  sure,
  why,
  comments,
}: SuggestedColumn): string {
  const parts = [
    ...(value === undefined ? [] : [`value: ${scalar(value)}`]),
    ...(prefix === "" ? [] : [`prefix: ${scalar(prefix)}`]),
    ...(digits === undefined ? [] : [`digits: ${digits}`]),
    ...(factor === undefined ? [] : [`factor: ${factor}`]),
    ...(Object.keys(values).length === 0
      ? []
      : [
          `values: { ${Object.entries(values)
            .map(([written, code]) => `${scalar(written)}: ${scalar(code)}`)
            .join(", ")} }`,
        ]),
  ];
  const column =
    parts.length === 0
      ? scalar(from!)
      : `{ ${[...(from === undefined ? [] : [`from: ${scalar(from)}`]), ...parts].join(", ")} }`;
  const said = comments.length > 0 ? comments : sure ? [] : [`unsure: ${why}`];
  return `      ${scalar(field)}: ${column}${said.length === 0 ? "" : ` # ${oneLine(said.join("; "))}`}`;
}

/** Plain where no YAML reader could take it for anything else. */
function scalar(text: string): string {
  const isPlain =
    /^\p{L}[\p{L}\p{N} ._()/†-]*$/u.test(text) &&
    !/\s$/.test(text) &&
    !/^(y|n|yes|no|true|false|on|off|null|nan)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
