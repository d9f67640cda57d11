import { parseDictionary } from "@seriatim/records";
import { describe, expect, it } from "vitest";
import { studyFaults } from "./study-faults.js";
import { changed, placeOf, soundStudy } from "./testing/sound-study.js";
import { tinyDictionary } from "./testing/tiny-study.js";

const dictionary = parseDictionary(tinyDictionary, "dictionary.yaml");
const faults = (text: string) => studyFaults(text, "study.yaml", dictionary);
const says = (text: string) => faults(text).map(({ path, says: words }) => `${path}: ${words.split(";")[0]}`);

describe("studyFaults", () => {
  it("finds none in a sound study", () => {
    expect(faults(soundStudy)).toEqual([]);
  });

  it("finds all that the schema does not allow, with their places", () => {
    const text = changed("unit: months", "unit: weeks")
      .replace("method: flow", "method: flwo")
      .replace("says:", "say:");
    expect(faults(text).map(({ line, column }) => ({ line, column }))).toEqual(
      expect.arrayContaining([placeOf(text, "weeks"), placeOf(text, "flwo"), placeOf(text, "say:")]),
    );
  });

  it("finds all parts that say two things or nothing", () => {
    const text = changed("{ from: all, where: { sex: m } }", "{ where: { sex: m } }")
      .replace("ready: { time: days", "ready: { time: days, to: seen")
      .replace("cut: [50, 65]", "cut: [65, 50]");
    expect(says(text)).toEqual([
      "cohorts.men: a cohort has `rows` (a table), `from` (another cohort), or both",
      "endpoints.ready.time: stands beside to",
      "factors.ages.cut[1]: 50 does not ascend from 65",
    ]);
  });

  it("finds all names that are none, each once and not what needs the part again", () => {
    const text = changed("{ sex: m }", "{ sexx: m }")
      .replace("to: seen", "to: sen")
      .replace("reference: A", "reference: D")
      .replace("factors: [age, sex]", "factors: [age, height]")
      .replace("cohort: men, endpoint", "cohort: women, endpoint");
    expect(says(text)).toEqual([
      "cohorts.men.where.sexx: “sexx” is no field or factor of patients",
      "endpoints.os.to: “sen” is no field of patients",
      "factors.arms.reference: “D” is no level of Arm",
      "analyses[1].factors[1]: “height” is no factor or field of patients",
      "analyses[3].cohort: “women” is no cohort",
    ]);
    const cohort = changed("{ rows: patients }", "{ rows: patient }");
    expect(says(cohort)).toEqual(["cohorts.all.rows: “patient” is no table of the dictionary"]);
  });
});
