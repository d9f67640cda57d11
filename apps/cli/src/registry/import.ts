import { basename, resolve } from "node:path";
import type { ImportPlan, Mapping, Registry, TablePlan } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples, writeJson } from "../command-context.js";
import { fileFault, InputError } from "../input-error.js";
import { once, pathOf } from "../option-values.js";
import { readInput, readInputText } from "../read-input.js";
import { shownLines, shownTable } from "../shown-text.js";
import { type RegistryOptions, registryArgument, stepsOf, withRegistry } from "./with-registry.js";

interface ImportOptions extends RegistryOptions {
  mapping?: string;
  table?: string;
  centre?: string;
  apply?: boolean;
  suggest?: string;
  why?: string;
  json?: boolean;
}

/** `seriatim registry import`: what a file would change, and the change. */
export const addImport: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Shows what a file would change, row by row and field by field; with --apply changes it, all or nothing. The same file twice changes nothing. A mapping says which column is which field; without one, the file is a table under the dictionary's own headings, a workbook with a sheet a table, or an export of REDCap's records.",
    )
    .argument("<FILE>", "CSV or XLSX")
    .option(
      "--mapping <FILE>",
      "from the file's columns to the dictionary's fields (YAML)",
      pathOf("file", "--mapping"),
    )
    .option(
      "--table <TABLE>",
      "the table that the file holds, under the dictionary's headings",
      once("--table", (text) => text),
    )
    .option(
      "--centre <CENTRE>",
      "of new patients; default your only one, or the registry's",
      once("--centre", (text) => text),
    )
    .option(
      "--suggest <FILE>",
      "write a mapping that the headings and the cells suggest, to be read and corrected",
      pathOf("file", "--suggest"),
    )
    .option("--apply", "write it")
    .option(
      "--why <TEXT>",
      "the reason, for the history",
      once("--why", (text) => text),
    )
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `\nExit code: 0 fine, 1 rows were refused.\n${examples([
        [
          "registry import leiomyosarcoma studies/hannover/as-kept.xlsx --mapping studies/hannover/as-kept.mapping.yaml",
          "what the sheet would change",
        ],
        [
          "registry import leiomyosarcoma studies/hannover/followups.csv --apply --centre Hannover",
          "a table under the dictionary's headings, written",
        ],
        [
          "registry import leiomyosarcoma studies/hannover/as-kept.xlsx --suggest sheet.yaml",
          "a mapping to begin with",
        ],
      ])}`,
    )
    .action(async (shown: string, file: string, options: ImportOptions) => {
      context.exitCode = await importInto(context.io, shown, file, options);
    });
};

async function importInto(io: CliIo, shown: string, shownFile: string, options: ImportOptions): Promise<number> {
  const file = { name: basename(shownFile), bytes: await readInput(io, shownFile) };
  if (options.suggest !== undefined && (options.mapping !== undefined || options.apply))
    throw new InputError(
      "--suggest: stands beside --mapping or --apply; first let a mapping be suggested, then use it",
    );
  return withRegistry(io, shown, options, async (registry, progress) => {
    const { asUser, importFile, previewImport, saveMapping, writesNothing } = await import("@seriatim/registry");
    if (options.suggest !== undefined) return suggest(io, registry, file, options.suggest);
    const text = options.mapping === undefined ? undefined : await mappingText(io, registry, options.mapping);
    const mapping = await mappingOf(registry, file, text, options);
    const centre = options.centre ?? (await centreOf(registry));
    const run = options.apply ? importFile : previewImport;
    const plan = await run(registry, file, mapping, {
      centre,
      onProgress: stepsOf(progress),
      ...(options.why === undefined ? {} : { why: options.why }),
    });
    if (options.apply && text !== undefined && !writesNothing(plan))
      await asUser(registry, (trx) => saveMapping(trx, basename(options.mapping!), text));
    progress.done();
    if (options.json)
      writeJson(io, { command: "registry import", registry: shown, applied: options.apply === true, ...jsonOf(plan) });
    else io.stdout.write(answer(io, plan, options.apply === true));
    return plan.tables.some(({ refused }) => refused.length > 0) ? 1 : 0;
  });
}

/** Writes a suggested mapping; a file that is there is left alone. */
async function suggest(
  io: CliIo,
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  shown: string,
): Promise<number> {
  const [{ asUser, knownKeys, suggestMapping }, { readTable }] = await Promise.all([
    import("@seriatim/registry"),
    import("@seriatim/records"),
  ]);
  const keys = await asUser(registry, (trx) => knownKeys(trx, registry.dictionary));
  const { yaml, columns, lacking } = suggestMapping(registry.dictionary, readTable(file.bytes, { file: file.name }), {
    today: { year: io.now().getFullYear() },
    knownKeys: keys,
  });
  try {
    await io.files.writeFile(resolve(io.cwd, shown), yaml, { flag: "wx" });
  } catch (error) {
    throw fileFault(error, shown, "write");
  }
  const rows = columns.map(({ heading, table, field, why, sure }) => [
    heading,
    table === undefined ? "" : `${table}.${field}`,
    table === undefined ? "" : sure ? "yes" : "look",
    why,
  ]);
  io.stdout.write(
    shownTable(io, [{ heading: "column" }, { heading: "field" }, { heading: "sure" }, { heading: "why" }], rows),
  );
  io.stdout.write(
    shownLines(io, [
      ...(lacking.length > 0 ? [`Not found: ${lacking.join(", ")}.`] : []),
      `The suggestion is in ${shown}: read it, correct it, then import with --mapping ${shown}.`,
    ]),
  );
  return 0;
}

/** The mapping's text: a file's, else that which the registry keeps under the name. */
async function mappingText(io: CliIo, registry: Registry, shown: string): Promise<string> {
  const isFile = await io.files.stat(resolve(io.cwd, shown)).then(
    () => true,
    () => false,
  );
  if (!isFile) {
    const { asUser, savedMapping } = await import("@seriatim/registry");
    const kept = await asUser(registry, (trx) => savedMapping(trx, shown));
    if (kept !== undefined) return kept;
  }
  return readInputText(io, shown);
}

/** The mapping that the user names; undefined where the file shows by itself what it is. */
async function mappingOf(
  registry: Registry,
  file: { name: string; bytes: Uint8Array },
  text: string | undefined,
  { mapping: name, table }: ImportOptions,
): Promise<Mapping | undefined> {
  const { parseMapping, readSource, tidyMapping } = await import("@seriatim/registry");
  if (text !== undefined && table !== undefined)
    throw new InputError("--table: stands beside --mapping, which says it already");
  if (text !== undefined) return parseMapping(text, name!, registry.dictionary);
  if (table === undefined && readSource(file, registry.dictionary)) return undefined;
  const { readTable } = await import("@seriatim/records");
  const tidy =
    table === undefined
      ? undefined
      : tidyMapping(registry.dictionary, readTable(file.bytes, { file: file.name }), table);
  if (tidy) return tidy;
  throw new InputError(
    `${file.name}: its headings are not those of one table of the dictionary; let a mapping be suggested by --suggest mapping.yaml, and give it by --mapping`,
  );
}

/**
 * The centre of new patients where the command does not say one: the user's only one, else the registry's only one, `main` in an empty registry.
 *
 * @throws InputError where there are several
 */
async function centreOf(registry: Registry): Promise<string> {
  const { asUser, knownCentres, listUsers } = await import("@seriatim/registry");
  const { centres } = (await listUsers(registry)).find(({ name }) => name === registry.user)!;
  const own = centres.filter((centre) => centre !== "*");
  if (own.length === 1) return own[0];
  const known = own.length > 1 ? own : await asUser(registry, (trx) => knownCentres(trx, registry.dictionary));
  if (known.length > 1)
    throw new InputError(`there are several centres; say by --centre whose patients these are: ${known.join(", ")}`);
  return known[0] ?? "main";
}

const mostShown = 30;

function answer(io: CliIo, plan: ImportPlan, isApplied: boolean): string {
  const summary = shownTable(
    io,
    [
      { heading: "table" },
      { heading: "new", align: "right" },
      { heading: "changed", align: "right" },
      { heading: "unchanged", align: "right" },
      { heading: "refused", align: "right" },
    ],
    plan.tables.map(({ definition, added, changed, unchanged, refused }) => [
      definition.label,
      ...[added.length, changed.length, unchanged, refused.length].map(String),
    ]),
  );
  const changes = plan.tables.flatMap((table) => changeRows(table));
  const refused = plan.tables.flatMap(({ definition, refused: rows }) =>
    rows.map(({ row, why }) => [definition.label, String(row), why]),
  );
  const isNothing = plan.tables.every(({ added, changed }) => added.length === 0 && changed.length === 0);
  return [
    summary,
    partOf(io, changes, ["table", "row", "key", "field", "before", "after"]),
    partOf(io, refused, ["refused from", "row", "why"]),
    shownLines(io, [
      ...(plan.unusedColumns.length > 0 ? [`Columns not used: ${plan.unusedColumns.join(", ")}.`] : []),
      isNothing ? "Nothing to write." : isApplied ? "Written." : "Nothing is written yet: add --apply to write it.",
    ]),
  ].join("");
}

function changeRows({ definition, changed }: TablePlan): string[][] {
  return changed.flatMap(({ row, key, changes }) =>
    changes.map(({ field, before, after }) => {
      const isHidden = definition.fields[field].identifying;
      return [
        definition.label,
        String(row),
        key.join("/"),
        field,
        ...[before, after].map((text) => (isHidden ? "…" : text)),
      ];
    }),
  );
}

function partOf(io: CliIo, rows: readonly string[][], headings: readonly string[]): string {
  if (rows.length === 0) return "";
  const table = shownTable(
    io,
    headings.map((heading) => ({ heading, ...(heading === "row" ? { align: "right" as const } : {}) })),
    rows.slice(0, mostShown),
  );
  return `\n${table}${rows.length > mostShown ? `and ${rows.length - mostShown} more (--json shows all)\n` : ""}`;
}

function jsonOf({ file, sha256, tables, unusedColumns, sniffed }: ImportPlan) {
  return {
    file,
    sha256,
    sniffed,
    unusedColumns,
    tables: tables.map(({ definition, added, changed, unchanged, refused }) => ({
      table: definition.name,
      added: added.map(({ row, key }) => ({ row, key })),
      changed: changed.map(({ row, key, changes }) => ({
        row,
        key,
        changes: changes.map((change) =>
          definition.fields[change.field].identifying ? { field: change.field, withheld: "identifying" } : change,
        ),
      })),
      unchanged,
      refused,
    })),
  };
}
