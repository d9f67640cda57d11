import type { Role, User } from "@seriatim/registry";
import type { CliIo } from "../cli-io.js";
import { type AddCommand, examples } from "../command-context.js";
import { InputError } from "../input-error.js";
import { list } from "../option-values.js";
import { shownTable } from "../shown-text.js";
import { type RegistryOptions, registryArgument, withRegistry } from "./with-registry.js";

interface UserOptions extends RegistryOptions {
  role?: string[];
  centre?: string[];
  remove?: boolean;
}

/** `seriatim registry user`: who may do what. */
export const addUser: AddCommand = (command, context) => {
  registryArgument(command)
    .description(
      "The users; or, with a name, one made or changed. Roles: enter (records), verify (findings), analyse (what identifies nobody), export, administer.",
    )
    .argument("[NAME]", "of the user")
    .option("--role <ROLES>", "with commas between them", list("--role", "values"))
    .option(
      "--centre <CENTRES>",
      "whose patients the user sees, with commas between them; * for all",
      list("--centre", "values"),
    )
    .option("--remove", "the user may do nothing any more; the history keeps the name")
    .addHelpText(
      "after",
      examples([
        ["registry user leiomyosarcoma", "the users"],
        ["registry user leiomyosarcoma berta --role enter,verify --centre Hannover", "makes or changes a user"],
      ]),
    )
    .action((shown: string, name: string | undefined, options: UserOptions) => user(context.io, shown, name, options));
};

async function user(io: CliIo, shown: string, name: string | undefined, options: UserOptions): Promise<void> {
  await withRegistry(io, shown, options, async (registry, progress) => {
    const { listUsers, setUser } = await import("@seriatim/registry");
    const users = await listUsers(registry);
    if (name !== undefined) await setUser(registry, changedUser(name, users, options));
    else if (options.role || options.centre || options.remove)
      throw new InputError("user: no NAME; say which user is to be made or changed");
    const now = name === undefined ? users : await listUsers(registry);
    progress.done();
    io.stdout.write(
      shownTable(
        io,
        [{ heading: "user" }, { heading: "roles" }, { heading: "centres" }],
        now.map(({ name: who, roles, centres, active }) => [
          who,
          active ? roles.join(", ") : "removed",
          centres.join(", "),
        ]),
      ),
    );
  });
}

function changedUser(name: string, users: readonly User[], { role, centre, remove }: UserOptions): User {
  const former = users.find((other) => other.name === name);
  if (!former && (!role || !centre))
    throw new InputError(`${name} is a new user; give the --role and --centre of that user`);
  return {
    name,
    roles: (role as Role[] | undefined) ?? former?.roles ?? [],
    centres: centre ?? former?.centres ?? [],
    active: remove !== true,
  };
}
