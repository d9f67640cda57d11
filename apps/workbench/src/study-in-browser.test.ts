/// <reference lib="dom" />

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatEstimateAndInterval, formatEstimateCell, formatPValue } from "@seriatim/report";
import type { Result, Results } from "@seriatim/study/results";
import type axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pagesConfig } from "../vite.config.js";
import { startWorkbench, type Workbench } from "./server/start-workbench.js";
import { hannoverText } from "./statistics/fixtures/hannover.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const results = JSON.parse(hannoverText("results.json")) as Results;

describe.skipIf(!existsSync(executablePath))("the pages of results in a browser (needs Chromium)", () => {
  let folder: string;
  let browser: Browser;
  let workbench: Workbench;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-results-"));
    const pages = join(folder, "pages");
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
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page = await context.newPage();
    page.setDefaultTimeout(40_000);
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(workbench.url);
    await page.getByRole("button", { name: "Open the example" }).click();
    await page.getByRole("status").filter({ hasText: "26 rows" }).waitFor();
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
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
    });
  }

  const goTo = (path: string) => page.goto(new URL(path, workbench.url).href);
  const shot = (name: string) =>
    process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true }) : undefined;
  const row = (name: string | RegExp) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

  it("shows the numbers of the recorded results", async () => {
    await goTo("/survival");
    await page.getByRole("img", { name: /Overall survival by resection/ }).waitFor();
    const own = results.results.filter(({ analysis }) => analysis === "os");
    const written = ({ estimate, interval, unit, n }: Result) =>
      interval ? formatEstimateAndInterval(estimate, interval, unit, { n }) : formatEstimateCell(estimate, unit, { n });
    for (const level of ["R0", "R1/R2"]) {
      const cells = await row(level).filter({ hasText: "(" }).getByRole("cell").allTextContents();
      const of = own.filter(({ group }) => group.radicality === level);
      const median = of.find(({ name }) => name === "median")!;
      const rates = of.filter(({ name }) => name === "survival");
      expect(cells).toEqual([String(median.n), String(median.events), written(median), ...rates.map(written)]);
    }
    expect(await row("R0").filter({ hasText: "(" }).textContent()).toContain("32.0 (");
    for (const test of ["log-rank", "exact log-rank"]) {
      const p = own.find((one) => one.name === "pValue" && one.test === test)!;
      const head = test.charAt(0).toUpperCase() + test.slice(1);
      expect((await row(head).getByRole("cell").allTextContents()).at(-1)).toBe(formatPValue(p.estimate));
    }
    await row("R1/R2 against R0").filter({ hasText: "2.18" }).waitFor();
    expect(await faults()).toEqual([]);
    await shot("survival-1440");
  });

  it("reads the curves at a time by pointer and keys, and keeps the time in the address", async () => {
    const reader = page.getByRole("slider", { name: "Read the curves at a time" });
    await reader.focus();
    await page.keyboard.press("Home");
    for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
    await page.waitForURL(/at=36/);
    expect(await reader.getAttribute("aria-valuetext")).toBe("At 36 months: R0 47%, R1/R2 13%");
    await page.reload();
    await page.getByText("At 36 months", { exact: true }).first().waitFor();
    const box = (await reader.boundingBox())!;
    await page.mouse.move(box.x + (box.width * 60) / 84.01, box.y + 40);
    await expect
      .poll(() => reader.getAttribute("aria-valuetext"))
      .toMatch(/^At (59\.9|60|60\.1) months: R0 20%, R1\/R2 /);
    await page.mouse.move(0, 0);
  });

  it("says which numbers a convention changes, and goes back", async () => {
    await page.getByLabel("Confidence intervals on the scale").selectOption("plain");
    await page.getByText(/numbers differ from those with log-log/).waitFor();
    await row("Median (months) · R0").waitFor();
    await shot("survival-changes-1440");
    await page.reload();
    await page.getByText(/numbers differ from those with log-log/).waitFor();
    await page.getByRole("button", { name: "Back to those" }).click();
    await page.getByText("Change one of them").waitFor();
  });

  it("counts from a landmark, and undoes it", async () => {
    const slider = page.getByRole("slider", { name: "Landmark: counted from" });
    await slider.focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
    await page.getByRole("img", { name: /from 6 months/ }).waitFor();
    await slider.press("Home");
    await page.getByText("time zero").waitFor();
  });

  it("builds a cohort by filters and counts who is left out", async () => {
    await goTo("/cohort?cohort=first");
    await page.getByText("23 patients, 23 liver resections").waitFor();
    expect(await page.getByRole("list", { name: "Flow" }).textContent()).toContain("First resection elsewhere");
    expect(await faults()).toEqual([]);
    await shot("cohort-1440");
    await page.getByLabel("Add a filter on …").selectOption({ label: "Extrahepatic tumour" });
    await page.getByRole("group", { name: "Filter 3" }).getByRole("combobox").selectOption("is");
    await page.getByRole("checkbox", { name: "With extrahepatic tumour" }).check();
    await page.getByLabel("Reason given for those left out").last().fill("No extrahepatic tumour");
    await page.keyboard.press("Enter");
    await page.getByText("10 patients, 10 liver resections").waitFor();
    await page.getByRole("list", { name: "Flow" }).getByText("No extrahepatic tumour").waitFor();
    await page.reload();
    await page.getByText("10 patients, 10 liver resections").waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Remove filter 3" }).click();
    await page.getByText("23 patients, 23 liver resections").waitFor();
  });

  it("fits a phone, speaks German, and is dark", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/survival", "/cohort?cohort=first"]) {
      await goTo(path);
      await page.getByRole(path === "/survival" ? "img" : "list", { name: /Overall survival|Flow/ }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
      await shot(`${path.slice(1, 5)}-390`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.evaluate(() => {
      localStorage.setItem("seriatim-language", "de");
      localStorage.setItem("seriatim-colours", "dark");
    });
    await goTo("/survival");
    await page.getByRole("img", { name: /Overall survival/ }).waitFor();
    await page.getByRole("heading", { name: "Überleben", exact: true }).waitFor();
    expect(await faults()).toEqual([]);
    await shot("survival-dark-de");
    await goTo("/cohort?cohort=first");
    await page.getByText("23 Patienten, 23").waitFor();
    expect(await faults()).toEqual([]);
    await shot("cohort-dark-de");
    await page.setViewportSize({ width: 390, height: 844 });
    await goTo("/survival");
    await page.getByRole("img", { name: /Overall survival/ }).waitFor();
    await shot("survival-dark-390");
  });

  it("complained of nothing", () => {
    expect(complaints).toEqual([]);
  });
});
