import { resolve } from "node:path";
import type { Registry } from "@seriatim/registry";
import type { Person, VaultKey } from "@seriatim/registry/node";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { pathOf } from "../option-values.js";
import { shownTable } from "../shown-text.js";
import { registryPlace } from "./registry-place.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface PersonOptions extends RegistryOptions {
  key?: string;
  newKey?: boolean;
  set?: boolean;
  findNumber?: boolean;
  remove?: boolean;
}

/** `seriatim registry person`: who a patient is, from the vault. */
export const addPerson: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "Who a patient is. Names, birth dates and hospital numbers lie in a vault of their own, encrypted under a key that is not in the registry; analyses never read it. What is given is read from standard input, so that it stands in no command line.",
    )
    .argument("[PATIENT]", "the patient's study number")
    .option(
      "--key <FILE>",
      "the vault's key; default the environment variable SERIATIM_VAULT_KEY",
      pathOf("file", "--key"),
    )
    .option("--new-key", "prints a new key for a vault; keep it, and a copy of it, away from the registry")
    .option("--set", "keeps what standard input says: lines name:, born:, number:, note:")
    .option("--find-number", "the patients of a hospital number, which standard input says")
    .option("--remove", "erases who the patient is, from the history too: nobody can read it again")
    .addHelpText(
      "after",
      examples([
        ["registry person leiomyosarcoma --new-key", "a key, to be kept in a file elsewhere"],
        ["registry person leiomyosarcoma P07 --key vault.key", "who P07 is"],
      ]),
    )
    .action((shown: string, patient: string | undefined, options: PersonOptions) =>
      person(context.io, shown, patient, options),
    );
};

async function person(io: CliIo, shown: string, patient: string | undefined, options: PersonOptions): Promise<void> {
  const { newVaultKey, readVaultKey } = await import("@seriatim/registry/node");
  if (options.newKey) {
    io.stdout.write(`${newVaultKey()}\n`);
    return;
  }
  const place = registryPlace(io, shown);
  const key = options.remove
    ? undefined
    : await readVaultKey({
        ...(options.key === undefined ? {} : { file: resolve(io.cwd, options.key) }),
        environment: io.environment,
        ...(place.at.includes("://") ? {} : { registryFolder: place.at }),
      });
  const given = options.set || options.findNumber ? await standardInput(io) : "";
  await withRegistry(io, shown, options, async (registry, progress) => {
    const answer = options.findNumber
      ? await found(registry, key!, given.trim())
      : await ofPatient(registry, key, keyOf(patient), { ...options, given });
    progress.done();
    io.stdout.write(
      typeof answer === "string"
        ? `${answer}\n`
        : shownTable(
            io,
            [
              { heading: "patient" },
              { heading: "name" },
              { heading: "born" },
              { heading: "number" },
              { heading: "note" },
            ],
            answer.map(({ key: of, person: who }) => [
              of.join("/"),
              who.name ?? "",
              who.birthDate ?? "",
              who.hospitalNumber ?? "",
              who.note ?? "",
            ]),
          ),
    );
  });
}

type Answer = string | { key: readonly string[]; person: Person }[];

async function ofPatient(
  registry: Registry,
  vaultKey: VaultKey | undefined,
  key: readonly string[],
  { set, remove, given }: { set?: boolean; remove?: boolean; given: string },
): Promise<Answer> {
  const { asUser } = await import("@seriatim/registry");
  const { personOf, removePerson, setPerson } = await import("@seriatim/registry/node");
  return asUser(registry, async (trx): Promise<Answer> => {
    if (remove) return (await removePerson(trx, key)) ? "Erased." : "Nothing was known of who that is.";
    if (set) {
      await setPerson(trx, registry, vaultKey!, key, personIn(given));
      return "Kept.";
    }
    const who = await personOf(trx, registry, vaultKey!, key);
    return who ? [{ key, person: who }] : "Nothing is known of who that is.";
  });
}

async function found(registry: Registry, vaultKey: VaultKey, hospitalNumber: string): Promise<Answer> {
  const { asUser } = await import("@seriatim/registry");
  const { findPersons } = await import("@seriatim/registry/node");
  const persons = await asUser(registry, (trx) => findPersons(trx, registry, vaultKey, { hospitalNumber }));
  return persons.length === 0 ? "Nobody has that number." : persons;
}

function keyOf(patient: string | undefined): string[] {
  if (patient === undefined) throw new InputError("person: no PATIENT; give the study number");
  return patient.split("/");
}

const lines: Record<string, keyof Person> = { name: "name", born: "birthDate", number: "hospitalNumber", note: "note" };

function personIn(text: string): Person {
  const person: Person = {};
  for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== "")) {
    const [, word, value] = /^\s*(\w+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    const field = word === undefined ? undefined : lines[word];
    if (field === undefined)
      throw new InputError(
        `standard input: a line does not begin with one of ${Object.keys(lines)
          .map((name) => `${name}:`)
          .join(", ")}`,
      );
    person[field] = value;
  }
  return person;
}

async function standardInput({ stdin }: Pick<CliIo, "stdin">): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stdin) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}
