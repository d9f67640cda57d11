import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import type { Session } from "../service/session.js";
import { folderHome } from "./folder-home.js";
import { workbenchApp } from "./workbench-app.js";

export interface WorkbenchOptions {
  /** 0 for any that is free. */
  port: number;
  /** Where the registries lie; absolute. */
  folder: string;
  /** Who works at this machine: the user of its registries. */
  who: string;
  /** The interface; there is no sign-in yet, so no other than this machine's own is allowed. */
  hostname?: string;
  /** The built pages. */
  pages?: string;
  /** The folder of the example study, whose report lies in it. */
  studies?: string;
  now?: () => Date;
  onFault?: (error: unknown) => void;
  /** Bytes of a file at most. */
  largestFile?: number;
}

export interface Workbench {
  /** With the token that lets in. */
  url: string;
  /** As a request has it. */
  session(): Session;
  close(): Promise<void>;
}

/**
 * Serves the workbench on this machine, for whoever has the address.
 *
 * @throws RangeError where another interface than 127.0.0.1 is asked for; the error of the system where the port is taken
 */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const {
    hostname = "127.0.0.1",
    pages = fromHere("../../dist/pages"),
    studies = fromHere("../../../../studies/hannover"),
  } = options;
  if (hostname !== "127.0.0.1")
    throw new RangeError(
      `the workbench was to serve ${hostname}; without sign-in it serves 127.0.0.1 alone, where only this machine reaches it`,
    );
  const home = folderHome({
    folder: options.folder,
    studies,
    now: options.now ?? (() => new Date()),
    exampleReport: "/report/report.html",
  });
  const session = () => ({ registry: home.registry(), who: options.who, home });
  const token = randomBytes(24).toString("base64url");
  let port = options.port;
  const app = workbenchApp({
    token,
    secret: randomBytes(24).toString("base64url"),
    hosts: () => [`127.0.0.1:${port}`, `localhost:${port}`],
    session,
    pages,
    report: join(studies, "report"),
    onFault: options.onFault ?? (() => {}),
    ...(options.largestFile === undefined ? {} : { largestFile: options.largestFile }),
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, hostname, port: options.port }, (address: AddressInfo) => {
      port = address.port;
      resolve(starting);
    });
    starting.once("error", reject);
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    session,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
      await home.close();
    },
  };
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
