import { Command, CommanderError } from "commander";
import type { CliIo } from "./cli-io.js";
import { type CommandContext, examples } from "./command-context.js";
import { commands } from "./commands.js";
import { InputError, Interrupted, isInputFault } from "./input-error.js";
import { programVersion } from "./program-version.js";
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
  try {
    const words = argv[0] === "help" ? [...argv.slice(1, 2), "--help"] : argv;
    const program = await programFor(words[0], context);
    await program.parseAsync(words.length === 0 ? ["--help"] : [...words], { from: "user" });
    return context.exitCode;
  } catch (error) {
    if (io.environment.SERIATIM_DEBUG === "1" && error instanceof Error && !isAnswered(error))
      io.stderr.write(`${error.stack}\n`);
    return exitCodeOf(error, argv, io);
  }
}

/** The program with its commands by name, the one that the first word asks for complete. */
async function programFor(word: string | undefined, context: CommandContext): Promise<Command> {
  const program = emptyProgram(context);
  for (const { name, summary, load } of commands) {
    const command = program.command(name).summary(summary).allowExcessArguments();
    if (name === word) (await load())(command, context);
  }
  if (word === undefined || word.startsWith("-") || commands.some(({ name }) => name === word)) return program;
  const { unknownName } = await import("@seriatim/records");
  throw new InputError(
    unknownName(
      word,
      "command of seriatim",
      commands.map(({ name }) => name),
    ),
  );
}

function emptyProgram({ io: { stdout } }: CommandContext): Command {
  return new Command("seriatim")
    .description("From the records of a surgical series to its results.")
    .usage("COMMAND FILE [options]")
    .version(programVersion(), "-V, --version", "the version of the program")
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // What commander would say on stderr is said in one sentence by `exitCodeOf`.
      writeErr: () => {},
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 100),
    })
    .showSuggestionAfterError()
    .helpOption("-h, --help", "help with examples")
    .helpCommand(false)
    .hook("preAction", (_, command) => {
      const known = command.registeredArguments;
      const extra = command.args[known.length];
      if (extra !== undefined)
        throw new InputError(
          `${command.name()}: found “${extra}” after “${command.args[known.length - 1]}”; give one ${known.at(-1)?.name() ?? "command"}, in quotes where its name has spaces`,
        );
    })
    .addHelpText(
      "after",
      `${examples([
        ["report studies/hannover/study.yaml", "runs a study and writes its report"],
        ["km lung.csv --time time --event event --by sex", "a quick answer from one CSV file"],
      ])}
\`seriatim COMMAND --help\` shows more examples.

Exit codes: 0 fine; 1 findings, or a published figure that disagrees;
2 bad input, said in one sentence; 70 a fault of the program.
`,
    );
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
    `seriatim ${programVersion()} failed by a fault of its own (${what}); please report it with the command you ran, and what SERIATIM_DEBUG=1 adds.`,
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
    .replace(/'([^']*)'/, "“$1”")
    .replace(/\.$/, "")
    .replace(/\n\(Did you mean (.*?)\?\)$/s, "; did you mean $1?");
  return `${says}${says.endsWith("?") ? " See" : "; see"} seriatim ${word.startsWith("-") ? "" : `${word} `}--help`;
}
