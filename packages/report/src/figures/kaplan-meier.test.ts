import { describe, expect, it } from "vitest";
import { curveOf, survivalResults } from "../fixtures/curve.js";
import { layoutFaults, type Picture, readSvg } from "../fixtures/read-svg.js";
import { hannover, resultOf } from "../fixtures/results.js";
import { kaplanMeierFigure } from "./kaplan-meier.js";
import { palette } from "./theme.js";

const fiveRows = [6, 14, 25, 38, 50].map((time, index) => ({ time, event: index !== 2 }));

async function draw(...args: Parameters<typeof kaplanMeierFigure>): Promise<Picture> {
  return readSvg((await silent(...args)).svg);
}

/** Draws, and fails on any warning of the graphics library. */
async function silent(...[results, id, options]: Parameters<typeof kaplanMeierFigure>) {
  const warnings: string[] = [];
  const figure = await kaplanMeierFigure(results, id, { ...options, warn: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([]);
  return figure;
}

/** Pixels of the ticks on the time axis: short upright lines under one another's beginning. */
function tickPixels(picture: Picture): number[] {
  const ticks = picture.lines.filter((line) => line.x1 === line.x2 && Math.abs(line.y2 - line.y1 - 5) < 1e-6);
  return ticks.map((line) => line.x1);
}

function rowPixels(picture: Picture, name: string): { x: number; text: string }[][] {
  return picture.texts
    .filter((each) => each.text === name)
    .map((label) => picture.texts.filter((each) => each !== label && Math.abs(each.y - label.y) < 1));
}

describe("kaplanMeierFigure", () => {
  it("is the figure of the published comparison, byte for byte", async () => {
    const figure = await silent(hannover(), "os");
    await expect(figure.svg).toMatchFileSnapshot("./__snapshots__/kaplan-meier-os.svg");
    expect((await silent(hannover(), "os")).svg).toBe(figure.svg);
    expect(figure).toMatchObject({
      id: "kaplan-meier-os",
      title: "Overall survival by resection: first liver resections",
      description:
        "Kaplan–Meier curves. Overall survival by resection: first liver resections. " +
        "R0: n = 15, 13 events, median 32.0 months (95% CI 14.0–44.0). " +
        "R1/R2: n = 8, 8 events, median 20.5 months (95% CI 6.0–33.0). Log-rank P = 0.093.",
    });
    expect(figure.caption).toContain("95% confidence intervals");
    expect(figure.caption).toContain("paler where fewer than five are at risk");
  });

  it.each([
    ["two groups", hannover(), undefined],
    ["a narrow page", hannover(), 420],
    ["late entry", survivalResults([{ rows: [...fiveRows, { time: 60, event: true, entry: 20 }] }]), undefined],
    ["a million rows", survivalResults([{ rows: fiveRows }]), undefined],
    ["a long endpoint", longEndpoint(), undefined],
  ])("puts the columns of the risk table under the ticks: %s", async (which, results, width) => {
    if (which === "a million rows") {
      const series = results.results[0].series!;
      series.atRisk = series.atRisk.map((count) => count * 1_000_000);
      results.results[0].n = 5_000_000;
    }
    const picture = await draw(results, "os", { width });
    const ticks = tickPixels(picture);
    expect(ticks.length).toBeGreaterThan(2);
    for (const name of ["At risk", "Censored", "Events"]) {
      const rows = rowPixels(picture, name);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row).toHaveLength(ticks.length);
        row.forEach((cell, index) => {
          expect(Math.abs(cell.x - ticks[index])).toBeLessThan(0.5);
        });
      }
    }
    expect(layoutFaults(picture)).toEqual([]);
  });

  it("prints the counts that R prints", async () => {
    // summary(survfit(Surv(time, dead) ~ radicality), times = seq(0, 84, 12))$n.risk
    const [r0, r12] = rowPixels(await draw(hannover(), "os"), "At risk");
    expect(r0.map((cell) => cell.text)).toEqual(["15", "13", "10", "7", "4", "3", "2", "1"]);
    expect(r12.map((cell) => cell.text)).toEqual(["8", "6", "3", "1", "0", "0", "0", "0"]);
  });

  it("steps after each event and starts at 100 %", async () => {
    const picture = await draw(
      survivalResults([
        {
          rows: [
            { time: 6, event: true },
            { time: 12, event: false },
          ],
        },
      ]),
      "os",
    );
    const curve = picture.paths.find((each) => each.attributes.stroke === palette.series[0]);
    // 300 pixels are 100 %: level to half the axis, down to 50 %, level to its end
    const [, half, end] = /^M0,0L([\d.]+),0L\1,150L([\d.]+),150/.exec(curve!.d) ?? [];
    expect(Number(half)).toBeGreaterThan(100);
    expect(Math.abs(Number(end) - 2 * Number(half))).toBeLessThan(0.02);
  });

  it("marks censorings, not events", async () => {
    const rows = [3, 5, 7].map((time) => ({ time, event: time === 5 }));
    const picture = await draw(survivalResults([{ rows }]), "os");
    const marks = picture.lines.filter((line) => line.attributes.stroke === palette.series[0]);
    expect(marks).toHaveLength(2);
  });

  it("leaves the band out where a limit is not defined, and pales it where few are at risk", async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({ time: index + 1, event: true }));
    const results = survivalResults([{ rows }]);
    const bands = (await draw(results, "os")).paths.filter((each) => each.attributes.fill === palette.series[0]);
    expect(bands.map((each) => each.attributes.opacity)).toEqual(["0.16", "0.06"]);
    results.results[0].series!.lower = rows.map(() => null);
    const none = (await draw(results, "os")).paths.filter((each) => each.attributes.fill === palette.series[0]);
    expect(none).toEqual([]);
  });

  it("draws empty groups, one row, all censored, and nobody at all, in words where there is no curve", async () => {
    const nobody = await draw(survivalResults([{ rows: [] }]), "os");
    expect(nobody.texts.map((each) => each.text)).toContain("No observations");
    for (const groups of [
      [
        { label: "One", rows: [{ time: 20, event: true }] },
        { label: "None", rows: [] },
      ],
      [{ rows: [{ time: 0, event: true }] }],
      [{ rows: [4, 5, 6].map((time) => ({ time, event: false })) }],
      [{ rows: [5, 5, 5].map((time) => ({ time, event: true })) }],
    ]) {
      const picture = await draw(survivalResults(groups), "os");
      expect(layoutFaults(picture)).toEqual([]);
      expect(picture.texts.map((each) => each.text)).not.toContain("No observations");
    }
  });

  it("draws six groups with long and hostile labels, escaped and without one word upon another", async () => {
    const labels = [
      "R0",
      'R1 & <microscopic> "involved" </text><script>alert(1)</script>',
      "Nach neoadjuvanter Behandlung mit Ifosfamid und anschließender erweiterter Hemihepatektomie mit Gefäßersatz",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsübungsraumverwaltung rechts",
      "x=\"1.23456789\" 'quoted' \u0007 bell",
      "肝切除術",
    ];
    const results = survivalResults(labels.map((label) => ({ label, rows: fiveRows })));
    const picture = await draw(results, "os");
    const words = picture.texts.map((each) => each.text.trim()).join(" ");
    expect(words).toContain(
      '<microscopic> "involved" </text><script>alert(1)</script> (n = 5)'.replaceAll(" = ", "\u00a0=\u00a0"),
    );
    expect(words).toContain("x=\"1.23456789\" 'quoted' bell".replace("' bell", "'  bell"));
    expect(layoutFaults(picture)).toEqual([]);
    expect(picture.description).toContain(labels[1]);
  });

  it("says that the number at risk can rise where it does, and only there", async () => {
    const late = survivalResults([
      {
        rows: [
          { time: 30, event: true },
          { time: 40, event: true, entry: 10 },
        ],
      },
    ]);
    expect((await silent(late, "os")).caption).toContain("the number at risk can rise");
    expect((await silent(hannover(), "os")).caption).not.toContain("can rise");
  });

  it("leaves the ticks of very many censorings out and says so", async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({ time: index + 1, event: index % 2 === 0 }));
    const figure = await silent(survivalResults([{ rows }]), "os");
    expect(figure.caption).toContain("up to 150 censored times");
    expect(readSvg(figure.svg).lines.some((line) => line.attributes.stroke === palette.series[0])).toBe(false);
  });

  it("draws everyone where the analysis has no groups, and the groups alone where it has", async () => {
    const results = survivalResults([
      { label: "A", rows: fiveRows },
      { label: "B", rows: fiveRows },
    ]);
    results.results.push(resultOf({ analysis: "os", name: "curve", n: 10, series: curveOf(fiveRows) }));
    expect((await draw(results, "os")).texts.filter((each) => each.text === "At risk")).toHaveLength(2);
    expect((await draw(hannover(), "os-all")).texts.filter((each) => each.text === "At risk")).toHaveLength(1);
  });

  it("prints each test with its name", async () => {
    const results = hannover();
    results.results.push(
      resultOf({ analysis: "os", name: "pValue", test: "exact log-rank", estimate: { value: 0.0996 } }),
    );
    expect((await draw(results, "os")).texts.map((each) => each.text)).toContain(
      "Log-rank P = 0.093; exact log-rank P = 0.100",
    );
  });

  it("names the survival analyses there are when asked for another", async () => {
    await expect(kaplanMeierFigure(hannover(), "predictors")).rejects.toThrow("“predictors”; there is os-all, os.");
  });
});

function longEndpoint() {
  const label = "Survival free of recurrence in the remaining liver and of any extrahepatic metastasis";
  return survivalResults(
    [
      { label: "A", rows: fiveRows },
      { label: "B", rows: fiveRows },
    ],
    {
      endpoints: [{ id: "os", label, unit: "days", definition: "" }],
    },
  );
}
