/// <reference lib="dom" />

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pagesConfig } from "../vite.config.js";
import { startWorkbench, type Workbench } from "./server/start-workbench.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);

describe.skipIf(!hasChromium)("the workbench in a browser (needs Chromium)", () => {
  let folder: string;
  let browser: Browser;
  let workbench: Workbench;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];
  let firstView = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-pages-"));
    const pages = join(folder, "pages");
    // Else React is built as for its developers.
    vi.stubEnv("NODE_ENV", "production");
    await build({
      ...pagesConfig,
      configFile: false,
      logLevel: "warn",
      build: { ...pagesConfig.build, outDir: pages },
    });
    vi.unstubAllEnvs();
    workbench = await startWorkbench({ port: 0, folder: join(folder, "data"), who: "anna", pages });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page = await context.newPage();
    const bodies: Promise<void>[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    const measure = (response: { body(): Promise<Buffer> }) =>
      bodies.push(
        response.body().then(
          (body) => void (firstView += gzipSync(body).length),
          () => {},
        ),
      );
    page.on("response", measure);
    await page.goto(workbench.url);
    await page.getByRole("heading", { name: "Start" }).waitFor();
    await page.waitForLoadState("networkidle");
    await Promise.all(bodies);
    page.off("response", measure);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function faults(): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
    });
  }

  // Handed over by the debugger: the page's policy lets no script in.
  const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  it("shows the first page for less than 1 MB, compressed", () => {
    process.stdout.write(`The first view of the workbench: ${Math.round(firstView / 1000)} kB compressed\n`);
    expect(firstView).toBeGreaterThan(50_000);
    expect(firstView).toBeLessThan(1_000_000);
  });

  it("is built without anything of Node's", () => {
    const assets = join(folder, "pages", "assets");
    const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
    for (const name of scripts) expect(readFileSync(join(assets, name), "utf8")).not.toMatch(/browser-external|"node:/);
    // Nor of a tab's that works alone.
    expect(readdirSync(assets).filter((name) => /\.(wasm|data)$/.test(name))).toEqual([]);
    for (const name of scripts)
      expect(readFileSync(join(assets, name), "utf8")).not.toMatch(/over-worker|tab-notice|who-field/);
  });

  it("takes the token out of the address", () => {
    expect(new URL(page.url()).search).toBe("");
  });

  it("opens the example and shows its 26 patients", async () => {
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Open the example" }).click();
    await page.getByRole("status").filter({ hasText: "26 rows" }).waitFor({ timeout: 55_000 });
    expect(await page.getByRole("link", { name: /^Open P/ }).count()).toBe(26);
    expect(await faults()).toEqual([]);
  });

  it("filters and sorts; the address is the state", async () => {
    await page.getByRole("button", { name: "Filter Sex" }).click();
    await page.getByRole("checkbox", { name: "Female" }).check();
    await page
      .getByRole("status")
      .filter({ hasText: /of 26 rows/ })
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Date of birth$/ }).click();
    await page.waitForURL(/sort/);
    const shown = () => page.locator("tbody tr td:first-child").allTextContents();
    await expect.poll(async () => (await shown())[0]).not.toBe("P02");
    const before = await shown();
    await page.goto(page.url());
    await page
      .getByRole("status")
      .filter({ hasText: /of 26 rows/ })
      .waitFor();
    await expect.poll(shown).toEqual(before);
  });

  it("edits a field of a patient, checks it while it is typed, and shows its history", async () => {
    await page.goto(new URL("/records", workbench.url).href);
    await page.getByRole("link", { name: "Open P07" }).click();
    await page.getByRole("heading", { name: "Patient P07" }).waitFor();
    expect(await page.getByRole("img", { name: /Time line/ }).getAttribute("aria-label")).toMatch(/resection · 1/);
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Edit resection 1" }).click();
    const margin = page.getByLabel("Resection margin (mm)");
    await margin.fill("much");
    await page.getByText("much is not a number").waitFor();
    await margin.fill("0");
    await page.getByText("R0 with a margin of 0 mm").waitFor();
    await margin.fill("4");
    await page.getByText("R0 with a margin of 0 mm").waitFor({ state: "detached" });
    expect(await faults()).toEqual([]);
    await page.getByPlaceholder("Reason, for the history").fill("read again");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByText("Resection margin 2 → 4").waitFor();
    await page.getByRole("button", { name: "Edit resection 1" }).click();
    await page.getByRole("button", { name: "History of Resection margin" }).click();
    await page.getByRole("dialog", { name: "History of Resection margin" }).getByText("2 → 4").waitFor();
    await page.keyboard.press("Escape");
  });

  it("tells that the record was changed meanwhile, and keeps what was typed", async () => {
    await page.getByLabel("Days in hospital (days)").fill("21");
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByLabel("Days in hospital (days)").fill("14");
    await other.getByRole("button", { name: "Save", exact: true }).click();
    await other.getByText("Saved.").waitFor();
    await other.close();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Changed meanwhile").waitFor();
    await page.getByText("was 9, is now 14; you typed 21").waitFor();
    await page.getByRole("button", { name: "Keep mine" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Days in hospital 14 → 21").waitFor();
  });

  it("undoes one's last change", async () => {
    await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: as before.").waitFor();
    await page.getByText("Days in hospital 21 → 14").waitFor();
  });

  it("speaks German, and is dark", async () => {
    await page.getByText("DE", { exact: true }).click();
    await page.getByRole("link", { name: "Datensätze", exact: true }).waitFor();
    await page.getByRole("button", { name: "Farben" }).click();
    await page.getByRole("menuitem", { name: "Dunkel" }).click();
    expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe("dark");
    await page.getByRole("menuitem", { name: "Dunkel" }).waitFor({ state: "detached" });
    expect(await faults()).toEqual([]);
  });

  it("leads to every page of the navigation, and fits a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/", "/records", "/patients/P06", "/import", "/survival", "/history", "/nothing"]) {
      await page.goto(new URL(path, workbench.url).href);
      await page.getByRole("heading").first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });

  it("takes a dropped file to the import", async () => {
    await page.goto(new URL("/", workbench.url).href);
    await page.locator('input[type="file"]').setInputFiles({
      name: "sheet.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("a;b\n1;2\n"),
    });
    await page.waitForURL(/\/import\?file=/);
  });

  it("has asked nobody else for anything, and complained of nothing", () => {
    const origin = new URL(workbench.url).origin;
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((url) => new URL(url).origin !== origin && !url.startsWith("data:"))).toEqual([]);
    expect(complaints.filter((text) => !/status of (409|400|404)/.test(text))).toEqual([]);
  });
});
