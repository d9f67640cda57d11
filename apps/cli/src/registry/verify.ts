import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { InputError } from "../input-error.js";
import { once } from "../option-values.js";
import { shownTable } from "../shown-text.js";
import { textStyle } from "../text-style.js";
import { type RegistryOptions, registryArgument, stepsOf, withRegistry } from "./with-registry.js";

interface VerifyOptions extends RegistryOptions {
  json?: boolean;
  head?: string;
}

/** `seriatim registry verify`: whether anybody changed the history, or wrote past it. */
export const addVerify: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Computes the history's chain again and compares every record with it. Keep the head that it prints elsewhere: with it, a history that was made anew as a whole is found out too.",
    )
    .option("--head <SHA256>", "a head printed earlier, which must still be in the chain", once("--head", headOf))
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `\nExit code: 0 all is whole, 1 something was changed.\n${examples([
        ["registry verify leiomyosarcoma", "the history of the folder leiomyosarcoma"],
        ["registry verify leiomyosarcoma --json", "as JSON"],
      ])}`,
    )
    .action(async (shown: string, options: VerifyOptions) => {
      context.exitCode = await verify(context.io, shown, options);
    });
};

async function verify(io: CliIo, shown: string, options: VerifyOptions): Promise<number> {
  return withRegistry(io, shown, options, async (registry, progress) => {
    const { verifyRegistry } = await import("@seriatim/registry");
    const steps = stepsOf(progress);
    const verdict = await verifyRegistry(registry, {
      ...(options.head === undefined ? {} : { head: options.head }),
      onProgress: (done, total) => steps("Reading the history", done, total),
    });
    progress.done();
    const { entries, head, faults, differences } = verdict;
    const isWhole = faults.length === 0 && differences.length === 0;
    if (options.json)
      writeJson(io, { command: "registry verify", registry: shown, entries, head, faults, differences });
    else {
      const style = textStyle(io);
      if (isWhole) io.stdout.write(`${style.good("Whole:")} ${entries} entries, and every record as they say.\n`);
      if (faults.length > 0)
        io.stdout.write(
          shownTable(
            io,
            [{ heading: "entry", align: "right" }, { heading: "why" }],
            faults.map(({ seq, why }) => [String(seq), why]),
          ),
        );
      if (differences.length > 0)
        io.stdout.write(
          shownTable(
            io,
            [{ heading: "table" }, { heading: "key" }, { heading: "why" }],
            differences.map(({ subject, key, why }) => [subject.replace(/^records\./, ""), key.join("/"), why]),
          ),
        );
      io.stdout.write(`Head: ${head}\n`);
    }
    return isWhole ? 0 : 1;
  });
}

function headOf(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new InputError(`--head: found “${text}”; give the 64 hexadecimal digits that verify printed`);
  return text.toLowerCase();
}
