import { describe, expect, it } from "vitest";
import { checkRecords } from "./check-records.js";
import { deriveFields } from "./derive-fields.js";
import { brief } from "./fixtures/hannover.js";
import { liverSurgeryDictionary } from "./liver-surgery-dictionary.js";
import { parseDictionary } from "./parse-dictionary.js";
import { readRecords } from "./read-records.js";
import type { Records } from "./record.js";

const dictionary = parseDictionary(liverSurgeryDictionary(), "liver-surgery.yaml");

/** One patient, written as the dictionary names things: a first row of headings, and what stands below them. */
const sound: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  patients: { patient: "1", sex: "female", birth: "1950-03", first_elsewhere: "" },
  tumours: { patient: "1", primary_site: "uterus", histology: "8890/3", kit: "", date_of_primary_resection: "1999" },
  operations: {
    patient: "1",
    number: "1",
    date: "2001-05-02",
    procedure: "right hemihepatectomy",
    extrahepatic_tumour: "yes",
    extrahepatic_site: "lung",
    margin_mm: "4",
    residual_tumour: "none",
    r_status_reported: "R0",
  },
  complications: { patient: "1", number: "1", complication: "1", date: "2001-05-09", clavien_dindo: "IIIa" },
  treatments: { patient: "1", treatment: "1", kind: "systemic", from: "2001-07", to: "2001-12" },
  recurrences: { patient: "1", date: "2002-02-01", site: "liver" },
  contacts: { patient: "1", date: "2003-01-20", status: "alive", cause_of_death: "" },
};

function recordsOf(texts: Readonly<Record<string, string>>): Records {
  const files = Object.entries(texts).map(([table, text]) => [
    table,
    { file: `${table}.csv`, bytes: new TextEncoder().encode(text) },
  ]);
  const { records, findings } = readRecords(dictionary, Object.fromEntries(files));
  expect(findings).toEqual([]);
  return records;
}

/** The sound patient's records after changes, and rows added by `table+`. */
function withChanges(changes: Readonly<Record<string, Readonly<Record<string, string>>>>): Records {
  return recordsOf(
    Object.fromEntries(
      Object.entries(sound).map(([table, row]) => {
        const rows = [{ ...row, ...changes[table] }];
        if (changes[`${table}+`]) rows.push({ ...row, ...changes[`${table}+`] });
        const headings = [...new Set(rows.flatMap((one) => Object.keys(one)))];
        const lines = rows.map((one) => headings.map((heading) => one[heading] ?? "").join(","));
        return [table, `${headings.join(",")}\n${lines.join("\n")}\n`];
      }),
    ),
  );
}

function findingsOf(changes: Parameters<typeof withChanges>[0]): string[] {
  const records = deriveFields(dictionary, withChanges(changes));
  return brief(checkRecords(dictionary, records, { asOf: { year: 2020 } }));
}

/** R status of an operation by both definitions. */
function rStatus(operation: Readonly<Record<string, string>>): unknown[] {
  const records = withChanges({ operations: operation });
  return ["1 mm", "0 mm"].map(
    (definition) =>
      deriveFields(dictionary, records, { definitions: { "operations.r_status": definition } }).operations.rows[0]
        .values.r_status,
  );
}

describe("the dictionary of liver surgery", () => {
  it("finds nothing wrong with sound records", () => expect(findingsOf({})).toEqual([]));

  it("knows the headings and writings of a clinic's own tables", () => {
    const records = recordsOf({
      patients: "Pat.-Nr.;Geschl.;geb.;auswärtige Leber-OP\n1;m;24.12.1933;\n2;weibl.;10.1937;1991\n",
      tumours:
        "Pat.-Nr.;Primärtumor;Histologie;CD117;Grading;Primär-OP\n1;Dünndarm;GIST;positiv;2;21.05.1978\n2;Uterus;LMS;;G1;1979\n",
      operations:
        "Pat.-Nr.;OP-Nr.;OP Datum;Verfahren;Sg. 7;größter Herd (cm);extrahepatisch;Abstand (mm);R;EK\n1;1;11.05.1982;erw. Hemihepatektomie re.;ganz;12,5;ja;0,5;R1 (mikr.);2\n2;2;22.02.1993;Keilresektion;teilweise;3;nein;;r 0;0\n",
      complications: "Pat.-Nr.;OP-Nr.;Nr.;Komplikation;Clavien-Dindo;Galleleck\n1;1;1;Galleleck;3a;B\n",
      treatments: "Pat.-Nr.;Nr.;Therapie;Substanz;von;bis\n1;1;TKI;Imatinib;06.1982;\n",
      recurrences: "Pat.-Nr.;Rezidivdatum;Rezidivort\n1;03.08.1982;Leber\n",
      contacts:
        "Pat.-Nr.;letzter Kontakt;Status;Todesursache;Tumorstatus\n1;10.10.1982;†;Tumor;mit Tumor\n2;04.03.1994;lebt;;NED\n",
    });
    for (const { source } of Object.values(records)) expect(source.unknownColumns).toEqual([]);
    const { patients, tumours, operations, complications, treatments } = deriveFields(dictionary, records);
    expect(patients.rows.map(({ values }) => values)).toMatchObject([
      { sex: "male", status: "dead", cause_of_death: "tumour", last_seen: { year: 1982, month: 10, day: 10 } },
      { sex: "female", status: "alive", cause_of_death: null, first_elsewhere: { year: 1991 } },
    ]);
    expect(tumours.rows.map(({ values }) => values)).toMatchObject([
      { primary_site: "small intestine", histology: "8936/3", kit: "positive", grade: "G2" },
      { primary_site: "uterus", histology: "8890/3", kit: null, grade: "G1" },
    ]);
    expect(operations.rows.map(({ values }) => values)).toMatchObject([
      { extent: "major", segment_7: "full", largest_cm: 12.5, margin_mm: 0.5, r_status: "R1", red_cell_units: 2 },
      { extent: "minor", segment_7: "partial", r_status_reported: "R0", r_status: "R0", extrahepatic_tumour: "no" },
    ]);
    expect(complications.rows[0].values).toMatchObject({ clavien_dindo: "IIIa", bile_leak: "B" });
    expect(treatments.rows[0].values).toMatchObject({ kind: "systemic", from: { year: 1982, month: 6 } });
  });

  it.each<[string, Record<string, string>, unknown, unknown]>([
    ["a margin of 4 mm", { margin_mm: "4" }, "R0", "R0"],
    ["a margin of 1 mm", { margin_mm: "1" }, "R0", "R0"],
    ["a margin of 0.5 mm", { margin_mm: "0.5" }, "R1", "R0"],
    ["a margin of 0 mm", { margin_mm: "0" }, "R1", "R1"],
    ["tumour left outside the liver, the specimen clear", { residual_tumour: "extrahepatic" }, "R2", "R2"],
    ["R2 as reported, with nothing else told", { residual_tumour: "", r_status_reported: "R2" }, "R2", "R2"],
    ["a clear margin, with only the report on tumour left", { residual_tumour: "" }, "R0", "R0"],
    ["a clear margin, with nothing on tumour left", { residual_tumour: "", r_status_reported: "" }, "RX", "RX"],
    [
      "a margin of 0, with nothing else told",
      { margin_mm: "0", residual_tumour: "", r_status_reported: "" },
      "R1",
      "R1",
    ],
    ["no margin, R0 as reported", { margin_mm: "" }, "R0", "R0"],
    ["no margin, R1 as reported", { margin_mm: "", r_status_reported: "R1" }, "R1", "R1"],
    ["no margin, RX as reported", { margin_mm: "", r_status_reported: "RX" }, "RX", "RX"],
    ["no margin, no report", { margin_mm: "", r_status_reported: "" }, null, null],
  ])("derives R status within 1 mm and at 0 mm: %s", (_, operation, within, at) =>
    expect(rStatus(operation)).toEqual([within, at]),
  );

  it.each<[string, Parameters<typeof findingsOf>[0], string[]]>([
    [
      "a birth after everything",
      { patients: { birth: "2010-01", first_elsewhere: "" } },
      [
        "date-order 1 tumours.date_of_primary_resection: Date of primary resection 1999 is before Month of birth",
        "date-order 1 operations.date: Date of operation 2001-05-02 is before Month of birth",
        "date-order 1 contacts.date: Date of contact 2003-01-20 is before Month of birth",
      ],
    ],
    [
      "an implausible age",
      { patients: { birth: "1880-01" } },
      ["implausible-value 1 patients.birth: older than 110 years at operation"],
    ],
    [
      "an operation elsewhere before birth, and after the first here",
      { patients: { first_elsewhere: "1940" } },
      [
        "date-order 1 patients.first_elsewhere: First liver operation elsewhere 1940 is before Month of birth",
        "contradiction 1 operations.number: a first operation here, yet one elsewhere of 1940",
      ],
    ],
    [
      "an operation before the first one elsewhere",
      { patients: { first_elsewhere: "2002" }, operations: { number: "2" }, complications: { number: "2" } },
      ["date-order 1 operations.date: operation before the first one elsewhere of 2002"],
    ],
    [
      "a second operation without a first",
      { operations: { number: "2" }, complications: { number: "2" } },
      ["sequence-gap 1 operations.number: a second operation, but no first one here or elsewhere"],
    ],
    [
      "a second operation before the first",
      { "operations+": { number: "2", date: "2001-05-01" } },
      ["date-order 1 operations.date: second operation before the first"],
    ],
    [
      "an operation, a treatment and a recurrence after the last contact",
      { contacts: { date: "2001-04" } },
      [
        "date-order 1 operations.date: operation of 2001-05-02, yet last seen 2001-04",
        "date-order 1 treatments.from: treated from 2001-07, yet last seen 2001-04",
        "date-order 1 recurrences.date: recurrence of 2002-02-01, yet last seen 2001-04",
      ],
    ],
    [
      "a complication before its operation",
      { complications: { date: "2001-05-01" } },
      ["date-order 1 complications.date: complication before its operation of 2001-05-02"],
    ],
    [
      "a treatment that ended before it began",
      { treatments: { to: "2001-06" } },
      ["date-order 1 treatments.to: ended before it began on 2001-07"],
    ],
    [
      "a death without cause",
      { contacts: { status: "dead" } },
      ["missing-conditional 1 contacts.cause_of_death: dead without a cause of death"],
    ],
    [
      "a cause of death of the living",
      { contacts: { cause_of_death: "tumour" } },
      ["contradiction 1 contacts.status: alive, yet a cause of death is given"],
    ],
    [
      "a contact after death",
      { "contacts+": { date: "2002-03", status: "dead", cause_of_death: "other" } },
      ["contradiction 1 contacts.status: dead on 2002-03, yet alive at the last contact of 2003-01-20"],
    ],
    [
      "a complication of which a patient died who lives",
      { complications: { clavien_dindo: "V" } },
      ["contradiction 1 complications.clavien_dindo: died of a complication (V), yet alive when last seen, 2003-01-20"],
    ],
    [
      "R2 as reported without tumour left behind",
      { operations: { r_status_reported: "R2" } },
      ["contradiction 1 operations.residual_tumour: R2 as reported, yet no tumour left behind"],
    ],
    [
      "R1 as reported with a clear margin",
      { operations: { r_status_reported: "R1" } },
      ["contradiction 1 operations.margin_mm: R1 as reported, with a clear margin of 4 mm"],
    ],
    [
      "R0 as reported at the margin",
      { operations: { margin_mm: "0" } },
      ["contradiction 1 operations.margin_mm: R0 as reported, with a margin of 0 mm"],
    ],
    [
      "extrahepatic tumour nowhere",
      { operations: { extrahepatic_site: "" } },
      ["missing-conditional 1 operations.extrahepatic_site: extrahepatic tumour without its site"],
    ],
    [
      "a site of no extrahepatic tumour, and some of it left",
      { operations: { extrahepatic_tumour: "no", residual_tumour: "both" } },
      [
        "contradiction 1 operations.extrahepatic_site: no extrahepatic tumour, yet its site is given",
        "contradiction 1 operations.residual_tumour: tumour left outside the liver, yet no extrahepatic tumour",
      ],
    ],
    [
      "a GIST without a word on KIT",
      { tumours: { histology: "8936/3" } },
      ["missing-conditional 1 tumours.kit: GIST, and nothing of KIT: positive, negative or not tested"],
    ],
    [
      "an R status that nothing gives",
      { operations: { margin_mm: "", r_status_reported: "" } },
      ["missing-required 1 operations.r_status: R status is missing"],
    ],
  ])("finds %s", (_, changes, findings) => expect(findingsOf(changes)).toEqual(findings));

  it("does not hold the liver against the primary tumour: either may be operated on first", () =>
    expect(findingsOf({ tumours: { date_of_primary_resection: "2001-10" } })).toEqual([]));

  it("says that patients are followed from their operations to the last contact or death, yearly", () =>
    expect(dictionary.followUp).toEqual({
      from: { table: "operations", field: "date" },
      to: { table: "patients", field: "last_seen" },
      event: [{ table: "patients", field: "status", oneOf: ["dead"] }],
      every: 12,
    }));
});
