import { describe, expect, it } from "vitest";
import { errorOf, soundDictionary } from "./fixtures/small-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";

const followed = (followUp: string) => `${soundDictionary}follow_up: ${followUp}\n`;
const dates = "from: operations.date, to: patients.seen";

describe("parseFollowUp", () => {
  it("looks up its names; contacts are 12 months apart where nothing is said", () => {
    const { followUp } = parseDictionary(followed(`{ ${dates}, event: { patients.status: dead } }`), "dictionary.yaml");
    expect(followUp).toEqual({
      from: { table: "operations", field: "date" },
      to: { table: "patients", field: "seen" },
      event: [{ table: "patients", field: "status", oneOf: ["dead"] }],
      every: 12,
    });
    const often = parseDictionary(
      followed(`{ ${dates}, event: { patients.status: dead }, every: 3 }`),
      "dictionary.yaml",
    );
    expect(often.followUp?.every).toBe(3);
  });

  it("is not there where the dictionary has none", () =>
    expect(parseDictionary(soundDictionary, "dictionary.yaml")).not.toHaveProperty("followUp"));

  it.each<[string, string, string, string]>([
    ["no event", `{ ${dates} }`, "follow_up.event", "missing; it must be given"],
    ["no condition", `{ ${dates}, event: {} }`, "follow_up.event", "no condition; name at least one field"],
    [
      "an unknown field",
      "{ from: operations.dat, to: patients.seen, event: { patients.status: dead } }",
      "follow_up.from",
      "“dat” is no field of operations; did you mean “date”? Known: date, ",
    ],
    [
      "what is no date",
      "{ from: operations.date, to: patients.status, event: { patients.status: dead } }",
      "follow_up.to",
      "patients.status is of type code; follow-up goes from one date to another",
    ],
    [
      "an unknown code",
      `{ ${dates}, event: { patients.status: daed } }`,
      "follow_up.event.patients.status",
      "“daed” is no code of patients.status; did you mean “dead”? Known: dead, alive",
    ],
    [
      "tables side by side",
      "{ from: operations.date, to: visits.date, event: { patients.status: dead } }",
      "follow_up",
      "operations and visits stand side by side; follow-up relates a table to its own parents only",
    ],
    [
      "no time between contacts",
      `{ ${dates}, event: { patients.status: dead }, every: 0 }`,
      "follow_up.every",
      "found 0",
    ],
  ])("refuses %s", (_, followUp, path, says) => {
    const error = errorOf(followed(followUp));
    expect([error.path, error.message]).toEqual([path, expect.stringContaining(says)]);
    expect(error.line).toBe(27);
  });
});
