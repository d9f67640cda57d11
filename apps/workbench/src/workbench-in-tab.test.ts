/// <reference lib="dom" />

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tabConfig } from "../vite.config.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** As where somebody hosts it beside other things. */
const subfolder = "/tools/seriatim/";

describe.skipIf(!existsSync(executablePath))("the workbench in a tab alone (needs Chromium)", () => {
  let folder: string;
  let pages: string;
  let server: Server;
  let origin: string;
  let context: BrowserContext;
  let page: Page;
  const served: { url: string; size: number }[] = [];
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-tab-pages-"));
    pages = join(folder, "pages");
    // Else React is built as for its developers.
    vi.stubEnv("NODE_ENV", "production");
    await build({
      ...tabConfig,
      configFile: false,
      logLevel: "warn",
      build: { ...tabConfig.build, outDir: pages },
    });
    vi.unstubAllEnvs();
    server = await serve(pages, served);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath,
      args: ["--no-sandbox", "--disable-background-networking"],
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
    });
    context.setDefaultTimeout(50_000);
    context.on("request", (request) => asked.push(request.url()));
    page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${origin}${subfolder}`);
    await page.getByRole("heading", { name: "Start" }).waitFor();
    await page.waitForLoadState("networkidle");
  }, 120_000);

  afterAll(async () => {
    await context?.close();
    server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function change(of: Page, days: string, saves = "Saved."): Promise<void> {
    const field = of.getByLabel("Days in hospital (days)");
    if (!(await field.isVisible())) await of.getByRole("button", { name: "Edit resection 1" }).click();
    await field.fill(days);
    await of.getByRole("button", { name: "Save", exact: true }).click();
    await of.getByText(saves).first().waitFor();
  }

  it("shows the first page for less than 1 MB, compressed, and asks for no database yet", () => {
    const size = served.reduce((sum, one) => sum + one.size, 0);
    process.stdout.write(`The first view of the workbench in a tab: ${Math.round(size / 1000)} kB compressed\n`);
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(1_000_000);
    expect(served.filter(({ url }) => /\.(wasm|data)$/.test(url))).toEqual([]);
    expect(served.some(({ url }) => url.includes("worker"))).toBe(true);
  });

  it("is built without anything of Node's in its pages", () => {
    const scripts = readdirSync(join(pages, "assets")).filter((name) => /^(?!worker|nodefs).*\.js$/.test(name));
    for (const name of scripts)
      expect(readFileSync(join(pages, "assets", name), "utf8"), name).not.toMatch(/browser-external|"node:/);
  });

  it("makes the example, and shows its 26 patients", async () => {
    await page.getByLabel("Your name, for the history").fill("anna");
    await page.getByRole("button", { name: "Open the example" }).click();
    await page.getByRole("status").filter({ hasText: "26 rows" }).waitFor();
    expect(await page.getByRole("link", { name: /^Open P/ }).count()).toBe(26);
    expect(await page.getByText("Nothing will be kept").count()).toBe(0);
  });

  it("edits with the network, and without it", async () => {
    await page.getByRole("link", { name: "Open P07" }).click();
    await page.getByRole("heading", { name: "Patient P07" }).waitFor();
    await change(page, "14");
    await page.getByText("Days in hospital 9 → 14").waitFor();
    await context.setOffline(true);
    const before = served.length;
    await change(page, "15");
    await page.getByText("Days in hospital 14 → 15").waitFor();
    expect(served.length).toBe(before);
  });

  it("has all of it when it is loaded again", async () => {
    await context.setOffline(false);
    await page.reload();
    await page.getByRole("heading", { name: "Patient P07" }).waitFor();
    await page.getByText("Days in hospital 9 → 14").waitFor();
    await page.getByText("Days in hospital 14 → 15").waitFor();
  });

  it("tells a second tab, which opens the registry when the first is closed", async () => {
    const second = await context.newPage();
    await second.goto(page.url());
    await second.getByText("the registry is open in another tab or window of this browser").waitFor();
    const again = second.getByRole("button", { name: "Try again" });
    await again.click();
    await expect.poll(() => again.isEnabled()).toBe(false);
    await expect.poll(() => again.isEnabled(), { timeout: 10_000 }).toBe(true);
    await second.getByText("the registry is open in another tab or window of this browser").waitFor();
    await page.close();
    page = second;
    await again.click();
    await page.getByRole("heading", { name: "Patient P07" }).waitFor();
    await page.getByText("Days in hospital 14 → 15").waitFor();
    expect(await page.getByText("cannot be opened").count()).toBe(0);
  });

  it("tells that the storage is full, and keeps what was typed", async () => {
    const session = await context.newCDPSession(page);
    const quota = (quotaSize?: number) =>
      session.send("Storage.overrideQuotaForOrigin", { origin, ...(quotaSize === undefined ? {} : { quotaSize }) });
    const edit = page.getByRole("button", { name: "Edit resection 1" });
    const days = page.getByLabel("Days in hospital (days)");
    const save = page.getByRole("button", { name: "Save", exact: true });
    const isFull = page.getByText("the browser's storage is full");
    await quota(1);
    try {
      // What was made ready for the next writes is used up first.
      for (let i = 0; i < 40; i++) {
        await edit.or(isFull).first().waitFor();
        if (await isFull.first().isVisible()) break;
        await edit.click();
        await days.fill(String(16 + i));
        await page.getByPlaceholder("Reason, for the history").fill("a".repeat(900));
        await save.click();
        await edit.or(isFull).first().waitFor();
      }
      await isFull.first().waitFor();
      expect(await days.inputValue()).toMatch(/^\d\d$/);
    } finally {
      await quota();
    }
    const again = page.getByRole("button", { name: "Try again" }).first();
    if (await again.isVisible()) await again.click();
    await days.fill("77");
    await save.click();
    await page.getByText(/Days in hospital \d+ → 77/).waitFor();
  });

  it("keeps a history that verifies", async () => {
    await page.goto(`${origin}/verify/`);
    const verdict = await page.evaluate(() => (globalThis as unknown as Verifying).verify("hannover"));
    expect(verdict).toMatchObject({ faults: [], differences: [] });
    expect(verdict.entries).toBeGreaterThan(204);
  });

  it("says in a window that keeps nothing that nothing is kept, and hands the records over", async () => {
    await page.addInitScript("delete StorageManager.prototype.getDirectory");
    const worker = `${origin}${subfolder}assets/`;
    await page.route(`${worker}worker*.js`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: `delete StorageManager.prototype.getDirectory;${await answer.text()}`,
      });
    });
    await page.goto(`${origin}${subfolder}`);
    await page.getByRole("button", { name: "Open the example" }).click();
    await page.getByRole("status").filter({ hasText: "26 rows" }).waitFor();
    await page.getByText("Nothing will be kept", { exact: true }).waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the records (CSV)" }).click();
    expect((await download).suggestedFilename()).toBe("patients.csv");
    const text = readFileSync(await (await download).path(), "utf8");
    expect(text.trim().split("\n")).toHaveLength(27);
  });

  it("has asked nobody else for anything, and complained of nothing", () => {
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

interface Verifying {
  verify(name: string): Promise<{ entries: number; faults: unknown[]; differences: unknown[] }>;
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A static server, of the kind that anybody has; and under `/verify/` what looks at the history from without. */
async function serve(pages: string, served: { url: string; size: number }[]): Promise<Server> {
  const engine = new URL("./", import.meta.resolve("@electric-sql/pglite"));
  const verifier = await bundledVerifier();
  const server = createServer(({ url = "/" }, response) => {
    const path = new URL(url, "http://tab").pathname;
    const send = (body: Buffer | string, name: string) =>
      response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream").end(body);
    if (path === "/verify/") return void send(verifyingPage, "page.html");
    if (path === "/verify/worker.js") return void send(verifier, path);
    if (/^\/verify\/[a-z]+\.(wasm|data)$/.test(path))
      return void send(readFileSync(new URL(path.slice("/verify/".length), engine)), path);
    const name = path.endsWith("/") ? "index.html" : path.slice(subfolder.length);
    const file = join(pages, name);
    if (!path.startsWith(subfolder) || name.includes("..") || !existsSync(file))
      return void response.writeHead(404).end();
    const body = readFileSync(file);
    served.push({ url, size: gzipSync(body).length });
    send(body, file);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** The registry's own worker of its tests: none of the workbench's code. */
async function bundledVerifier(): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [
      fileURLToPath(import.meta.resolve("@seriatim/registry").replace(/index\.ts$/, "fixtures/tab-worker.ts")),
    ],
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

const verifyingPage = `<!doctype html><meta charset="utf-8"><title>History</title><script type="module">
const worker = new Worker("worker.js", { type: "module" });
const ask = (order, ...given) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data: [, answer, fault] }) => fault === undefined ? resolve(answer) : reject(new Error(fault));
  worker.postMessage([0, order, ...given]);
});
globalThis.verify = async (name) => {
  await ask("open", name);
  const verdict = await ask("verify");
  await ask("close");
  return verdict;
};
</script>`;
