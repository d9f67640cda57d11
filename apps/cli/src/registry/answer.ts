import type { KeptFinding } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { once } from "../option-values.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface AnswerOptions extends RegistryOptions {
  kind?: string;
  accept?: string;
  says?: string;
}

/** `seriatim registry answer`: what is said to a finding. */
export const addAnswer: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Answers a finding, or accepts it with a reason: then it does not come back while the record is as it is.",
    )
    .argument("<FIELD>", "table.field, as `registry check` shows it")
    .argument("<ROW>", "the row's key, its parts joined by /")
    .option(
      "--kind <KIND>",
      "where the field has several findings",
      once("--kind", (text) => text),
    )
    .option(
      "--accept <REASON>",
      "it is so, and why",
      once("--accept", (text) => text),
    )
    .option(
      "--says <ANSWER>",
      "an answer; the finding stays until the record is corrected",
      once("--says", (text) => text),
    )
    .addHelpText(
      "after",
      examples([
        ["registry answer leiomyosarcoma patients.cause_of_death P04 --accept unknown", "accepts it"],
        ["registry answer leiomyosarcoma patients.cause_of_death P04 --says asked", "answers it"],
      ]),
    )
    .action((shown: string, field: string, row: string, options: AnswerOptions) =>
      answer(context.io, shown, { field, row }, options),
    );
};

async function answer(
  io: CliIo,
  shown: string,
  which: { field: string; row: string },
  options: AnswerOptions,
): Promise<void> {
  if ((options.accept === undefined) === (options.says === undefined))
    throw new InputError("answer: give one of --accept REASON and --says ANSWER");
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { answerFinding, asUser, listFindings } = await import("@seriatim/registry");
    await asUser(registry, async (trx) => {
      const found = findingOf(
        await listFindings(trx, { states: ["open", "answered", "accepted"] }),
        which,
        options.kind,
      );
      const state = options.accept === undefined ? "answered" : "accepted";
      await answerFinding(trx, found, { state, says: options.accept ?? options.says! });
    });
    progress.done();
    io.stdout.write(`${options.accept === undefined ? "Answered" : "Accepted"}.\n`);
  });
}

function findingOf(
  findings: readonly KeptFinding[],
  { field, row }: { field: string; row: string },
  kind: string | undefined,
): KeptFinding {
  const fitting = findings.filter(
    (one) => `${one.table}.${one.field}` === field && one.key.join("/") === row && (kind ?? one.kind) === one.kind,
  );
  if (fitting.length === 1) return fitting[0];
  if (fitting.length === 0)
    throw new InputError(`there is no finding on ${field} of ${row}; see seriatim registry check`);
  throw new InputError(
    `there are several findings on ${field} of ${row}; say by --kind which: ${fitting.map((one) => one.kind).join(", ")}`,
  );
}
