import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../fixtures/run.js";
import { smallStudy, writeSmallStudy } from "../fixtures/small-study.js";
import { temporaryFolder } from "../fixtures/test-io.js";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const figures = async (...argv: string[]) => run({ cwd: folder.path }, "figures", "study/study.yaml", ...argv);

describe("seriatim figures", () => {
  it("holds what was published against ours: exit code 0 where all agree", async () => {
    writeSmallStudy(folder.path);
    const { code, out, err } = await figures();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [heading, line] = out.split("\n");
    expect(heading).toMatch(/^published +value +ours +agrees +why$/);
    expect(line).toMatch(/^Three were alive a year after surgery +3 +3 +yes/);
    expect(out).toMatch(/\n1 of 1 published figures agree\.\n$/);
  });

  it("exit code 1 where one disagrees, in the table and in the JSON", async () => {
    writeSmallStudy(folder.path, { "study.yaml": smallStudy["study.yaml"].replace("value: 3 }", "value: 4 }") });
    const table = await figures();
    expect(table.code).toBe(1);
    expect(table.out).toMatch(/surgery +4 +3 +no/);
    const { code, out } = await figures("--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      agreeing: 0,
      of: 1,
      published: [{ published: 4, ours: 3, agrees: false }],
    });
  });

  it("says that the study lists none", async () => {
    writeSmallStudy(folder.path, { "study.yaml": smallStudy["study.yaml"].replace(/published:[\s\S]*/, "") });
    expect(await figures()).toMatchObject({ code: 0, out: "The study lists no published figures.\n" });
  });
});
