import { unknownName } from "@seriatim/records";
import { InputError } from "./input-error.js";

/** Reads what stands behind an option. @throws InputError naming the option, the value and what is allowed */
export type OptionReader<T> = (text: string) => T;

/** One of a list of names, the nearest offered for a mistyped one. */
export function oneOf<const Names extends readonly string[]>(
  option: string,
  what: string,
  names: Names,
): OptionReader<Names[number]> {
  return (text) => {
    if (!names.includes(text)) throw new InputError(`${option}: ${unknownName(text, what, names)}`);
    return text;
  };
}

/** Column names between commas: `sex,ph.ecog`. */
export function columnNames(option: string): OptionReader<string[]> {
  return (text) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes(""))
      throw new InputError(`${option}: found “${text}”; give column names with commas between them`);
    const twice = names.find((name, k) => names.indexOf(name) < k);
    if (twice !== undefined) throw new InputError(`${option}: “${twice}” stands twice; name each column once`);
    return names;
  };
}

/** As `columnNames`, of an option that may be given several times. */
export function moreColumnNames(option: string): (text: string, before?: string[]) => string[] {
  return (text, before = []) => columnNames(option)([...before, text].join(","));
}

/** Times between commas, ascending, each once: `12,36,60`. */
export function timeList(option: string): OptionReader<number[]> {
  return (text) => {
    const times = text.split(",").map(numberOf);
    if (times.some(Number.isNaN) || times.some((time) => time < 0))
      throw new InputError(
        `${option}: found “${text}”; give times of 0 or more with commas between them, as in 12,36,60`,
      );
    return [...new Set(times)].sort((a, b) => a - b);
  };
}

/** A confidence level between 0 and 1. */
export function confidenceLevel(option: string): OptionReader<number> {
  return (text) => {
    const level = numberOf(text);
    if (level > 0 && level < 1) return level;
    throw new InputError(`${option}: found “${text}”; give a level between 0 and 1, as in 0.95`);
  };
}

/** Any finite number. */
export function finiteNumber(option: string): OptionReader<number> {
  return (text) => {
    const value = numberOf(text);
    if (Number.isNaN(value)) throw new InputError(`${option}: found “${text}”; give a number`);
    return value;
  };
}

/** `sex=1`, gathered by column; may be given several times. */
export function references(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InputError(`--reference: found “${text}”; write COLUMN=LEVEL, as in sex=1`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** NaN where the text is no finite number. */
export function numberOf(text: string): number {
  const value = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
