import { describe, expect, it } from "vitest";
import { bindEndpoint } from "./endpoint.js";
import { memberTables } from "./member.js";
import { runTiny, tiny } from "./testing/tiny-study.js";

const patients = `
  patient zero       entered    seen       status cause  days entry_days months years
  P1      1990-01-01 -          1990-01-31 dead   tumour 30   -          1.5    0.5
  P2      1990-01-01 1990-01-11 1990-03-02 alive  -      60   10         3      2
  P3      1990-01    -          1991       dead   other  0    -5         0      -
  P4      -          -          1991-01-01 alive  -      -    -          -      1
  P5      1990-01-01 -          1990-12-31 -      -      90   90         4      3
  P6      1990-01-20 -          1989-12    dead   -      -3   -          -1     -`;

/** The endpoint for the rows of a table, and what it makes of each of them. */
function endpointOf(endpoint: string, table = "patients", tables: Record<string, string> = { patients }, more = "") {
  const body = `${more}cohorts: { all: { rows: ${table} } }\nendpoints: { os: ${endpoint} }\nanalyses: [{ id: flow, method: flow }]\n`;
  const { study, dictionary, records } = tiny(body, tables);
  const bound = bindEndpoint("os", { study, dictionary, table: dictionary.tables[table] }, "analyses[0].endpoint");
  const members = memberTables(dictionary, records)(table)!;
  return { ...bound, observed: members.map((member) => bound.observe(member)) };
}

const dead = "event: { status: dead }";
const time = (days: number, event: boolean) => ({ time: days, event, completed: false });

describe("bindEndpoint from dates", () => {
  it("counts days from time zero to the last date; whose conditions hold has the event", () => {
    const { observed, scale, unit, own } = endpointOf(`{ from: zero, to: seen, ${dead} }`);
    expect({ unit, own, scale }).toEqual({ unit: "months", own: "days", scale: 365.25 / 12 });
    expect(observed.slice(0, 2)).toEqual([time(30, true), time(60, false)]);
    expect(endpointOf(`{ from: zero, to: seen, ${dead}, unit: years }`).scale).toBe(365.25);
    expect(endpointOf(`{ from: zero, to: seen, ${dead}, unit: days }`).scale).toBe(1);
  });

  it("completes partial dates by the study's rule, and says so", () => {
    const third = (rule: string) => {
      const { observed, definition } = endpointOf(
        `{ from: zero, to: seen, ${dead} }`,
        "patients",
        { patients },
        `partial_dates: ${rule}\n`,
      );
      return [observed[2], definition.split("; ").at(-1)];
    };
    // 1990-01 to 1991: 365 days between the first days, 15 January to 1 July a year later is 365 + 167, 334 + 365 between the last.
    const known = "dates known to the month or year only are completed by";
    const not = "the last not before time zero unless it surely was";
    expect(third("first")).toEqual([{ time: 365, event: true, completed: true }, `${known} their first day, ${not}`]);
    expect(third("middle")).toEqual([
      { time: 365 + 167, event: true, completed: true },
      `${known} the 15th of the month or 1 July, ${not}`,
    ]);
    expect(third("last")).toEqual([
      { time: 334 + 365, event: true, completed: true },
      `${known} their last day, ${not}`,
    ]);
  });

  it("does not complete the last date to one before time zero, unless it surely was before", () => {
    const rows = `
      patient zero       seen    status
      P1      1990-01-20 1990-01 dead
      P2      1990-01-20 1990    dead
      P3      1990-08-20 1990    dead
      P4      1990-01-20 1989    dead
      P5      1990-02    1990-01 dead`;
    const { observed, negative } = endpointOf(`{ from: zero, to: seen, ${dead} }`, "patients", { patients: rows });
    expect(observed).toEqual([
      { time: 0, event: true, completed: true },
      { time: 162, event: true, completed: true },
      { time: 0, event: true, completed: true },
      { missing: negative },
      { missing: negative },
    ]);
  });

  it("leaves out, with the reason, who has no start, no end or no status, or ends before the start", () => {
    const { observed, negative } = endpointOf(`{ from: zero, to: seen, ${dead} }`);
    expect(observed.slice(3)).toEqual([
      { missing: "Time zero not recorded" },
      { missing: "Status not recorded" },
      { missing: "Last seen before Time zero" },
    ]);
    expect(negative).toBe("Last seen before Time zero");
  });

  it("has an event where all conditions hold, none where one fails, and no outcome where it cannot be told", () => {
    const { observed, definition } = endpointOf("{ from: zero, to: seen, event: { status: dead, cause: tumour } }");
    expect(observed.map((one) => ("missing" in one ? one.missing : one.event))).toEqual([
      true,
      false,
      false,
      "Time zero not recorded",
      "Status not recorded",
      "Last seen before Time zero",
    ]);
    expect(definition).toContain("event: Status is Dead and Cause of death is Tumour");
    // Dead of a cause that is not recorded: neither an event nor a censoring.
    const unknown = patients.replace("tumour 30", "-      30");
    const { observed: without } = endpointOf(
      "{ from: zero, to: seen, event: { status: dead, cause: tumour } }",
      "patients",
      { patients: unknown },
    );
    expect(without[0]).toEqual({ missing: "Cause of death not recorded" });
  });

  it("observes from the date of entry where that is later than time zero, and says so", () => {
    const { observed, definition } = endpointOf(`{ from: zero, to: seen, entry: entered, ${dead} }`);
    expect(observed.slice(0, 2)).toEqual([time(30, true), { ...time(60, false), entry: 10 }]);
    expect(definition).toContain("; observed from Date of entry where that is later than time zero");
  });

  it("with a landmark keeps who is observed after it, an event on its day being before, and counts from it", () => {
    // 30 days with the event, 60 without: a landmark at 30 days leaves out the first, the second has 30 days from it.
    const at = (landmark: string, more = "") =>
      endpointOf(`{ from: zero, to: seen, ${dead}, landmark: ${landmark}, unit: days${more} }`);
    expect(at("30").observed.slice(0, 3)).toEqual([
      { missing: "event before the landmark at 30 days" },
      time(30, false),
      { time: 365 + 167 - 30, event: true, completed: true },
    ]);
    expect(at("60").observed[1]).toEqual({ missing: "last observed before the landmark at 60 days" });
    expect(at("30").definition).toContain("to Last seen, counted from a landmark at 30 days; event: Status is Dead");
    // Observed from day 10 on: at risk at a landmark of 10 days, not yet at one of 9.
    expect(at("10", ", entry: entered").observed[1]).toEqual(time(50, false));
    expect(at("9", ", entry: entered").observed[1]).toEqual({
      missing: "observed only from after the landmark at 9 days",
    });
    const months = endpointOf(`{ from: zero, to: seen, ${dead}, landmark: 1 }`).observed[1];
    expect(months).toEqual(time(60 - 365.25 / 12, false));
  });

  it("takes who entered before time zero from the start, and leaves out who was last observed before entry", () => {
    const dates = `
      patient zero       entered    seen       status
      P1      1990-01-10 1990-01-01 1990-02-01 dead
      P2      1990-01-01 1990-03-01 1990-02-01 dead
      P3      1990-01-01 1990-02-01 1990-02-01 dead`;
    expect(
      endpointOf(`{ from: zero, to: seen, entry: entered, ${dead} }`, "patients", { patients: dates }).observed,
    ).toEqual([
      time(22, true),
      { missing: "last observed before observation began" },
      { missing: "last observed before observation began" },
    ]);
  });

  it("counts from an operation's date to its patient's", () => {
    const operations = "patient number date\nP1 1 1990-01-11\nP2 1 1990-02-01\nP9 1 1990-02-01\n";
    const { observed } = endpointOf(`{ from: operations.date, to: patients.seen, ${dead} }`, "operations", {
      patients,
      operations,
    });
    expect(observed).toEqual([time(20, true), time(29, false), { missing: "Last seen not recorded" }]);
  });

  it("says what is counted in words", () => {
    expect(endpointOf(`{ from: zero, to: seen, ${dead} }`).definition).toBe(
      "from Time zero to Last seen; event: Status is Dead; dates known to the month or year only are completed by the 15th of the month or 1 July, the last not before time zero unless it surely was",
    );
  });
});

describe("bindEndpoint from a ready duration", () => {
  it("takes the number in the field's unit, and gives results in another where that is asked for", () => {
    const days = endpointOf(`{ time: days, ${dead} }`);
    expect(days).toMatchObject({ unit: "days", own: "days", scale: 1, definition: "Days; event: Status is Dead" });
    expect(days.observed.slice(0, 3)).toEqual([time(30, true), time(60, false), time(0, true)]);
    expect(endpointOf(`{ time: days, ${dead}, unit: years }`)).toMatchObject({
      unit: "years",
      own: "days",
      scale: 365.25,
    });
    expect(endpointOf(`{ time: months, ${dead}, unit: years }`)).toMatchObject({
      unit: "years",
      own: "months",
      scale: 12,
    });
    expect(endpointOf(`{ time: years, ${dead}, unit: days }`).scale).toBe(1 / 365.25);
  });

  it("takes the unit of the endpoint for a field that has none", () => {
    expect(endpointOf(`{ time: weight, ${dead}, unit: months }`)).toMatchObject({
      unit: "months",
      own: "months",
      scale: 1,
    });
  });

  it("leaves out who has no duration, or one below 0", () => {
    expect(endpointOf(`{ time: days, ${dead} }`).observed.slice(3)).toEqual([
      { missing: "Days not recorded" },
      { missing: "Status not recorded" },
      { missing: "Days below 0" },
    ]);
  });

  it("observes from a duration to entry; from 0 on where that is not later", () => {
    const { observed } = endpointOf(`{ time: days, entry: entry_days, event: { sex: { not: m } } }`, "patients", {
      patients: "patient sex days entry_days\nP1 f 30 -\nP2 f 60 10\nP3 m 5 -5\nP4 f 90 90\n",
    });
    expect(observed).toEqual([
      time(30, true),
      { ...time(60, true), entry: 10 },
      time(5, false),
      { missing: "last observed before observation began" },
    ]);
  });
});

describe("an endpoint in an analysis", () => {
  const body = (entry = "") =>
    `cohorts: { all: { rows: patients } }\nendpoints: { os: { from: zero, to: seen, ${entry}${dead}, unit: days } }\nanalyses: [{ id: os, method: survival, cohort: all, endpoint: os }]\n`;

  it("counts who is left out by reason, and notes negative times, time zero, late entries and completed dates", () => {
    const rows = patients.replace("1990-01-31 dead", "1990-01-01 dead");
    const [analysis] = runTiny(body("entry: entered, "), { patients: rows }).analyses;
    expect(analysis.excluded).toEqual([
      { reason: "Time zero not recorded", rows: 1, patients: 1 },
      { reason: "Status not recorded", rows: 1, patients: 1 },
      { reason: "Last seen before Time zero", rows: 1, patients: 1 },
    ]);
    expect(analysis.notes).toEqual([
      "1 row left out because it ends before time zero: Last seen before Time zero",
      "1 row ends at time zero",
      "1 row observed only from after time zero (left truncation)",
      "1 row has a date known to the month or year only, completed for the time",
    ]);
  });

  it("is refused in words where nobody has a time", () => {
    const none = () =>
      runTiny(body(), { patients: "patient zero seen status\nP1 1990-02-01 1990-01-01 dead\nP2 - 1990-01-01 dead\n" });
    expect(none).toThrow(
      "study.yaml, line 6, column 48: analyses[0].cohort: none of the 2 rows of “all” can be analysed (1 left out: Last seen before Time zero; 1 left out: Time zero not recorded)",
    );
  });
});
