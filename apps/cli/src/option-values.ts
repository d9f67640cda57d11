import { unknownName } from "@seriatim/records";
import { InputError } from "./input-error.js";

/**
 * Reads what stands behind an option.
 *
 * @param before what the same option said before, where it was given already
 * @throws InputError naming the option, the value and what is allowed
 */
export type OptionReader<T> = (text: string, before?: T) => T;

/** Of an option that can be given once. */
export function once<T>(option: string, read: (text: string) => T): OptionReader<T> {
  return (text, before) => {
    if (before !== undefined)
      throw new InputError(`${option}: given twice, the second time as “${text}”; give it once`);
    return read(text);
  };
}

/** A name of a column. */
export function columnName(option: string): OptionReader<string> {
  return once(option, (text) => nonEmpty(option, text, "the name of a column"));
}

/** A path of a file or folder. */
export function pathOf(what: "file" | "folder", option: string): OptionReader<string> {
  return once(option, (text) => nonEmpty(option, text, `the path of a ${what}`));
}

/** One of a list of names, the nearest offered for a mistyped one. */
export function oneOf<const Names extends readonly string[]>(
  option: string,
  what: string,
  names: Names,
): OptionReader<Names[number]> {
  return once(option, (text) => {
    if (!names.includes(text)) throw new InputError(`${option}: ${unknownName(text, what, names)}`);
    return text;
  });
}

/** A confidence level between 0 and 1. */
export function confidenceLevel(option: string): OptionReader<number> {
  return once(option, (text) => {
    const level = numberOf(text);
    if (level > 0 && level < 1) return level;
    throw new InputError(`${option}: found “${text}”; give a level between 0 and 1, as in 0.95`);
  });
}

/** A whole number in a range. */
export function wholeNumber(option: string, { from }: { from: number }): OptionReader<number> {
  return once(option, (text) => {
    const value = numberOf(text);
    if (Number.isSafeInteger(value) && value >= from) return value;
    throw new InputError(`${option}: found “${text}”; give a whole number from ${from} on`);
  });
}

/** Any finite number. */
export function finiteNumber(option: string): OptionReader<number> {
  return once(option, (text) => {
    const value = numberOf(text);
    if (Number.isNaN(value)) throw new InputError(`${option}: found “${text}”; give a number`);
    return value;
  });
}

/** Names or values between commas, `sex,ph.ecog`; what holds a comma stands in double quotes. Given again, the list goes on. */
export function list(option: string, what: "column names" | "values"): OptionReader<string[]> {
  return (text, before = []) => {
    const names = [...before, ...betweenCommas(text)];
    if (names.includes("")) throw new InputError(`${option}: found “${text}”; give ${what} with commas between them`);
    const twice = names.find((name, k) => names.indexOf(name) < k);
    if (twice !== undefined) throw new InputError(`${option}: “${twice}” stands twice; give it once`);
    return names;
  };
}

/** Times between commas, ascending, each once: `12,36,60`. Given again, the list goes on. */
export function timeList(option: string): OptionReader<number[]> {
  return (text, before = []) => {
    const times = text.split(",").map((time) => numberOf(time));
    if (times.some(Number.isNaN) || times.some((time) => time < 0))
      throw new InputError(
        `${option}: found “${text}”; give times of 0 or more with commas between them, as in 12,36,60`,
      );
    return [...new Set([...before, ...times])].sort((a, b) => a - b);
  };
}

/** `sex=1`, gathered by column; may be given several times. */
export function references(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  // The first sign: a level may hold one (`size=>=5`), a heading hardly ever does.
  const at = text.indexOf("=");
  if (at < 1) throw new InputError(`--reference: found “${text}”; write COLUMN=LEVEL, as in sex=1`);
  const column = text.slice(0, at);
  if (Object.hasOwn(before, column))
    throw new InputError(`--reference: ${column} is given twice, the second time as “${text}”; give it once`);
  return { ...before, [column]: text.slice(at + 1) };
}

/**
 * A number as people write it; NaN where the text is none, or not finite.
 *
 * @param decimalComma whether 1,5 is a number too
 */
export function numberOf(text: string, decimalComma = false): number {
  const written = decimalComma ? text.replace(",", ".") : text;
  const value = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(written) ? Number(written) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function nonEmpty(option: string, text: string, what: string): string {
  if (text.trim() === "") throw new InputError(`${option}: found “${text}”; give ${what}`);
  return text.trim();
}

function betweenCommas(text: string): string[] {
  return [...text.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"').trim(),
  );
}
