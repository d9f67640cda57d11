import type { HistoryEntry } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { once, wholeNumber } from "../option-values.js";
import { shownTable } from "../shown-text.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface HistoryOptions extends RegistryOptions {
  patient?: string;
  by?: string;
  last?: number;
  json?: boolean;
}

/** `seriatim registry history`: who changed what, when and why. */
export const addHistory: AddCommand = (command, context) => {
  registryArgument(command)
    .description("Who changed what, when and why; the latest first.")
    .option(
      "--patient <NUMBER>",
      "what concerns one patient",
      once("--patient", (text) => text),
    )
    .option(
      "--by <USER>",
      "what one user did",
      once("--by", (text) => text),
    )
    .option("--last <N>", "how many entries; default 50", wholeNumber("--last", { from: 1 }))
    .option("--json", "answer as JSON, with all that stood before and after")
    .addHelpText(
      "after",
      examples([
        ["registry history leiomyosarcoma --last 20", "the last 20 entries"],
        ["registry history leiomyosarcoma --patient P07 --json", "all about one patient, as JSON"],
      ]),
    )
    .action((shown: string, options: HistoryOptions) => history(context.io, shown, options));
};

async function history(io: CliIo, shown: string, options: HistoryOptions): Promise<void> {
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { asUser, readHistory } = await import("@seriatim/registry");
    const entries = await asUser(registry, (trx) =>
      readHistory(trx, {
        ...(options.patient === undefined ? {} : { key: options.patient.split("/") }),
        ...(options.by === undefined ? {} : { who: options.by }),
        limit: options.last ?? 50,
      }),
    );
    progress.done();
    if (options.json) writeJson(io, { command: "registry history", registry: shown, entries });
    else
      io.stdout.write(
        shownTable(
          io,
          [
            { heading: "entry", align: "right" },
            { heading: "when (UTC)" },
            { heading: "who" },
            { heading: "what" },
            { heading: "why" },
          ],
          entries.map((entry) => [
            String(entry.seq),
            entry.at.toISOString().slice(0, 19).replace("T", " "),
            entry.who,
            whatOf(entry, registry.dictionary),
            entry.why ?? "",
          ]),
        ),
      );
  });
}

type Tables = { tables: Readonly<Record<string, { fields: Readonly<Record<string, { identifying: boolean }>> }>> };

function whatOf({ action, subject, key, before, after }: HistoryEntry, dictionary: Tables): string {
  if (subject === null) return `${action}${detailsOf(after)}`;
  const where = `${subject.replace(/^records\./, "")} ${(key ?? []).join("/")}`;
  if (action !== "update" || !before || !after) return `${action} ${where}`;
  const fields = dictionary.tables[subject.replace(/^records\./, "")]?.fields ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== "_version" && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const changes = names.map((name) =>
    fields[name]?.identifying === true
      ? `${name} (identifying)`
      : `${name}: ${shownValue(before[name])} → ${shownValue(after[name])}`,
  );
  return `${action} ${where}: ${changes.join("; ")}`;
}

function detailsOf(details: Record<string, unknown> | null): string {
  const texts = Object.entries(details ?? {}).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [`${name} ${value}`] : [],
  );
  return texts.length === 0 ? "" : ` (${texts.join(", ")})`;
}

function shownValue(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}
