import { type FullDate, formatPartialDate } from "@seriatim/records";
import type { KeptFinding } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { fullDate, today } from "../full-date.js";
import { once } from "../option-values.js";
import { shownLines, shownTable } from "../shown-text.js";
import { textStyle } from "../text-style.js";
import { type RegistryOptions, registryArgument, stepsOf, withRegistry } from "./with-registry.js";

interface CheckOptions extends RegistryOptions {
  asOf?: FullDate;
  json?: boolean;
  all?: boolean;
}

/** `seriatim registry check`: all rules over all records, and the findings with their states. */
export const addRegistryCheck: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "All rules of the dictionary over all records. New findings are opened, those that are gone closed; an accepted one does not come back while the record is as it was.",
    )
    .option("--as-of <DATE>", "no date may lie after this day; default today", once("--as-of", fullDate("--as-of")))
    .option("--all", "show the accepted and the closed findings too")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `\nExit code: 0 no finding is open, 1 some are.\n${examples([
        ["registry check leiomyosarcoma", "the findings as a table"],
        ["registry check leiomyosarcoma --json", "as JSON"],
      ])}`,
    )
    .action(async (shown: string, options: CheckOptions) => {
      context.exitCode = await check(context.io, shown, options);
    });
};

async function check(io: CliIo, shown: string, options: CheckOptions): Promise<number> {
  return withRegistry(io, shown, options, async (registry, progress) => {
    const { asUser, checkRegistry, listFindings } = await import("@seriatim/registry");
    const asOf = options.asOf ?? today(io);
    const { change, findings } = await asUser(registry, async (trx) => ({
      ...(await checkRegistry(trx, registry.dictionary, { asOf, onProgress: stepsOf(progress) })),
      findings: await listFindings(trx, options.all ? {} : { states: ["open", "answered"] }),
    }));
    progress.done();
    const open = findings.filter(({ state }) => state === "open" || state === "answered");
    if (options.json)
      writeJson(io, { command: "registry check", registry: shown, asOf: formatPartialDate(asOf), ...change, findings });
    else {
      const more = change.accepted === 0 ? "" : ` ${change.accepted} accepted.`;
      if (findings.length === 0) io.stdout.write(`${textStyle(io).good("No findings.")}${more}\n`);
      else {
        io.stdout.write(findingsTable(io, findings));
        io.stdout.write(
          shownLines(io, [`${open.length} open, ${change.opened} of them new; ${change.closed} closed.${more}`]),
        );
      }
    }
    return open.length === 0 ? 0 : 1;
  });
}

function findingsTable(io: CliIo, findings: readonly KeptFinding[]): string {
  return shownTable(
    io,
    [
      { heading: "state" },
      { heading: "kind" },
      { heading: "row" },
      { heading: "field" },
      { heading: "why" },
      { heading: "answer" },
    ],
    findings.map(({ state, kind, key, table, field, why, answer }) => [
      state,
      kind,
      key.join("/"),
      `${table}.${field}`,
      why,
      answer ?? "",
    ]),
    (style, text, row, column) => (column === 0 && findings[row].state === "open" ? style.bad(text) : text),
  );
}
