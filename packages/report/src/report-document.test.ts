import { type Result, type Results, resultKey } from "@seriatim/study/results";
import { describe, expect, it } from "vitest";
import { type Block, type Bound, type Inline, plainText, type Table } from "./document.js";
import { recorded } from "./fixtures/recorded.js";
import { analysisOf, resultOf, resultsOf } from "./fixtures/results.js";
import { reportDocument } from "./report-document.js";

const inlines = (block: Block): Inline[] => {
  if (block.kind === "paragraph") return block.text;
  if (block.kind === "list") return block.items.flat();
  if (block.kind === "table") return [...block.rows.flatMap(({ cells }) => cells.flat()), ...block.notes.flat()];
  return [];
};

const boundsOf = (blocks: readonly Block[]): Bound[] =>
  blocks.flatMap(inlines).filter((part): part is Bound => typeof part === "object" && "from" in part);

/** The numbers that a text may print for a result: value, limits, level, counts. */
function numbersOf({ estimate, interval, n, events, at }: Result): number[] {
  const values = [
    "value" in estimate ? estimate.value : Number.NaN,
    interval?.lower ?? Number.NaN,
    interval?.upper ?? Number.NaN,
    interval?.level ?? Number.NaN,
  ];
  const reason = "notEstimable" in estimate ? estimate.notEstimable : "";
  return [
    ...values.flatMap((value) => [value, 100 * value]),
    n,
    events,
    at ?? Number.NaN,
    ...[...reason.matchAll(/\d+(\.\d+)?/g)].map(([text]) => Number(text)),
  ];
}

/** Whether a printed number is one of the values, rounded to the decimals that it is printed with. */
function isRounded(printed: string, values: readonly number[]): boolean {
  const decimals = printed.split(".")[1]?.length ?? 0;
  const half = 0.5 * 10 ** -decimals;
  return values.some((value) => Math.abs(value - Number(printed)) <= half * (1 + 1e-9));
}

async function unboundNumbers(results: Results): Promise<string[]> {
  const { sections, keyFigures } = await reportDocument(results);
  const known = new Map(results.results.map((result) => [resultKey(result), result]));
  const bounds = [
    ...boundsOf(sections.flatMap(({ blocks }) => blocks)),
    ...keyFigures
      .flatMap(({ text }) => text)
      .filter((part): part is Bound => typeof part === "object" && "from" in part),
  ];
  expect(bounds.length).toBeGreaterThan(100);
  return bounds.flatMap(({ text, from }) => {
    const result = known.get(from);
    if (result === undefined) return /^(cohort:|records$|published$)/.test(from) ? [] : [`${from} is no result`];
    if (text.startsWith("1.00 (reference)")) return [];
    const own = numbersOf(result);
    return [...text.replaceAll(",", "").matchAll(/\d+(?:\.\d+)?/g)]
      .filter(([printed], i, all) => !(isRounded(printed, own) || isBound(text, all[i].index)))
      .map(([printed]) => `${from}: ${printed} in “${text}”`);
  });
}

/** `<0.001`, `>99`: a bound that the value lies beyond. */
function isBound(text: string, at: number): boolean {
  return /[<>] ?$/.test(text.replaceAll(",", "").slice(0, at));
}

describe("reportDocument", () => {
  it.each(["hannover", "colon"] as const)(
    "prints no number of %s but those of the result it is bound to",
    async (study) => {
      expect(await unboundNumbers(recorded(study))).toEqual([]);
    },
  );

  it("notices a number that is not its result's", async () => {
    const results = recorded("hannover");
    const median = results.results.find((each) => each.analysis === "os" && each.name === "median")!;
    const document = await reportDocument(results);
    const printed = boundsOf(document.sections.flatMap(({ blocks }) => blocks)).find(
      ({ from, text }) => from === resultKey(median) && text.endsWith("months"),
    )!;
    expect(isRounded(/[\d.]+/.exec(printed.text)![0], numbersOf(median))).toBe(true);
    const other = { ...median, estimate: { value: 28.06 } };
    expect(isRounded(/[\d.]+/.exec(printed.text)![0], numbersOf(other))).toBe(false);
  });

  it("has a section an analysis in the file's order, then agreement, methods and records", async () => {
    const { sections } = await reportDocument(recorded("hannover"));
    expect(sections.map(({ title }) => title)).toEqual([
      "Patients and resections",
      "First resections",
      "First resections with extrahepatic tumour",
      "Survival after first resection",
      "Survival after first resection with extrahepatic tumour",
      "Survival after second resection",
      "Predictive factors",
      "Follow-up after first resection",
      "Courses of all patients",
      "Agreement with the published figures",
      "Methods and conventions",
      "Records",
    ]);
  });

  it("numbers tables and figures each in the order in which they stand", async () => {
    const { sections } = await reportDocument(recorded("hannover"));
    const numbers = (kind: string) =>
      sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === kind && "number" in block ? [block.number] : [])),
      );
    expect(numbers("figure")).toEqual([1, 2, 3, 4, 5, 6].map((k) => `Figure ${k}`));
    expect(numbers("table")[0]).toBe("Table 1");
    expect(new Set(numbers("table")).size).toBe(numbers("table").length);
  });

  it("says in words that the 5-year survival after a second resection is not estimable", async () => {
    const { sections } = await reportDocument(recorded("hannover"));
    const section = sections.find(({ title }) => title === "Survival after second resection")!;
    const text = section.blocks
      .flatMap((block) => (block.kind === "paragraph" ? [plainText(block.text)] : []))
      .join(" ");
    expect(text).toContain("Overall survival at 60 months was not estimable: last observation at 51 months in all");
    const table = section.blocks.find((block): block is Table => block.kind === "table")!;
    expect(plainText(table.rows[0].cells[6])).toBe("not estimable\u00a0*");
    expect(table.notes.map(plainText)).toContain("* Last observation at 51 months.");
  });

  it("gives the exact interval beside the crude proportion, and none where somebody was censored before", async () => {
    const { sections } = await reportDocument(recorded("hannover"));
    const observed = sections
      .flatMap(({ blocks }) => blocks)
      .filter((block): block is Table => block.kind === "table" && block.id.startsWith("observed-"));
    // 3 of 23: Clopper–Pearson 2.8 to 33.6 %
    expect(plainText(observed[0].rows[0].cells.at(-1)!)).toBe("3/23; 13% (3–34%)");
    expect(plainText(observed[2].rows[0].cells.at(-1)!)).toBe("0/9; –\u00a0*\u00a0†");
  });

  it("prints what was left out and every note of an analysis", async () => {
    const { sections } = await reportDocument(
      resultsOf({
        analyses: [
          analysisOf({
            id: "fu",
            method: "follow-up",
            label: "Follow-up",
            excluded: [{ reason: "date last seen not recorded", rows: 2, patients: 2 }],
            notes: ["1 row ends at time zero"],
          }),
        ],
        results: [
          resultOf({ analysis: "fu", name: "followUpMedian", estimate: { notReached: true }, unit: "months", n: 4 }),
        ],
      }),
    );
    const [text, remarks] = sections[0].blocks;
    expect(plainText(inlines(text))).toBe("Median follow-up was not reached.");
    expect(remarks.kind === "list" && remarks.items.map(plainText)).toEqual([
      "Left out: 2 rows: date last seen not recorded.",
      "1 row ends at time zero.",
    ]);
  });

  it("makes a report of a study without analyses", async () => {
    const { sections, keyFigures } = await reportDocument(resultsOf({}));
    expect(sections.map(({ id }) => id)).toEqual(["methods", "records"]);
    expect(keyFigures.map(({ text }) => plainText(text))).toEqual(["none listed"]);
  });
});
