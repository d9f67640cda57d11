import { describe, expect, it } from "vitest";
import { messageOf } from "../fixtures/message-of.js";
import { projectDictionary, projectRecords } from "../fixtures/redcap-project.js";
import { parseDictionary } from "../parse-dictionary.js";
import { readRecords } from "../read-records.js";
import { dictionaryFromRedcap } from "./dictionary-from-redcap.js";
import { recordsFromRedcap } from "./records-from-redcap.js";

const dictionary = parseDictionary(dictionaryFromRedcap(projectDictionary, { repeating: ["operation"] }).yaml, "d");
const missing = ["-5", "-8"];
const read = (edit: (csv: string) => string = (csv) => csv, options = {}) =>
  recordsFromRedcap(edit(projectRecords), dictionary, { missing, file: "export.csv", ...options });

describe("recordsFromRedcap", () => {
  it("gives each form its rows, with missing codes empty and 22.0 as 22", () => {
    const { tables, unknownColumns, said } = read();
    expect(tables.baseline.columns).toEqual(Object.keys(dictionary.tables.baseline.fields));
    expect(tables.baseline.rows).toEqual([
      ["1", "1950-03-01", "1", "165.5", "yes", "22", "yes", "no", "no", "40"],
      ["2", "", "2", "180", "no", "", "no", "no", "yes", ""],
    ]);
    expect(tables.operation).toMatchObject({
      columns: ["record_id", "instance", "op_date", "asa", "margin", "remarks"],
      rows: [
        ["1", "1", "2019-05-06", "2", "4", 'first stage, no drain\nsecond "look" planned'],
        ["1", "2", "2020-01-31", "3", "", ""],
        ["2", "1", "", "1", "", ""],
      ],
      rowNumbers: [3, 4, 7],
    });
    // Record 2 has no row: nothing stands in its form.
    expect(tables.quality_of_life.csv).toBe("record_id,qol_total\n1,71\n");
    expect(unknownColumns).toEqual(["redcap_data_access_group", "bmi"]);
    expect(said.slice(2)).toEqual([
      "missing code -5 read as not recorded: 2",
      "missing code -8 read as not recorded: 1",
    ]);
  });

  it("gives what readRecords reads, where wrong values are found", () => {
    const { tables } = read((csv) => csv.replace("2019-05-06", "06.13.2019"));
    const bytes = new TextEncoder().encode(tables.operation.csv);
    const { records, findings } = readRecords(dictionary, { operation: { file: "operation.csv", bytes } });
    expect(records.operation.rows.map(({ values }) => values.asa)).toEqual(["2", "3", "1"]);
    expect(findings.map(({ patient, field }) => `${patient} ${field}`)).toEqual(["1 op_date"]);
  });

  it("reads labels as it reads raw codes", () => {
    const labels = `record_id,redcap_repeat_instrument,redcap_repeat_instance,dob,sex,smoker,symptoms___1,baseline_complete
1,,,1950-03-01,"Unknown, not asked",Yes,Checked,Complete
2,,,1951-03-01,Male,No,Unchecked,Unverified
`;
    const { tables } = recordsFromRedcap(new TextEncoder().encode(labels), dictionary);
    expect(tables.baseline.rows).toEqual([
      ["1", "1950-03-01", "9", "yes", "yes"],
      ["2", "1951-03-01", "2", "no", "no"],
    ]);
    expect(Object.keys(tables)).toEqual(["baseline"]);
  });

  it("finds a repeating form by its label", () => {
    const { tables } = read((csv) => csv.replaceAll(",operation,", ",Operation,"));
    expect(tables.operation.rows).toHaveLength(3);
  });

  it("reads one event of several where it is named", () => {
    const edit = (csv: string) => csv.replace("2,visit_arm_1,,", "2,later_arm_1,,");
    expect(messageOf(() => read(edit))).toBe(
      "export.csv: the rows are of 2 events (visit_arm_1, later_arm_1), and a table's rows are of one; name the event to be read",
    );
    const { tables, said } = read(edit, { event: "visit_arm_1" });
    expect(tables.baseline.rows).toHaveLength(1);
    expect(said[2]).toBe("rows of other events than visit_arm_1 left out: 1");
    expect(messageOf(() => read(edit, { event: "visit" }))).toMatch(/^export\.csv: “visit” is no event of the file/);
  });

  it("keeps a form that does not repeat where it was saved empty", () => {
    const { tables } = read((csv) => csv.replace(",1,,,,,,,0\n", ",1,,,,,,,2\n"));
    expect(tables.quality_of_life.csv).toBe("record_id,qol_total\n1,71\n2,\n");
  });

  it.each([
    ["2,visit_arm_1,,,", ",visit_arm_1,,,", "row 6: no record id in “record_id”; give it"],
    [
      "visit_arm_1,operation,2",
      "visit_arm_1,operations,2",
      "row 4: record 1: “operations” is no repeating form; did you mean “operation”? Known: operation",
    ],
    [
      "visit_arm_1,operation,2",
      "visit_arm_1,,2",
      "row 4: record 1: the repeat instance 2 has no repeating form; a repeating event cannot be read, only repeating forms",
    ],
    ["visit_arm_1,operation,2", "visit_arm_1,operation,1", "row 4: record 1: instance 1 of operation stands twice"],
    [
      "visit_arm_1,operation,2",
      "visit_arm_1,operation,",
      "row 4: record 1: found nothing as repeat instance of operation; a whole number from 1 is allowed",
    ],
    [
      "visit_arm_1,operation,2",
      "visit_arm_1,quality_of_life,2",
      "row 4: record 1: the form quality_of_life repeats here, but the key of quality_of_life is record_id; a table that repeats needs a second key field",
    ],
    [
      "1,visit_arm_1,operation,2,berne,,",
      "1,visit_arm_1,operation,2,berne,,2",
      "row 4: record 1: “sex” has a value, but is of the form baseline, and the row is of operation",
    ],
    [
      ",40,2,,",
      ",40,2,2019-05-06,",
      "row 2: record 1: “op_date” has a value, but is of the form operation, and the row is of no repeating form",
    ],
    ["record_id,", "recordid,", "the column of the record id is missing: “record_id” is no heading of the file"],
  ])("names row and record: %s as %s", (found, faulty, says) => {
    const message = messageOf(() => read((csv) => csv.replace(found, faulty)));
    expect(message.replace(/^export\.csv[,:] /, "").slice(0, says.length)).toBe(says);
  });
});
