import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Registry } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { once, pathOf } from "../option-values.js";
import { checkOutputFolder, writeOutputFolder } from "../output-folder.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface ExportOptions extends RegistryOptions {
  deIdentified?: boolean;
  redcap?: boolean;
  zero?: string;
  why?: string;
}

/** `seriatim registry export`: the records as files for people. */
export const addExport: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Takes the records out: a CSV a table and codebook.csv, which says what each column is. De-identified: pseudonyms of this export alone, days from time zero instead of dates, ages capped at 90, no free text. The history tells of both.",
    )
    .argument("<DIR>", "a new folder", pathOf("folder", "DIR"))
    .option("--de-identified", "without what identifies")
    .option("--redcap", "as a REDCap project: its data dictionary, and its records with repeating instruments")
    .option(
      "--zero <FIELD>",
      "time zero, table.field; default where the dictionary's follow-up begins",
      once("--zero", (text) => text),
    )
    .option(
      "--why <TEXT>",
      "the reason, for the history",
      once("--why", (text) => text),
    )
    .addHelpText(
      "after",
      examples([
        ["registry export leiomyosarcoma records", "all records, into the folder records"],
        ["registry export leiomyosarcoma shared --de-identified", "without what identifies"],
      ]),
    )
    .action((shown: string, folder: string, options: ExportOptions) => exportTo(context.io, shown, folder, options));
};

async function exportTo(io: CliIo, shown: string, shownFolder: string, options: ExportOptions): Promise<void> {
  const folder = await checkOutputFolder(io, shownFolder, { replace: false });
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { exportRecords } = await import("@seriatim/registry");
    const files: Record<string, string> = options.redcap ? await redcapFiles(registry, options) : {};
    const zero = options.zero === undefined ? {} : { zero: options.zero };
    if (!options.redcap)
      await exportRecords(
        registry,
        options.deIdentified
          ? { deidentified: true, seed: randomBytes(24).toString("base64"), ...zero }
          : { deidentified: false },
        async ({ name, pieces }) => {
          progress.says(`Writing ${name}`);
          let text = "";
          for await (const piece of pieces) text += piece;
          files[name] = text;
        },
        options.why === undefined ? {} : { why: options.why },
      );
    await writeOutputFolder(io, folder, files);
    progress.done();
    io.stdout.write(
      `${Object.keys(files)
        .map((name) => join(folder.shown, name))
        .join("\n")}\n`,
    );
  });
}

/** The whole registry as REDCap imports it; told in the history as any full export. */
async function redcapFiles(registry: Registry, options: ExportOptions): Promise<Record<string, string>> {
  if (options.deIdentified) throw new InputError("--redcap: stands beside --de-identified; a project needs all fields");
  if (!registry.roles.includes("export"))
    throw new InputError(`${registry.user} may not take identifiable records out; that needs the role export`);
  const { asUser, recordFiles, tell } = await import("@seriatim/registry");
  const { readRecords, redcapDataDictionary, redcapRecords } = await import("@seriatim/records");
  const { dictionary } = registry;
  const files = await asUser(
    registry,
    async (trx) => {
      await tell(trx, "export", { deidentified: false, as: "redcap" });
      return recordFiles(trx, dictionary);
    },
    options.why === undefined ? {} : { why: options.why },
  );
  return {
    "data-dictionary.csv": redcapDataDictionary(dictionary),
    "records.csv": redcapRecords(dictionary, readRecords(dictionary, files).records),
  };
}
