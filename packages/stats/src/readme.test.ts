import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as stats from "./index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it("lists every function of the package, and none that it does not have", () => {
    const methods = readme.slice(readme.indexOf("## Methods"));
    const listed = [...methods.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(listed.toSorted()).toEqual(Object.keys(stats).toSorted());
  });

  it("shows an example that runs, with the answers that it tells", () => {
    const [, code] = /```ts\n(.*?)```/s.exec(readme)!;
    const body = code
      .replace(/import (\{.*?\}) from "@seriatim\/stats";/, "const $1 = stats;")
      .replace(/fit\.status;.*/, "");
    const { median, test, fit } = new Function("stats", `${body}\nreturn { median, test, fit };`)(stats);
    expect(median).toEqual({ estimate: 9, lower: 3, upper: Number.NaN });
    expect(code).toContain("{ estimate: 9, lower: 3, upper: NaN }");
    expect(code).toContain(
      `chiSquared ${test.chiSquared.toFixed(2)}, degreesOfFreedom ${test.degreesOfFreedom}, p ${test.p.toFixed(3)}`,
    );
    expect(code).toContain(`"${fit.status}"`);
  });
});
