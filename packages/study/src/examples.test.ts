import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Result, resultKey } from "./results.js";
import { resultsJsonSchema, resultsSchema } from "./results-schema.js";
import { stringifyResults } from "./stringify-results.js";
import { expectClose, type RAnswer } from "./testing/r-answer.js";
import { exampleText, runExample } from "./testing/run-example.js";

const examples = ["hannover", "colon"] as const;
const resultsOf = Object.fromEntries(examples.map((example) => [example, runExample(example)]));

const within = 1e-9;

describe.each(examples)("the study %s", (example) => {
  const results = resultsOf[example];

  it("gives the recorded results, byte for byte", () => {
    expect(stringifyResults(results)).toBe(exampleText(example, "results.json"));
  });

  it("gives the same bytes in a second run", () => {
    expect(stringifyResults(runExample(example))).toBe(stringifyResults(results));
  });

  it("gives results that agree with their schema, and with it as JSON Schema", () => {
    const plain = JSON.parse(stringifyResults(results));
    expect(resultsSchema.parse(plain)).toEqual(plain);
    const recorded = z.fromJSONSchema(resultsJsonSchema());
    expect(recorded.safeParse(plain).success).toBe(true);
    expect(recorded.safeParse({ ...plain, results: [{ ...plain.results[0], n: "many" }] }).success).toBe(false);
  });

  it("gives each result an address of its own", () => {
    const keys = results.results.map(resultKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("names the rows of everyone and of each group, as many as the numbers count", () => {
    for (const { id, cohort, by, groups } of results.analyses.filter(({ groups }) => groups.length > 0)) {
      const members = results.cohorts.find((one) => one.id === cohort)!.members;
      const [everyone, ...parts] = groups;
      expect(everyone.group).toEqual({});
      expect(everyone.members.every((place, i, all) => place < members.length && place > (all[i - 1] ?? -1))).toBe(
        true,
      );
      if (by.length > 0) expect(parts.flatMap((part) => part.members).sort((a, b) => a - b)).toEqual(everyone.members);
      for (const { group, members: own } of groups) {
        const curve = results.results.find((row) => {
          const isWhole = row.name === "curve" || row.name === "followUpMedian" || row.name === "missing";
          return row.analysis === id && isWhole && JSON.stringify(row.group) === JSON.stringify(group);
        });
        if (curve) expect(own.length).toBe(curve.n);
      }
    }
  });

  it("excludes rows and patients so that every step adds up", () => {
    for (const { steps, rows, patients } of results.cohorts) {
      steps.slice(1).forEach(({ excluded, ...kept }, i) => {
        expect(kept.rows + sum(excluded.map((one) => one.rows))).toBe(steps[i].rows);
        expect(kept.patients + sum(excluded.map((one) => one.patients))).toBe(steps[i].patients);
      });
      expect({ rows, patients }).toEqual({ rows: steps.at(-1)!.rows, patients: steps.at(-1)!.patients });
    }
  });

  describe("agrees with R in every result", () => {
    const answers: Record<string, Answer> = JSON.parse(exampleText(example, `${example}-r.json`));

    it("has the results that R was asked for, and no others", () => {
      expect(results.results.map(resultKey).sort()).toEqual(Object.keys(answers).sort());
    });

    it("agrees with R in the values, limits, rows and events, within 1e-9", () => {
      for (const result of results.results) compare(result, answers[resultKey(result)]);
    });
  });
});

interface Answer extends RAnswer {
  /** Of a curve: its number of times, and sums over them, as in studies/r-results.R. */
  sums?: number[];
}

function compare(result: Result, answer: Answer): void {
  const key = resultKey(result);
  const { estimate, interval, n, events, series } = result;
  expect({ key, n, events }).toEqual({ key, n: answer.n, events: answer.events });
  expectClose(key, "value" in estimate ? estimate.value : null, answer.value, within);
  expect(`${key} ${interval !== undefined}`).toBe(`${key} ${answer.lower !== undefined}`);
  if (interval) {
    expectClose(`${key} lower`, interval.lower, answer.lower!, within);
    expectClose(`${key} upper`, interval.upper, answer.upper!, within);
  }
  expect(`${key} ${series !== undefined}`).toBe(`${key} ${answer.sums !== undefined}`);
  if (!series) return;
  const { time, survival, lower, upper, atRisk, events: died, censored } = series;
  const sums = [time.length, ...[time, survival, lower, upper, atRisk, died, censored].map(sum)];
  sums.forEach((total, k) => {
    expectClose(`${key} sum ${k}`, total, answer.sums![k], within);
  });
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
