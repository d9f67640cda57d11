import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { pathOf } from "../option-values.js";
import { progressLine } from "../progress.js";
import { readInputText } from "../read-input.js";
import { shownLines } from "../shown-text.js";
import { registryPlace, registryUser } from "./registry-place.js";
import { type RegistryOptions, registryArgument } from "./with-registry.js";

interface InitOptions extends RegistryOptions {
  dictionary?: string;
}

/** `seriatim registry init`: an empty registry. */
export const addInit: AddCommand = (command, context) => {
  registryArgument(command)
    .description("Makes an empty registry: its tables from the dictionary, its history, and you as the first user.")
    .option(
      "--dictionary <FILE>",
      "the dictionary; default that of liver surgery, which comes with Seriatim",
      pathOf("file", "--dictionary"),
    )
    .addHelpText(
      "after",
      examples([
        ["registry init new-series", "in a folder"],
        ["registry init other-series --dictionary studies/hannover/dictionary.yaml --user anna", "as the user anna"],
      ]),
    )
    .action((shown: string, options: InitOptions) => init(context.io, shown, options));
};

async function init(io: CliIo, shown: string, options: InitOptions): Promise<void> {
  const progress = progressLine(io);
  try {
    const [{ createRegistry }, { liverSurgeryDictionary }] = await Promise.all([
      import("@seriatim/registry/node"),
      import("@seriatim/records/liver-surgery"),
    ]);
    const dictionary =
      options.dictionary === undefined
        ? { text: liverSurgeryDictionary(), file: "the dictionary of liver surgery" }
        : { text: await readInputText(io, options.dictionary), file: options.dictionary };
    progress.says("Making the registry");
    const registry = await createRegistry(registryPlace(io, shown), {
      dictionary,
      user: registryUser(io, options.user),
    });
    await registry.engine.close();
    progress.done();
    const tables = Object.values(registry.dictionary.tables).map(({ label }) => label);
    io.stdout.write(`${shown}: a registry of ${registry.dictionary.title}, for ${registry.user}\n`);
    io.stdout.write(
      shownLines(io, [
        `Tables: ${tables.join(", ")}.`,
        `Next: seriatim registry import ${shown} FILE, with an Excel sheet or a CSV.`,
      ]),
    );
  } finally {
    progress.done();
  }
}
