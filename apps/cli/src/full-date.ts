import { type FullDate, isFullDate, parsePartialDate } from "@seriatim/records";
import type { CliIo } from "./cli-io.js";
import { InputError } from "./input-error.js";

/** Reads a date that is known to the day. @throws InputError naming the option, for what is none */
export function fullDate(option: string): (text: string) => FullDate {
  return (text) => {
    const parsed = parsePartialDate(text);
    if (parsed.date === null) throw new InputError(`${option}: ${parsed.fault}`);
    if (!isFullDate(parsed.date))
      throw new InputError(`${option}: ${text} has no day; write a full date, as in 1998-12-31`);
    return parsed.date;
  };
}

/** The day that it is here. */
export function today(io: Pick<CliIo, "now">): FullDate {
  const now = io.now();
  return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
}
