import { resolve } from "node:path";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { programVersion } from "../program-version.js";
import { progressLine } from "../progress.js";
import { registryPlace, registryUser } from "./registry-place.js";
import { type RegistryOptions, registryArgument, stepsOf, withRegistry } from "./with-registry.js";

interface ReplaceOptions extends RegistryOptions {
  replace?: boolean;
}

/** `seriatim registry backup`: one open file with all of it. */
export const addBackup: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Writes all of a registry into one open file: tables as CSV, dictionary, history, checksums (docs/backup-format.md). Identities stay encrypted, and their key is not in it.",
    )
    .argument("<FILE>", "the backup, a ZIP")
    .option("--replace", "replace a file of that name")
    .addHelpText(
      "after",
      examples([
        ["registry backup leiomyosarcoma leiomyosarcoma-2026.zip", "writes one file"],
        ["registry backup leiomyosarcoma series.zip --replace", "in place of the former"],
      ]),
    )
    .action((shown: string, file: string, options: ReplaceOptions) => backup(context.io, shown, file, options));
};

async function backup(io: CliIo, shown: string, file: string, options: ReplaceOptions): Promise<void> {
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { backupToFile } = await import("@seriatim/registry/node");
    const manifest = await backupToFile(registry, resolve(io.cwd, file), file, {
      software: `seriatim ${programVersion()}`,
      replace: options.replace === true,
      onProgress: stepsOf(progress),
    });
    progress.done();
    io.stdout.write(`${file}: ${manifest.members.length} parts, the history to entry ${manifest.history.seq}.\n`);
  });
}

/** `seriatim registry restore`: a registry from a backup, verified before it replaces anything. */
export const addRestore: AddCommand = (command, context) => {
  command
    .description(
      "Makes a registry from a backup: checksums, the history's chain and every record are verified first, and nothing is replaced where anything is wrong.",
    )
    .argument("<FILE>", "the backup")
    .argument("<REGISTRY>", "where to: a folder, postgres://…, or DATABASE_URL")
    .option("--user <NAME>", "who asks; must be able to administer the registry in the backup")
    .option("--replace", "replace the registry that is there")
    .addHelpText(
      "after",
      examples([
        ["registry restore series.zip series-again", "into a new folder"],
        ["registry restore series.zip leiomyosarcoma --replace", "in place of the registry that is there"],
      ]),
    )
    .action((file: string, shown: string, options: ReplaceOptions) => restore(context.io, file, shown, options));
};

async function restore(io: CliIo, file: string, shown: string, options: ReplaceOptions): Promise<void> {
  const progress = progressLine(io);
  try {
    const { restoreRegistry } = await import("@seriatim/registry/node");
    const { manifest } = await restoreRegistry({ at: resolve(io.cwd, file), shown: file }, registryPlace(io, shown), {
      user: registryUser(io, options.user),
      replace: options.replace === true,
      onProgress: stepsOf(progress),
    });
    progress.done();
    io.stdout.write(
      `${shown}: as it was on ${manifest.created.slice(0, 10)}, verified; the history to entry ${manifest.history.seq}.\n`,
    );
  } finally {
    progress.done();
  }
}
