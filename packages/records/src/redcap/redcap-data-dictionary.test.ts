import { describe, expect, it } from "vitest";
import { dictionary as hannover } from "../fixtures/hannover.js";
import { messageOf } from "../fixtures/message-of.js";
import { projectDictionary } from "../fixtures/redcap-project.js";
import { parseDictionary } from "../parse-dictionary.js";
import { dictionaryFromRedcap } from "./dictionary-from-redcap.js";
import { readDataDictionary } from "./read-data-dictionary.js";
import { redcapDataDictionary } from "./redcap-data-dictionary.js";

const rowsOf = (csv: string) => new Map(readDataDictionary(csv, "d").map(({ cells }) => [cells.field_name, cells]));

describe("redcapDataDictionary", () => {
  const csv = redcapDataDictionary(hannover);
  const rows = rowsOf(csv);

  it("has REDCap's 18 columns, and variables that REDCap takes, each once", () => {
    expect(csv.split("\n")[0]).toBe(projectDictionary.split("\n")[0].replace(/"(?!Choices)([^",]*)"/g, "$1"));
    const names = readDataDictionary(csv, "d").map(({ cells }) => cells.field_name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,25}$/);
    expect(names[0]).toBe("patient");
  });

  it("writes types, choices, limits, units, identifiers and required fields in their columns", () => {
    expect(rows.get("sex")).toMatchObject({
      form_name: "patients",
      field_type: "radio",
      select_choices_or_calculations: "male, Male | female, Female",
      required_field: "y",
      identifier: "",
    });
    expect(rows.get("date_of_birth")).toMatchObject({ field_type: "text", identifier: "y" });
    expect(rows.get("resections_date")?.text_validation_type_or_show_slider_number).toBe("date_ymd");
    expect(rows.get("largest_cm")).toMatchObject({
      text_validation_type_or_show_slider_number: "number",
      text_validation_min: "0",
      field_note: "cm",
    });
    expect(rows.get("red_cell_units")?.text_validation_type_or_show_slider_number).toBe("integer");
    expect(rows.get("procedure")?.select_choices_or_calculations).toMatch(/^wedge_resection, Wedge resection \| /);
  });

  it("shows a field where no rule wants it empty, required where a rule then requires it", () => {
    expect(rows.get("cause_of_death")).toMatchObject({
      branching_logic: "[patients_status] <> 'alive'",
      required_field: "y",
    });
  });

  it("writes a checkbox's fields as one variable again", () => {
    const options = { repeating: ["operation"] };
    const again = rowsOf(
      redcapDataDictionary(parseDictionary(dictionaryFromRedcap(projectDictionary, options).yaml, "d")),
    );
    expect(again.get("symptoms")).toMatchObject({
      field_type: "checkbox",
      field_label: "Symptoms",
      select_choices_or_calculations: "1, Pain | 2, Weight loss | -8, None",
    });
    expect(again.get("packs")?.branching_logic).toBe("[smoker] = '1' or [smoker] = ''");
    expect(again.get("pain_score")?.branching_logic).toBe("[symptoms(1)] = '1' or [symptoms(1)] = ''");
    expect(again.get("record_id")?.form_name).toBe("baseline");
  });

  it("keeps what REDCap cannot write: long and doubled names, marks in labels, nested tables, keys that are not first", () => {
    const odd = parseDictionary(odds, "d");
    const csv = redcapDataDictionary(odd);
    expect([...rowsOf(csv).keys()]).toEqual([
      "study_number",
      "a_name_of_more_than_twenty",
      "a_name_of_more_than_twen_2",
      "pa_complete_2",
      "op_of_the_long_name_number",
      "op_of_the_long_nam_outcome",
      "lesions_number",
      "lesion",
      "lesions_outcome",
      "at",
    ]);
    expect(csv).not.toMatch(/\\"/);
    const rows = rowsOf(csv);
    expect(rows.get("lesions_outcome")?.branching_logic).toBe(
      `([lesion] <> "it's" and [lesion] <> 'b') or [pa_complete_2] < 1 or [pa_complete_2] >= 2 or [pa_complete_2] = ''`,
    );
    expect(rows.get("at")?.branching_logic).toBe(
      "[a_name_of_more_than_twen_2] = 'a_b_2' or [a_name_of_more_than_twen_2] = '10' or [a_name_of_more_than_twen_2] = ''",
    );
    // A row of one repeating form does not see those of another.
    expect(rows.get("lesion")?.branching_logic).toBe("");
    const back = dictionaryFromRedcap(csv);
    expect(back.leftOut).toEqual([]);
    expect(JSON.stringify(parseDictionary(back.yaml, "d"))).toBe(JSON.stringify(odd));
  });

  it("refuses what is no REDCap project", () => {
    const of = (tables: string) =>
      messageOf(() => redcapDataDictionary(parseDictionary(`title: T\ntables:\n${tables}`, "d")));
    const a = "  a: { key: id, fields: { id: { type: text }, x: { type: text } } }\n";
    expect(of(`${a}${a.replace("a:", "b:")}`)).toBe(
      "T: the tables a and b have no parent; a REDCap project has one record id, so one table without parent is allowed",
    );
    expect(of(a.replace("id: { type: text }", "id: { type: boolean }"))).toBe(
      "T: the key id of a is of type boolean; it is REDCap's record id, so text, integer, decimal and date are allowed",
    );
    expect(of(a.replace("key: id", "key: [id, x]"))).toBe(
      "T: the key of a is id, x; a REDCap project has one record id, so a key of one field is allowed",
    );
    expect(
      of(`${a}  b: { key: [id, instance], parent: a, fields: { id: { type: text }, instance: { type: integer } } }\n`),
    ).toBe("T: the table b has no field but its key, and a form of REDCap needs one; add a field");
  });
});

const odds = `title: "Odds: it's [all] @ <once> \\\\ \\"quoted\\""
tables:
  pa:
    one: participant
    key: study_number
    fields:
      a_name_of_more_than_twenty_six_letters: { type: boolean, label: "Is it | [so]? @HIDDEN 'yes' <b>" }
      study_number: { type: integer, min: 1 }
      a_name_of_more_than_twenty__six_letters: { type: code, codes: { "2": Two, "10": Ten, "a|b": "A | b, c", "a b": "it's", "Ä": "é" } }
      pa_complete: { type: decimal, unit: per cent of the whole liver, min: -1.5, max: 2.5 }
  op_of_the_long_name:
    key: [study_number, number]
    parent: pa
    fields:
      number: { type: integer }
      study_number: { type: integer, label: Their number, min: 2 }
      outcome: { type: text }
  lesions:
    key: [study_number, number, lesion]
    parent: op_of_the_long_name
    fields:
      study_number: { type: integer }
      number: { type: integer }
      lesion: { type: text }
      outcome: { type: text, identifying: true, required: true }
  visits:
    key: [study_number, instance]
    parent: pa
    fields:
      study_number: { type: integer }
      instance: { type: integer, label: Which, min: 1, max: 9 }
      at: { type: date, partial: true }
rules:
  - { kind: empty-when, field: lesions.outcome, when: { lesions.lesion: ["it's", b], pa.pa_complete: { atLeast: 1, below: 2 } } }
  - { kind: empty-when, field: visits.at, when: { pa.a_name_of_more_than_twenty__six_letters: { not: [a b, "10"] } } }
  - { kind: empty-when, field: lesions.lesion, when: { op_of_the_long_name.outcome: { recorded: true } } }
`;
