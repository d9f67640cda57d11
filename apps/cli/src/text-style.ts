import type { CliIo } from "./cli-io.js";

/** Ways of setting text off on a terminal; without one they change nothing. */
export interface TextStyle {
  strong(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

/** Colour is for a terminal, and not where NO_COLOR is set (https://no-color.org) or the terminal is dumb. */
export function textStyle({ stdout, environment }: Pick<CliIo, "stdout" | "environment">): TextStyle {
  const isPlain = !stdout.isTerminal || (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
  const style = (code: number) => (text: string) => (isPlain || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`);
  return { strong: style(1), good: style(32), bad: style(31) };
}
