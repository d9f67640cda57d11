/// <reference lib="dom" />

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderReport } from "@seriatim/report";
import type axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realFiles } from "../apps/cli/src/cli-io.js";
import { reportFonts } from "../apps/cli/src/report-fonts.js";
import { recorded } from "../packages/report/src/fixtures/recorded.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);

describe.skipIf(!hasChromium)("the report in a browser (needs Chromium)", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
    folder = mkdtempSync(join(tmpdir(), "seriatim-report-"));
    const fonts = await reportFonts({ files: realFiles });
    for (const study of ["hannover", "colon"] as const)
      writeFileSync(
        join(folder, `${study}.html`),
        (await renderReport(recorded(study), { fonts })).files["report.html"],
      );
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** The page, and what it asked for and complained of. */
  async function open(
    study: string,
    options: Parameters<Browser["newPage"]>[0] = {},
  ): Promise<{ page: Page; heard: string[] }> {
    const page = await browser.newPage(options);
    const heard: string[] = [];
    page.on("request", (request) => heard.push(request.url()));
    page.on("console", (message) => heard.push(message.text()));
    page.on("pageerror", (error) => heard.push(error.message));
    await page.goto(pathToFileURL(join(folder, `${study}.html`)).href);
    return { page, heard };
  }

  it.each(["hannover", "colon"])("asks for nothing beside itself and complains of nothing: %s", async (study) => {
    const { page, heard } = await open(study);
    expect(heard.filter((url) => !url.startsWith("data:font/"))).toEqual([expect.stringMatching(/^file:.*\.html$/)]);
    expect(await page.evaluate(() => document.fonts.check("16px 'Source Sans 3'"))).toBe(true);
    await page.close();
  });

  it.each([
    ["hannover", 390],
    ["hannover", 1440],
    ["colon", 390],
    ["colon", 1024],
  ])("fits the window: %s at %i pixels", async (study, width) => {
    const { page } = await open(study, { viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });

  it("leads from a number to its row, though the appendix is closed", async () => {
    const { page } = await open("hannover");
    await page.locator("p a.number", { hasText: "32.0 months" }).first().click();
    const row = page.locator("tr:target");
    await row.waitFor({ state: "visible" });
    expect(await row.textContent()).toContain("os/first/radicality=R0/median");
    await row.locator("a").click();
    const rows = page.locator("details:target");
    expect(await rows.locator("summary").textContent()).toBe("Survival after first resection: R0 (15 resections)");
    await page.close();
  });

  it("is read with the keyboard: first a way past the contents, then links in their order", async () => {
    const { page } = await open("hannover");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the report");
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/#report$/);
    const stops = await page.locator("table a.number:not([tabindex='-1'])").count();
    expect(stops).toBe(0);
    await page.close();
  });

  it("follows the reader's dark mode, figures too", async () => {
    const { page } = await open("hannover", { colorScheme: "dark" });
    const colours = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      ink: getComputedStyle(document.querySelector('.picture text[fill="#1a1d21"]')!).fill,
    }));
    expect(colours).toEqual({ paper: "rgb(21, 24, 27)", ink: "rgb(230, 233, 236)" });
    await page.close();
  });

  it.each([
    ["hannover", "light"],
    ["hannover", "dark"],
    ["colon", "light"],
  ] as const)("has no fault that axe finds: %s, %s", async (study, colorScheme) => {
    const { page } = await open(study, { colorScheme });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
    const faults = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)} (${nodes.length})`);
    });
    expect(faults).toEqual([]);
    await page.close();
  });

  it("prints on A4 without the contents and the appendix", async () => {
    const { page } = await open("hannover");
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".contents", ".appendix"]) expect(await page.locator(hidden).isVisible()).toBe(false);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(5);
    expect(pages).toBeLessThan(15);
    await page.close();
  });
});
