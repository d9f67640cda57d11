import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dictionary } from "../dictionary.js";
import { hannover, dictionary as hannoverDictionary } from "../fixtures/hannover.js";
import { messageOf } from "../fixtures/message-of.js";
import { projectDictionary, projectRecords } from "../fixtures/redcap-project.js";
import { parseDictionary } from "../parse-dictionary.js";
import { readRecords } from "../read-records.js";
import type { Records } from "../record.js";
import { csvText } from "./csv-text.js";
import { dictionaryFromRedcap } from "./dictionary-from-redcap.js";
import { recordsFromRedcap } from "./records-from-redcap.js";
import { redcapRecords } from "./redcap-records.js";

const tables = ["patients", "resections", "followups"];
const texts = Object.fromEntries(tables.map((name) => [name, readFileSync(new URL(`${name}.csv`, hannover), "utf8")]));

function recordsOf(dictionary: Dictionary, csvs: Readonly<Record<string, string>>): Records {
  const files = Object.entries(csvs).map(([name, csv]) => [
    name,
    { file: `${name}.csv`, bytes: new TextEncoder().encode(csv) },
  ]);
  return readRecords(dictionary, Object.fromEntries(files)).records;
}

function roundTrip(dictionary: Dictionary, csvs: Readonly<Record<string, string>>): Record<string, string> {
  const read = recordsFromRedcap(redcapRecords(dictionary, recordsOf(dictionary, csvs)), dictionary);
  return Object.fromEntries(Object.entries(read.tables).map(([name, { csv }]) => [name, csv]));
}

describe("redcapRecords", () => {
  it("writes one row for each record and one for each row of a repeating form, with raw codes", () => {
    const lines = redcapRecords(hannoverDictionary, recordsOf(hannoverDictionary, texts)).split("\n");
    expect(lines[0]).toMatch(
      /^patient,redcap_repeat_instrument,redcap_repeat_instance,sex,.*,patients_complete,number,/,
    );
    expect(lines.find((line) => line.startsWith("P02,,,"))).toMatch(/^P02,,,female,1937-10-10,inferior_vena_cava,G1,/);
    expect(lines.filter((line) => line.startsWith("P03,resections,"))[1]).toMatch(
      /^P03,resections,2,,+2,1986-04-10,extended_right_hemihepatectomy,/,
    );
  });

  it("gives Hannover's tables back to the byte", () => {
    expect(roundTrip(hannoverDictionary, texts)).toEqual(texts);
  });

  it("gives tables with faults back, each value as it was", () => {
    const faulty = {
      ...texts,
      patients: texts.patients.replace("1933-12-24", "24.13.1933").replace(",male,", ",man,"),
    };
    expect(roundTrip(hannoverDictionary, faulty)).toEqual(faulty);
  });

  it("gives the tables of a foreign project back in its own variables", () => {
    const options = { repeating: ["operation"] };
    const dictionary = parseDictionary(dictionaryFromRedcap(projectDictionary, options).yaml, "d");
    const read = recordsFromRedcap(projectRecords, dictionary, { missing: ["-5", "-8"] });
    const csvs = Object.fromEntries(Object.entries(read.tables).map(([name, { csv }]) => [name, csv]));
    expect(roundTrip(dictionary, csvs)).toEqual(csvs);
    expect(redcapRecords(dictionary, recordsOf(dictionary, csvs)).split("\n")[0]).toBe(
      "record_id,redcap_repeat_instrument,redcap_repeat_instance,dob,sex,height,smoker,packs,symptoms___1,symptoms___2,symptoms____8,pain_score,baseline_complete,op_date,asa,margin,remarks,operation_complete,qol_total,quality_of_life_complete",
    );
  });

  it("writes no columns of repeating forms where there are none, and none for fields that the file lacks", () => {
    const csv = "patient,sex,date_of_birth,status,date_last_seen\nP1,male,1950,alive,1990-01\n";
    expect(redcapRecords(hannoverDictionary, recordsOf(hannoverDictionary, { patients: csv }))).toBe(
      "patient,sex,date_of_birth,patients_status,date_last_seen,patients_complete\nP1,male,1950,alive,1990-01,2\n",
    );
  });

  it("writes an empty table as headings alone", () => {
    const empty = Object.fromEntries(tables.map((name) => [name, `${texts[name].split("\n")[0]}\n`]));
    expect(roundTrip(hannoverDictionary, empty)).toEqual(empty);
  });

  it("gives any texts, codes and numbers back, whatever marks they hold", () => {
    const dictionary = parseDictionary(
      `title: Any
tables:
  patients: { key: id, fields: { id: { type: text }, note: { type: text }, code: { type: code, codes: ["1", "a b", "a_b", "x|y", "ä"] } } }
  visits: { key: [id, no], parent: patients, fields: { id: { type: text }, no: { type: integer }, note: { type: text }, size: { type: decimal }, ill: { type: boolean } } }
`,
      "d",
    );
    const note = fc
      .array(fc.constantFrom("a", "é", '"', "'", ",", ";", "|", "\n", "\r", "=", "@", "1", " "), { maxLength: 8 })
      .map((marks) => marks.join("").trim());
    const patient = fc.record({ note, code: fc.constantFrom("", "1", "a b", "a_b", "x|y", "ä") });
    const visit = fc.record({
      of: fc.nat(),
      note,
      size: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      ill: fc.constantFrom("", "yes", "no"),
    });
    fc.assert(
      fc.property(
        fc.array(patient, { minLength: 1, maxLength: 5 }),
        fc.array(visit, { maxLength: 8 }),
        (patients, visits) => {
          const csvs = {
            patients: csvText([["id", "note", "code"], ...patients.map((one, i) => [`P${i}`, one.note, one.code])]),
            visits: csvText([
              ["id", "no", "note", "size", "ill"],
              ...visits.map((one, i) => [
                `P${one.of % patients.length}`,
                String(i),
                one.note,
                String(one.size === 0 ? 0 : one.size),
                one.ill,
              ]),
            ]),
          };
          expect(roundTrip(dictionary, csvs)).toEqual(csvs);
        },
      ),
    );
  });

  it("refuses rows that REDCap has no place for", () => {
    const dictionary = parseDictionary(
      `title: Small
tables:
  patients: { key: id, fields: { id: { type: text }, born: { type: date } } }
  ends: { key: id, parent: patients, fields: { id: { type: text }, died: { type: date } } }
  visits: { key: [id, instance], parent: patients, fields: { id: { type: text }, instance: { type: integer }, at: { type: date } } }
`,
      "d",
    );
    const of = (csvs: Record<string, string>) =>
      messageOf(() => redcapRecords(dictionary, recordsOf(dictionary, { patients: "id,born\n1,\n", ...csvs })));
    expect(of({ patients: "id,born\n,1990-01-01\n" })).toBe(
      "patients.csv, row 2: no id, which is the record id; give it",
    );
    expect(of({ ends: "id,died\n1,\n1,\n" })).toBe(
      "ends.csv, row 3: a second row of the patient 1, whose form does not repeat; remove one",
    );
    expect(of({ ends: "id,died\n2,\n" })).toBe("ends.csv, row 2: the patient 2 has no row in patients; add it");
    expect(of({ visits: "id,instance,at\n1,0,\n" })).toBe(
      "visits.csv, row 2: found “0” as instance; a repeat instance is a whole number from 1",
    );
  });
});
