import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { numberOf, once } from "../option-values.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface UndoOptions extends RegistryOptions {
  why?: string;
}

/** `seriatim registry undo`: a change taken back, as a new change. */
export const addUndo: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Undoes what one change did to the records, an import as a whole: all of it, or nothing where somebody has changed one of those rows since. The history keeps both.",
    )
    .argument("<ENTRY>", "the number of one of the change's entries, as `registry history` shows it")
    .option(
      "--why <TEXT>",
      "the reason, for the history",
      once("--why", (text) => text),
    )
    .addHelpText(
      "after",
      examples([
        ["registry undo leiomyosarcoma 6", "undoes the change that entry 6 belongs to"],
        ["registry undo leiomyosarcoma 6 --why double", "with a reason"],
      ]),
    )
    .action((shown: string, entry: string, options: UndoOptions) => undo(context.io, shown, entry, options));
};

async function undo(io: CliIo, shown: string, entry: string, options: UndoOptions): Promise<void> {
  const number = numberOf(entry);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InputError(`ENTRY: found “${entry}”; give the number of an entry of the history`);
  await withRegistry(io, shown, options, async (registry, progress) => {
    progress.says("Undoing");
    const { asUser, undoChange } = await import("@seriatim/registry");
    const rows = await asUser(
      registry,
      (trx) => undoChange(trx, registry.dictionary, number),
      options.why === undefined ? {} : { why: options.why },
    );
    progress.done();
    io.stdout.write(`Undone: ${rows} ${rows === 1 ? "row" : "rows"} as before.\n`);
  });
}
