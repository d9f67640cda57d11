import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { once } from "../option-values.js";
import { readInputText } from "../read-input.js";
import { shownLines } from "../shown-text.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface DictionaryOptions extends RegistryOptions {
  apply?: boolean;
  why?: string;
}

/** `seriatim registry dictionary`: the dictionary, or what another would change. */
export const addDictionary: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "The registry's dictionary; or, with a file, what that one would change, and with --apply the change. Fields and tables are added and renamed (formerly: old_name); what holds a record is never dropped.",
    )
    .argument("[FILE]", "another dictionary (YAML)")
    .option("--apply", "change it")
    .option(
      "--why <TEXT>",
      "the reason, for the history",
      once("--why", (text) => text),
    )
    .addHelpText(
      "after",
      `\nExit code: 0 fine, 1 the change is not possible.\n${examples([
        ["registry dictionary leiomyosarcoma", "the dictionary as YAML"],
        ["registry dictionary leiomyosarcoma studies/hannover/dictionary.yaml", "what that one would change"],
      ])}`,
    )
    .action(async (shown: string, file: string | undefined, options: DictionaryOptions) => {
      context.exitCode = await dictionary(context.io, shown, file, options);
    });
};

async function dictionary(
  io: CliIo,
  shown: string,
  file: string | undefined,
  options: DictionaryOptions,
): Promise<number> {
  if (file === undefined && options.apply)
    throw new InputError("dictionary: no FILE; give the dictionary to change to");
  const text = file === undefined ? undefined : await readInputText(io, file);
  return withRegistry(io, shown, options, async (registry, progress) => {
    if (text === undefined) {
      progress.done();
      io.stdout.write(registry.dictionaryText);
      return 0;
    }
    if (text === registry.dictionaryText) {
      progress.done();
      io.stdout.write("That is the registry's dictionary already.\n");
      return 0;
    }
    progress.says("Comparing");
    const { applyMigration, planMigration } = await import("@seriatim/registry");
    const plan = await planMigration(registry, text, file!);
    const isPossible = plan.refusals.length === 0;
    if (isPossible && options.apply)
      await applyMigration(registry, plan, options.why === undefined ? {} : { why: options.why });
    progress.done();
    const steps = plan.steps.map(({ says }) => says);
    io.stdout.write(steps.length === 0 ? "Nothing in the database changes.\n" : `${steps.join("\n")}\n`);
    io.stdout.write(
      shownLines(io, [
        ...plan.warnings.map((says) => `Mind: ${says}`),
        ...plan.refusals.map((says) => `Not possible: ${says}`),
        isPossible
          ? options.apply
            ? "Changed."
            : "Nothing is changed yet: add --apply to change it."
          : "Nothing is changed.",
      ]),
    );
    return isPossible ? 0 : 1;
  });
}
