import type { Command } from "commander";
import { type AddCommand, type CommandContext, examples } from "../command-context.js";
import { addAnswer } from "../registry/answer.js";
import { addBackup, addRestore } from "../registry/backup.js";
import { addRegistryCheck } from "../registry/check.js";
import { addDictionary } from "../registry/dictionary.js";
import { addExport } from "../registry/export.js";
import { addHistory } from "../registry/history.js";
import { addImport } from "../registry/import.js";
import { addInit } from "../registry/init.js";
import { addPerson } from "../registry/person.js";
import { addUndo } from "../registry/undo.js";
import { addUser } from "../registry/user.js";
import { addVerify } from "../registry/verify.js";
import { addWorklist } from "../registry/worklist.js";

const subcommands: readonly (readonly [string, string, AddCommand])[] = [
  ["init", "make a registry", addInit],
  ["import", "what a file would change, and with --apply the change", addImport],
  ["check", "what is wrong with the records", addRegistryCheck],
  ["answer", "answer a finding, or accept it with a reason", addAnswer],
  ["worklist", "who is overdue for follow-up, whose answer would tell most first", addWorklist],
  ["history", "who changed what, when and why", addHistory],
  ["undo", "undo a change, as a new change", addUndo],
  ["verify", "whether the history is whole and the records are as it says", addVerify],
  ["backup", "one open file with all of it", addBackup],
  ["restore", "a registry from a backup, verified first", addRestore],
  ["export", "the records as files, with or without what identifies", addExport],
  ["dictionary", "the dictionary, or a change of it", addDictionary],
  ["person", "who a patient is, from the encrypted vault", addPerson],
  ["user", "the users, or one made or changed", addUser],
];

/** `seriatim registry`: records kept for years. */
export const addRegistry: AddCommand = (command, context) => {
  command
    .description("Keeps the records of a series: checked, followed up, every change accounted for.")
    .usage("COMMAND REGISTRY [options]")
    .helpCommand(false)
    .addHelpText(
      "after",
      `${examples([
        ["registry init series", "makes a registry in the folder series, by the dictionary of liver surgery"],
        ["registry init leiomyosarcoma --dictionary studies/hannover/dictionary.yaml", "by a dictionary of your own"],
        [
          "registry import leiomyosarcoma studies/hannover/as-kept.csv --mapping studies/hannover/as-kept.mapping.yaml --apply",
          "brings a sheet in",
        ],
        ["registry history leiomyosarcoma", "what happened so far"],
      ])}\n\`seriatim registry COMMAND --help\` shows more examples.\n`,
    );
  for (const [name, summary, add] of subcommands) addSubcommand(command, name, summary, add, context);
};

function addSubcommand(parent: Command, name: string, summary: string, add: AddCommand, context: CommandContext): void {
  const command = parent.command(name).summary(summary).allowExcessArguments();
  add(command, context);
}
