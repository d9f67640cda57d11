/// <reference lib="dom" />

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hannover, hannoverDictionary } from "./fixtures/registries.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(executablePath))(
  "a registry in a browser's tab (needs Chromium)",
  { timeout: 180_000 },
  () => {
    let folder: string;
    let server: Server;
    let context: BrowserContext;
    let address: string;
    beforeAll(async () => {
      server = await serve(await bundledWorker());
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      folder = mkdtempSync(join(tmpdir(), "seriatim-tab-"));
      context = await browser();
    }, 60_000);
    afterAll(async () => {
      await context?.close();
      server?.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    /** With a profile in the folder, so that what it keeps is there when it is started again. */
    function browser(): Promise<BrowserContext> {
      return chromium.launchPersistentContext(folder, {
        executablePath,
        args: ["--no-sandbox", "--disable-background-networking"],
      });
    }

    async function page(): Promise<Page> {
      const opened = await context.newPage();
      await opened.goto(address);
      return opened;
    }

    const tables = ["patients", "resections", "followups"];
    const files = () =>
      Object.fromEntries(tables.map((name) => [`${name}.csv`, [...readFileSync(new URL(`${name}.csv`, hannover))]]));

    /** Of the worker of the page. */
    async function ask<Answer>(of: Page, order: string, ...given: unknown[]): Promise<Answer> {
      const [answer, fault] = await of.evaluate(
        ([what, values]) => (globalThis as unknown as PageParts).ask(what, ...values),
        [order, given] as const,
      );
      if (fault !== undefined) throw new Error(fault);
      return answer as Answer;
    }

    it("keeps what was imported, checked and edited, when the page is reloaded and when the browser was killed", async () => {
      const first = await page();
      expect(await ask(first, "has", "series")).toBe(false);
      const from = performance.now();
      expect(await ask(first, "create", "series", hannoverDictionary)).toEqual({ isKept: true });
      const created = performance.now() - from;
      const added = await ask<Record<string, number>>(first, "import", files());
      expect(added).toEqual({ "patients.csv": 26, "resections.csv": 34, "followups.csv": 144 });
      expect(await ask(first, "check")).toBe(0);
      const took = await ask<number[]>(first, "edit", 101);
      const contents = await ask<Record<string, string>>(first, "contents");
      const verdict = await ask<{ entries: number }>(first, "verify");
      expect(verdict).toMatchObject({ faults: [], differences: [] });
      await ask(first, "close");
      await first.reload();

      expect(await ask(first, "has", "series")).toBe(true);
      const opening = performance.now();
      expect(await ask(first, "open", "series")).toEqual({ isKept: true });
      const opened = performance.now() - opening;
      expect(await ask(first, "contents")).toEqual(contents);
      expect(await ask(first, "verify")).toMatchObject({ entries: verdict.entries + 1, faults: [], differences: [] });
      console.log(
        `create ${created.toFixed(0)} ms, open ${opened.toFixed(0)} ms, an edit in its own transaction ${took[50].toFixed(1)} ms (median of 101)`,
      );

      // Reloaded without closing: the worker is ended in the midst of its work.
      void ask(first, "edit", 1000).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 500));
      await first.reload();
      expect(await ask(first, "open", "series")).toEqual({ isKept: true });
      const after = await ask<{ entries: number }>(first, "verify");
      expect(after).toMatchObject({ faults: [], differences: [] });
      expect(after.entries).toBeGreaterThan(verdict.entries + 2);
      await context.close();
      context = await browser();
      const again = await page();
      expect(await ask(again, "open", "series")).toEqual({ isKept: true });
      expect(await ask(again, "verify")).toMatchObject({ entries: after.entries + 1, faults: [], differences: [] });
      await again.close();
    });

    it("is refused to a second tab, until the first is closed", async () => {
      const [first, second] = [await page(), await page()];
      await ask(first, "open", "series");
      for (const order of ["open", "remove"])
        await expect(ask(second, order, "series")).rejects.toThrow(
          "series: the registry is open in another tab or window of this browser; close it there, then open it here",
        );
      await first.close();
      expect(await ask(second, "open", "series")).toEqual({ isKept: true });
      await second.close();
    });

    it("says what is not there, and what is there already; and can be removed", async () => {
      const one = await page();
      await expect(ask(one, "open", "other")).rejects.toThrow(
        "other: there is no such registry in this browser's storage",
      );
      await expect(ask(one, "open", "../other")).rejects.toThrow("“../other” is no name of a registry");
      await expect(ask(one, "create", "series", hannoverDictionary)).rejects.toThrow(
        "series: there is a registry already",
      );
      await ask(one, "create", "other", hannoverDictionary);
      await ask(one, "close");
      await ask(one, "remove", "other");
      expect(await ask(one, "has", "other")).toBe(false);
      await one.close();
    });

    it("says that the browser's storage is full, keeps what was written before, and goes on when there is space", async () => {
      const one = await page();
      await ask(one, "create", "full", hannoverDictionary);
      await ask(one, "import", files());
      const contents = await ask(one, "contents");
      const session = await context.newCDPSession(one);
      const quota = async (quotaSize?: number) => {
        await session.send("Storage.overrideQuotaForOrigin", {
          origin: new URL(address).origin,
          ...(quotaSize === undefined ? {} : { quotaSize }),
        });
      };
      const used = await one.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
      await quota(used + 2_000_000);
      await expect(ask(one, "fill", 20)).rejects.toThrow(
        "full: the browser's storage is full; nothing of this change was written",
      );
      await quota();
      await one.reload();
      await ask(one, "open", "full");
      expect(await ask(one, "contents")).toEqual(contents);
      expect(await ask(one, "verify")).toMatchObject({ faults: [], differences: [] });
      await ask(one, "edit", 3);
      expect(await ask(one, "verify")).toMatchObject({ faults: [], differences: [] });
      await one.close();
    });
  },
);

interface PageParts {
  ask(order: string, ...given: unknown[]): Promise<[answer: unknown, fault?: string]>;
}

async function bundledWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("fixtures/tab-worker.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["seriatim-source"],
    external: ["node:module"],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

const pageText = `<!doctype html><meta charset="utf-8"><title>Registry</title><script type="module">
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
worker.onmessage = ({ data: [id, answer, fault] }) => {
  waiting.get(id)([answer, fault]);
};
let asked = 0;
globalThis.ask = (order, ...given) => new Promise((resolve) => {
  waiting.set(++asked, resolve);
  if (order === "import") given = given.map((files) => Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Uint8Array.from(bytes)])));
  worker.postMessage([asked, order, ...given]);
});
</script>`;

/** The page, its worker, and the engine's own files beside it. */
function serve(worker: string): Promise<Server> {
  const engine = new URL("./", import.meta.resolve("@electric-sql/pglite"));
  const types: Record<string, string> = { wasm: "application/wasm", data: "application/octet-stream" };
  const server = createServer(({ url = "/" }, response) => {
    const name = url.slice(1);
    const engineFile = /^[a-z]+\.(wasm|data)$/.exec(name);
    if (name === "") response.setHeader("content-type", "text/html").end(pageText);
    else if (name === "worker.js") response.setHeader("content-type", "text/javascript").end(worker);
    else if (engineFile)
      response.setHeader("content-type", types[engineFile[1]]).end(readFileSync(new URL(name, engine)));
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
