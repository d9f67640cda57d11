import { deriveFields, type FullDate, formatPartialDate, readRecords } from "@seriatim/records";
import { followUpWorklist } from "@seriatim/study";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { fullDate, today } from "../full-date.js";
import { InputError } from "../input-error.js";
import { once, wholeNumber } from "../option-values.js";
import { shownLines, shownTable } from "../shown-text.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface WorklistOptions extends RegistryOptions {
  asOf?: FullDate;
  every?: number;
  first?: number;
  json?: boolean;
}

/** `seriatim registry worklist`: whom to ask next. */
export const addWorklist: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Who is overdue for follow-up, those first whose answer would narrow the survival at 5 years most; with the completeness (Clark's C) and the median follow-up (reverse Kaplan–Meier). What follow-up is, the dictionary says (follow_up).",
    )
    .option("--as-of <DATE>", "overdue on this day; default today", once("--as-of", fullDate("--as-of")))
    .option(
      "--every <MONTHS>",
      "months between contacts; default the dictionary's",
      wholeNumber("--every", { from: 1 }),
    )
    .option("--first <N>", "how many are shown; default 20", wholeNumber("--first", { from: 1 }))
    .option("--json", "answer as JSON, with all of them")
    .addHelpText(
      "after",
      examples([
        ["registry worklist leiomyosarcoma --as-of 1998-12-31", "on a day"],
        ["registry worklist leiomyosarcoma --json", "as JSON"],
      ]),
    )
    .action((shown: string, options: WorklistOptions) => worklist(context.io, shown, options));
};

async function worklist(io: CliIo, shown: string, options: WorklistOptions): Promise<void> {
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { asUser, recordFiles } = await import("@seriatim/registry");
    const { dictionary } = registry;
    const { followUp } = dictionary;
    if (!followUp)
      throw new InputError(
        `${shown}: its dictionary does not say what follow-up is; add follow_up: { from, to, event } to it`,
      );
    const files = await asUser(registry, (trx) =>
      recordFiles(trx, dictionary, { onProgress: (table, rows) => progress.says(`Reading ${table} (${rows} rows)`) }),
    );
    progress.says("Ranking");
    const asOf = options.asOf ?? today(io);
    const { every, event } = followUp;
    const list = followUpWorklist(dictionary, deriveFields(dictionary, readRecords(dictionary, files).records), {
      from: nameOf(followUp.from),
      to: nameOf(followUp.to),
      event,
      asOf,
      everyMonths: options.every ?? every,
    });
    progress.done();
    if (options.json)
      writeJson(io, { command: "registry worklist", registry: shown, asOf: formatPartialDate(asOf), ...inJson(list) });
    else io.stdout.write(answer(io, list, options.first ?? 20));
  });
}

/** Dates as ISO. */
function inJson(list: ReturnType<typeof followUpWorklist>) {
  return {
    ...list,
    patients: list.patients.map((patient) => ({
      ...patient,
      timeZero: formatPartialDate(patient.timeZero),
      lastSeen: formatPartialDate(patient.lastSeen),
    })),
  };
}

function nameOf({ table, field }: { table: string; field: string }): string {
  return `${table}.${field}`;
}

function answer(io: CliIo, list: ReturnType<typeof followUpWorklist>, most: number): string {
  const { patients, completeness, followUpMedian, numbers, survival, excluded } = list;
  const months = (value: number | null) => (value === null ? "not reached" : `${value.toFixed(1)} months`);
  const lines = [
    `${numbers.overdue} of ${numbers.patients} patients overdue; ${numbers.events} with the event.`,
    `Completeness of follow-up (Clark's C): ${completeness === null ? "not defined" : `${(100 * completeness).toFixed(1)} %`}.`,
    `Median follow-up (reverse Kaplan–Meier): ${months(followUpMedian.estimate)}.`,
    `The 95 % interval of survival at 5 years is ${(100 * survival.width).toFixed(1)} points wide; “gain” is by how much an answer is expected to narrow it.`,
    ...(excluded.length > 0
      ? [
          `Not followed: ${excluded.length} (${excluded
            .slice(0, 5)
            .map(({ patient, reason }) => `${patient}: ${reason}`)
            .join("; ")}).`,
        ]
      : []),
  ];
  if (patients.length === 0) return `Nobody is overdue.\n${shownLines(io, lines)}`;
  const table = shownTable(
    io,
    [
      { heading: "rank", align: "right" },
      { heading: "patient" },
      { heading: "last seen" },
      { heading: "days overdue", align: "right" },
      { heading: "gain (points)", align: "right" },
    ],
    patients
      .slice(0, most)
      .map(({ rank, patient, lastSeen, daysOverdue, gain }) => [
        String(rank),
        patient,
        formatPartialDate(lastSeen),
        String(daysOverdue),
        (100 * gain).toPrecision(3),
      ]),
  );
  const rest =
    patients.length > most ? `and ${patients.length - most} more (--first ${patients.length}, or --json)\n` : "";
  return table + rest + shownLines(io, lines);
}
