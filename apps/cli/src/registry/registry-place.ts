import { resolve } from "node:path";
import type { RegistryPlace } from "@seriatim/registry/node";
import type { CliIo } from "../cli-io.js";
import { InputError } from "../input-error.js";

/** How the server is named that the environment variable of this name leads to. */
export const serverWord = "DATABASE_URL";

/**
 * Where a registry lies that the user named: a folder, an address `postgres://…`, or `DATABASE_URL`, so that the password
 * stands in no command line.
 *
 * @throws InputError where DATABASE_URL is named, and is not set
 */
export function registryPlace({ cwd, environment }: Pick<CliIo, "cwd" | "environment">, shown: string): RegistryPlace {
  if (/^postgres(ql)?:\/\//i.test(shown)) return { at: shown, shown };
  if (shown !== serverWord) return { at: resolve(cwd, shown), shown };
  const url = environment[serverWord];
  if (url === undefined || url === "")
    throw new InputError(`${serverWord} is not set; set it to postgres://user:password@host/database`);
  return { at: url, shown };
}

/**
 * Who asks a registry: as `--user` says, else SERIATIM_USER, else the name at this computer.
 *
 * @throws InputError where none of them says anything
 */
export function registryUser(
  { environment, userName }: Pick<CliIo, "environment" | "userName">,
  option: string | undefined,
): string {
  const given = option ?? environment.SERIATIM_USER ?? userName?.toLowerCase();
  if (given === undefined || given === "")
    throw new InputError("it is not known who you are; say so by --user NAME, or set SERIATIM_USER");
  return given;
}
