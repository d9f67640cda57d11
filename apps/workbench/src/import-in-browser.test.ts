/// <reference lib="dom" />

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { pagesConfig } from "../vite.config.js";
import { startWorkbench, type Workbench } from "./server/start-workbench.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const sheet = fileURLToPath(new URL("../../../studies/hannover/as-kept.xlsx", import.meta.url));

describe.skipIf(!existsSync(executablePath))("import and findings in a browser (needs Chromium)", () => {
  let folder: string;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-import-"));
    const [pages, data] = [join(folder, "pages"), join(folder, "data")];
    mkdirSync(data);
    // The user's own registry: empty, of the Hannover dictionary.
    cpSync(inject("template"), join(data, "registry"), { recursive: true });
    vi.stubEnv("NODE_ENV", "production");
    await build({
      ...pagesConfig,
      configFile: false,
      logLevel: "warn",
      build: { ...pagesConfig.build, outDir: pages },
    });
    vi.unstubAllEnvs();
    workbench = await startWorkbench({ port: 0, folder: data, who: "anna", pages });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(workbench.url);
    await page.getByRole("heading", { name: "Start" }).waitFor();
    await page.getByRole("button", { name: "Open your registry" }).click();
    await page.waitForURL(/\/records/);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await workbench?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  async function faults(): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 300)} (${nodes.length})`);
    });
  }

  const go = (path: string) => page.goto(new URL(path, workbench.url).href);

  it("takes the sheet and draws the suggested mapping", async () => {
    await go("/import");
    await page.locator('input[type="file"]').setInputFiles(sheet);
    await page.waitForURL(/\/import\?file=/);
    await page.getByText("Can be read.").waitFor();
    expect(await page.getByLabel("Field of Geschl.").inputValue()).toBe("patients\u0000sex");
    expect(await page.locator("svg path[d^=M]").count()).toBeGreaterThan(12);
    expect(await faults()).toEqual([]);
  });

  it("writes the study numbers as the registry does: prefix and digits, in every table", async () => {
    await page.getByLabel("Prefix").fill("P");
    await page.getByLabel("Digits").fill("2");
    await page.getByText(/becomes P0\d/).waitFor();
    const text = await page.getByRole("textbox", { name: "The mapping as text (YAML)" }).inputValue();
    expect(text.match(/prefix: P, digits: 2/g)).toHaveLength(2);
  });

  it("says a fault of the text in place, and keeps what was typed when it is loaded again", async () => {
    const area = page.getByRole("textbox", { name: "The mapping as text (YAML)" });
    const text = await area.inputValue();
    await area.fill(text.replace("      sex:", "      sexx:"));
    await page.getByText(/“sexx” is no field of patients/).waitFor();
    expect(await page.getByRole("button", { name: "Preview", exact: true }).isDisabled()).toBe(true);
    await page.reload();
    await page.getByText(/“sexx” is no field of patients/).waitFor();
    await area.fill(text);
    await page.getByText("Can be read.").waitFor();
  });

  it("leaves a column out and takes it in again", async () => {
    const choice = page.getByLabel("Field of Grading");
    await choice.selectOption({ label: "— leave out —" });
    await page.getByText("Can be read.").waitFor();
    expect(await choice.inputValue()).toBe("");
    await choice.selectOption({ label: "Grade" });
    await page.getByText("Can be read.").waitFor();
  });

  it("previews 26 new patients and 34 resections, and nothing is written", async () => {
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await page.getByRole("row", { name: "Patients 26 0 0 0" }).waitFor();
    await page.getByRole("row", { name: "Liver resections 34 0 0 0" }).waitFor();
    expect(new URL(page.url()).searchParams.get("step")).toBe("preview");
    expect(await faults()).toEqual([]);
  });

  it("writes them, undoes it, and writes them again", async () => {
    const write = async () => {
      await page.getByLabel("Centre of new patients").fill("Hannover");
      await page.getByLabel("Reason, for the history").fill("the clinic's sheet");
      await page.getByRole("button", { name: "Write 60 rows" }).click();
      await page.getByText("Patients: 26 new, 0 changed").waitFor();
    };
    await write();
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: 60 rows are as before.").waitFor();
    await page.getByRole("link", { name: "Back to the preview" }).click();
    await write();
  });

  it("checks the records, and shows what is wrong by rule and by patient", async () => {
    await page.getByRole("button", { name: "Check the records" }).click();
    await page.waitForURL(/\/findings/);
    await page.getByText(/^Checked /).waitFor();
    expect(await page.getByRole("link", { name: /, go to the field$/ }).count()).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
    await page.getByText("By patient", { exact: true }).click();
    await page.waitForURL(/by=patient/);
    await page
      .getByRole("heading", { name: /^P\d\d$/ })
      .first()
      .waitFor();
  });

  it("accepts one with a reason, and shows it on demand", async () => {
    const toDo = async () => Number(/To do (\d+)/.exec((await page.getByText(/^To do \d/).textContent()) ?? "")?.[1]);
    const before = await toDo();
    await page
      .getByRole("button", { name: /^Accept: / })
      .first()
      .click();
    await page.getByLabel("Why it is so").fill("not in the file");
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(`To do ${before - 1}`).waitFor();
    await page.getByText("Accepted 1", { exact: true }).click();
    await page.getByText("“not in the file”").waitFor();
  });

  it("jumps to the field of the patient", async () => {
    await go("/findings");
    await page
      .getByRole("link", { name: /, go to the field$/ })
      .first()
      .click();
    await page.waitForURL(/\/patients\/P\d\d\?.*field=/);
  });

  it("fits a phone, in German and in the dark", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/import", "/findings"]) {
      await go(path);
      await page.getByRole("heading").first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
    expect(complaints.filter((text) => !/status of (409|400|404)/.test(text))).toEqual([]);
  });
});
