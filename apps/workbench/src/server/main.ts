import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { RegistryError } from "@seriatim/registry";
import { openExample } from "../service/open-example.js";
import { startWorkbench } from "./start-workbench.js";
import { userFolder } from "./user-folder.js";

const usage = `Usage: seriatim-workbench [--port N] [--folder DIR] [--once]

Serves the workbench to this machine's browser, with the Hannover example, until Ctrl-C.

  --port N      default: one that is free
  --folder DIR  where the registries lie; default: ${userFolder(process.env, process.platform)}
  --once        ends after the address is printed, and leaves nothing behind; so it does where CI is set and nobody looks
`;

try {
  process.exitCode = await main();
} catch (error) {
  const isTold = error instanceof RegistryError || error instanceof RangeError || isSystemError(error);
  process.stderr.write(`${isTold ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      folder: { type: "string" },
      once: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port: found “${values.port}”; give a number from 0 to 65535`);
  const isOnce = values.once === true || (process.env.CI !== undefined && !process.stdout.isTTY);
  const temporary = isOnce && values.folder === undefined;
  const folder = temporary
    ? await mkdtemp(join(tmpdir(), "seriatim-"))
    : resolve(values.folder ?? userFolder(process.env, process.platform));
  const workbench = await startWorkbench({
    port,
    folder,
    who: userName(),
    onFault: (error) => void process.stderr.write(`${String((error as Error)?.stack ?? error)}\n`),
  });
  try {
    await openExample(workbench.session(), {});
    process.stdout.write(`The workbench is at ${workbench.url}\n`);
    if (!isOnce) {
      process.stdout.write("Ctrl-C ends it.\n");
      await interrupted();
    }
  } finally {
    await workbench.close();
    if (temporary) await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}

/** A name that a registry allows, from the one at this computer. */
function userName(): string {
  const given = process.env.SERIATIM_USER ?? process.env.USER ?? process.env.USERNAME ?? "";
  const name = given
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, "")
    .replace(/^[^a-z]+/, "")
    .slice(0, 31);
  return name === "" ? "me" : name;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}
