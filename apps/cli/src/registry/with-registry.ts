import type { Registry } from "@seriatim/registry";
import type { Command } from "commander";
import type { CliIo } from "../cli-io.js";
import { once } from "../option-values.js";
import { type Progress, progressLine } from "../progress.js";
import { registryPlace, registryUser } from "./registry-place.js";

export interface RegistryOptions {
  user?: string;
}

/** Gives a command its registry and who asks. */
export function registryArgument(command: Command): Command {
  return command
    .argument("<REGISTRY>", "a folder, postgres://…, or DATABASE_URL for the server that this variable names")
    .option(
      "--user <NAME>",
      "who asks; default SERIATIM_USER, else your name at this computer",
      once("--user", (text) => text),
    );
}

/** Opens a registry, does something with it and closes it, whatever comes. */
export async function withRegistry<T>(
  io: CliIo,
  shown: string,
  { user }: RegistryOptions,
  work: (registry: Registry, progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = progressLine(io);
  try {
    progress.says("Opening the registry");
    const { openRegistry } = await import("@seriatim/registry/node");
    const registry = await openRegistry(registryPlace(io, shown), { user: registryUser(io, user) });
    try {
      return await work(registry, progress);
    } finally {
      progress.done();
      await registry.engine.close();
    }
  } finally {
    progress.done();
  }
}

/** What is being done, and how far it is. */
export function stepsOf(progress: Progress): (what: string, done: number, total: number) => void {
  return (what, done, total) => progress.says(total > 0 ? `${what} (${Math.floor((100 * done) / total)} %)` : what);
}
