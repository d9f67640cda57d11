import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { list, pathOf } from "../option-values.js";
import { progressLine } from "../progress.js";
import { readInputText } from "../read-input.js";
import { shownLines } from "../shown-text.js";
import { registryPlace, registryUser } from "./registry-place.js";
import { type RegistryOptions, registryArgument } from "./with-registry.js";

interface InitOptions extends RegistryOptions {
  dictionary?: string;
  redcap?: string;
  repeating?: string[];
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
    .option(
      "--redcap <FILE>",
      "the data dictionary (CSV) of a REDCap project, made into a dictionary",
      pathOf("file", "--redcap"),
    )
    .option("--repeating <FORMS>", "of that project, the forms that repeat", list("--repeating", "values"))
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
    const { createRegistry } = await import("@seriatim/registry/node");
    const { dictionary, leftOut } = await dictionaryOf(io, options);
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
        ...leftOut.map((says) => `Left out: ${says}`),
        `Next: seriatim registry import ${shown} FILE, with an Excel sheet or a CSV.`,
      ]),
    );
  } finally {
    progress.done();
  }
}

/** The dictionary that the user names, made of a REDCap project's where that is named; what of it was left out. */
async function dictionaryOf(
  io: CliIo,
  { dictionary, redcap, repeating = [] }: InitOptions,
): Promise<{ dictionary: { text: string; file: string }; leftOut: string[] }> {
  const [{ dictionaryFromRedcap }, { liverSurgeryDictionary }] = await Promise.all([
    import("@seriatim/records"),
    import("@seriatim/records/liver-surgery"),
  ]);
  if (dictionary !== undefined && redcap !== undefined)
    throw new InputError("--redcap: stands beside --dictionary; give one of them");
  if (redcap !== undefined) {
    const { yaml, leftOut } = dictionaryFromRedcap(await readInputText(io, redcap), { repeating, file: redcap });
    return { dictionary: { text: yaml, file: redcap }, leftOut };
  }
  if (dictionary !== undefined)
    return { dictionary: { text: await readInputText(io, dictionary), file: dictionary }, leftOut: [] };
  return { dictionary: { text: liverSurgeryDictionary(), file: "the dictionary of liver surgery" }, leftOut: [] };
}
