import { readFileSync } from "node:fs";
import { unknownName } from "@seriatim/records";
import { Command, CommanderError } from "commander";
import type { CliIo } from "./cli-io.js";
import { type CommandContext, examples } from "./command-context.js";
import { addCheck } from "./commands/check.js";
import { addCox } from "./commands/cox.js";
import { addFigures } from "./commands/figures.js";
import { addKm } from "./commands/km.js";
import { addLogrank } from "./commands/logrank.js";
import { addReport } from "./commands/report.js";
import { InputError, Interrupted, isInputFault } from "./input-error.js";
import { plainText } from "./text-table.js";

/**
 * The program: runs one command line and answers with the exit code.
 *
 *   0 fine; 1 findings, or a published figure that disagrees; 2 bad input, one sentence on stderr;
 *   70 a fault of the program; 128 + n stopped by signal n.
 *
 * @param argv the words after the program's name
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const context: CommandContext = { io, exitCode: 0 };
  const program = programOf(context);
  try {
    const words = argv[0] === "help" ? [...argv.slice(1, 2), "--help"] : argv;
    const commands = program.commands.map((command) => command.name());
    if (words[0] !== undefined && !words[0].startsWith("-") && !commands.includes(words[0]))
      throw new InputError(unknownName(words[0], "command of seriatim", commands));
    await program.parseAsync(words.length === 0 ? ["--help"] : [...words], { from: "user" });
    return context.exitCode;
  } catch (error) {
    if (io.environment.SERIATIM_DEBUG === "1" && error instanceof Error && !isAnswered(error))
      io.stderr.write(`${error.stack}\n`);
    return exitCodeOf(error, argv, io);
  }
}

function programOf(context: CommandContext): Command {
  const { stdout } = context.io;
  const program = new Command("seriatim")
    .description("From the records of a surgical series to its results.")
    .version(version(), "-V, --version", "the version of the program")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // What commander would say on stderr is said in one sentence by `exitCodeOf`.
      writeErr: () => {},
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => 100,
    })
    .showSuggestionAfterError()
    .helpOption("-h, --help", "help with examples")
    .helpCommand(false)
    .addHelpText(
      "after",
      `${examples([
        ["report studies/hannover/study.yaml", "runs a study and writes its report"],
        ["km lung.csv --time time --event event --by sex", "a quick answer from one CSV file"],
      ])}
\`seriatim COMMAND --help\` shows more examples. Exit codes: 0 fine; 1 findings, or a published figure that disagrees;
2 bad input, said in one sentence; 70 a fault of the program.
`,
    );
  for (const add of [addReport, addCheck, addFigures, addKm, addLogrank, addCox]) add(program, context);
  return program;
}

function exitCodeOf(error: unknown, argv: readonly string[], { stderr }: CliIo): number {
  const say = (sentence: string) => stderr.write(`${plainText(sentence).trim()}\n`);
  if (error instanceof CommanderError) {
    if (isAnswered(error)) return 0;
    say(commandLineFault(error, argv[0] ?? ""));
    return 2;
  }
  if (isInputFault(error)) {
    say(error.message);
    return 2;
  }
  if (error instanceof Interrupted) {
    say(error.message);
    return 128 + signalNumber[error.signal];
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  say(
    `seriatim ${version()} failed by a fault of its own (${what}); please report it with the command you ran, and what SERIATIM_DEBUG=1 adds.`,
  );
  return 70;
}

const signalNumber = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Help and version end commander by an exception too. */
function isAnswered(error: Error): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** What commander says, as one sentence: its suggestion stands on a line of its own. */
function commandLineFault(error: CommanderError, word: string): string {
  const says = error.message
    .replace(/^error: /, "")
    .replace(/\. Expected/, "; expected")
    .replace(/\.$/, "")
    .replace(/\n\(Did you mean (.*?)\?\)$/s, "; did you mean $1?");
  return `${says}${says.endsWith("?") ? " See" : "; see"} seriatim ${word.startsWith("-") ? "" : `${word} `}--help`;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
