import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { studyJsonSchema } from "./study-schema.js";
import { changed, soundStudy } from "./testing/sound-study.js";

const schema = z.fromJSONSchema(studyJsonSchema());
const accepts = (text: string) => schema.safeParse(parse(text)).success;
const folder = new URL("../../../studies/", import.meta.url);

describe("studyJsonSchema", () => {
  it("accepts what a study file may hold, one name where a list may stand, and refuses what it may not", () => {
    expect(accepts(soundStudy)).toBe(true);
    expect(accepts(changed("[age, sex], by: arms", "age, by: [arms, sex]"))).toBe(true);
    expect(accepts(changed("unit: months", "unit: weeks"))).toBe(false);
    expect(accepts(changed("method: flow", "method: flwo"))).toBe(false);
    expect(accepts(changed("title: Tiny", "titel: Tiny"))).toBe(false);
  });

  it.each(["hannover", "colon"])("accepts the study %s, whose first lines name schemas that are there", (example) => {
    const study = readFileSync(new URL(`${example}/study.yaml`, folder), "utf8");
    expect(accepts(study)).toBe(true);
    for (const file of ["study.yaml", "dictionary.yaml"]) {
      const [, path] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(
        readFileSync(new URL(`${example}/${file}`, folder), "utf8"),
      )!;
      expect(existsSync(new URL(path, new URL(`${example}/`, folder))), path).toBe(true);
    }
  });
});
