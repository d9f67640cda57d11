/// <reference lib="dom" />

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pagesConfig } from "../vite.config.js";
import { startWorkbench, type Workbench } from "./server/start-workbench.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
// Handed over by the debugger: the page's policy lets no script in.
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(!hasChromium)("follow-up and history in a browser (needs Chromium)", () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let workbench: Workbench;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-follow-up-pages-"));
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
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(workbench.url);
    await page.getByRole("button", { name: "Open the example" }).click();
    await page.getByRole("status").filter({ hasText: "26 rows" }).waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const goTo = (path: string) => page.goto(new URL(path, workbench.url).href);

  async function faults(): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
    });
  }

  it("lists P06 as overdue at the end of 1998, with the numbers above", async () => {
    await goTo("/follow-up");
    await page.getByLabel("As of", { exact: true }).fill("31.12.1998");
    await page.getByLabel("As of", { exact: true }).press("Enter");
    await page.waitForURL(/asOf=/);
    await page.getByRole("button", { name: "Enter a contact with P06" }).waitFor();
    expect(await page.getByRole("img", { name: /Clark’s C as of each year/ }).count()).toBe(1);
    expect(await page.getByRole("region", { name: "Numbers" }).textContent()).toMatch(/of 26 patients/);
    expect(await faults()).toEqual([]);
  });

  const hasFocusOnDate = () =>
    page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.placeholder.startsWith("YYYY"));

  it("enters a contact by the keyboard alone", async () => {
    await page.getByRole("button", { name: "Enter a contact with P06" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Contact with P06" }).waitFor();
    await expect.poll(hasFocusOnDate).toBe(true);
    expect(await faults()).toEqual([]);
    await page.keyboard.type("much");
    await page.getByText("much is not a date").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("1.12.1998");
    await page.keyboard.press("Enter");
    await page.getByText("Contact with P06 saved.").waitFor();
    await page.getByRole("heading", { name: "Nobody is overdue" }).waitFor();
  });

  it("tells that a patient was changed meanwhile, keeps what was typed, and goes on to the next", async () => {
    await goTo("/follow-up");
    const rows = page.getByRole("button", { name: /^Enter a contact with/ });
    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    const second = await rows.nth(1).getAttribute("aria-label");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(second);
    await page.getByRole("button", { name: "Enter a contact with P15" }).click();
    await page.getByLabel("Date last seen").fill("1998-12-20");
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByLabel("Date last seen").fill("1998-12-10");
    await other.getByLabel("Date last seen").press("Enter");
    await other.getByText("Contact with P15 saved.").waitFor();
    await other.close();
    await page.getByLabel("Date last seen").press("Enter");
    await page.getByText("Changed meanwhile").waitFor();
    await page.getByText(/Date last seen: was .*, is now 1998-12-10/).waitFor();
    await page.getByRole("button", { name: "Go on with what I typed" }).click();
    await page.getByLabel("Date last seen").press("Enter");
    await page.getByText("Contact with P15 saved.").waitFor();
    await page.getByRole("heading", { name: "Contact with P06" }).waitFor();
    await expect.poll(hasFocusOnDate).toBe(true);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Undone: as before.").waitFor();
  });

  it("shows who changed what, and opens a change field by field", async () => {
    await goTo("/history?patient=P06");
    const change = page.getByRole("button", { name: /patient P06 changed/ });
    await change.click();
    const fields = page.getByRole("table", { name: "patient P06 changed" });
    await fields.getByText("1998-12-01").waitFor();
    expect(await fields.getByRole("rowheader").allTextContents()).toEqual(["Date last seen"]);
    expect(await faults()).toEqual([]);
    const address = page.url();
    expect(address).toMatch(/change=\d+/);
    await goTo("/history?action=import");
    await page
      .getByRole("button", { name: /import/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Show identifying values" }).click();
    await page.getByRole("button", { name: "Hide identifying values" }).waitFor();
    await page.goto(address);
    await fields.getByText("1998-12-01").waitFor();
  });

  it("undoes a change with a reason", async () => {
    await page.getByRole("button", { name: "Undo this change" }).click();
    await page.getByLabel("Reason, for the history").fill("another patient's letter");
    await page.keyboard.press("Enter");
    await page.getByText("Undone: 1 rows as before.").waitFor();
    await page.getByText("another patient's letter").waitFor();
    await goTo("/follow-up?asOf=1998-12-31");
    await page.getByRole("button", { name: "Enter a contact with P06" }).waitFor();
  });

  it("verifies the chain and shows its head", async () => {
    await goTo("/history");
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await page.getByText(/^Whole: \d+ entries/).waitFor();
    await page.getByText(/^[0-9a-f]{64}$/).waitFor();
    await page.getByLabel(/A head kept earlier/).fill("0".repeat(64));
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await page.getByText("Not whole").waitFor();
    expect(await faults()).toEqual([]);
  });

  it("says so where nobody is overdue, and where nothing is as the filters say", async () => {
    await goTo("/follow-up?asOf=1998-12-31&every=240");
    await page.getByRole("heading", { name: "Nobody is overdue" }).waitFor();
    await goTo("/follow-up?asOf=never");
    await page.getByText(/“never” is not a full date/).waitFor();
    await goTo("/history?day=1999-01-01");
    await page.getByRole("heading", { name: "No such change" }).waitFor();
  });

  it("fits a phone, in German and dark too", async () => {
    await page.getByText("DE", { exact: true }).click();
    await page.getByRole("button", { name: "Farben" }).click();
    await page.getByRole("menuitem", { name: "Dunkel" }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [path, heading] of [
      ["/follow-up?asOf=1998-12-31&patient=P06", "Kontakt mit P06"],
      ["/history", "Änderungen, die letzte zuerst"],
    ]) {
      await goTo(path);
      await page.getByRole("heading", { name: heading }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
      expect(await faults()).toEqual([]);
    }
    expect(complaints.filter((text) => !/status of (409|400|404)/.test(text))).toEqual([]);
  });
});
