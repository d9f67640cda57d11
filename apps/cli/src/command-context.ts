import type { Command } from "commander";
import type { CliIo } from "./cli-io.js";

/** What every command is given: the outside, and where it leaves its exit code. */
export interface CommandContext {
  io: CliIo;
  /** 0 fine, 1 findings or a disagreement. */
  exitCode: number;
}

/** Gives a command, which has its name already, its options, its help and its work. */
export type AddCommand = (command: Command, context: CommandContext) => void;

/** An answer for other programs: JSON, two spaces, a value that is not defined as null. */
export function writeJson({ stdout }: CliIo, answer: unknown): void {
  stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}

/** Examples under a command's help, each a command line and what it does. */
export function examples(lines: readonly (readonly [command: string, does: string])[]): string {
  return `\nExamples:\n${lines.map(([command, does]) => `  $ seriatim ${command}\n      ${does}\n`).join("")}`;
}

/** As `examples`, of commands on one CSV file. */
export function csvExamples(lines: readonly (readonly [command: string, does: string])[]): string {
  return `${examples(lines)}\nThe files of the examples lie in references/data of Seriatim's repository.\n`;
}
