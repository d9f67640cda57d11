import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CohortSummary } from "./results.js";
import { runTiny, studyErrorOf } from "./testing/tiny-study.js";

const patients = `
  patient sex age
  P1      f   40
  P2      m   50
  P3      m   60
  P4      f   -`;
const operations = `
  patient number date       margin
  P1      1      1990-01-01 clear
  P1      2      1991-01-01 involved
  P2      1      1990-02-01 clear
  P3      2      1992-01-01 involved
  P3      3      1993-01-01 clear`;
const visits = `
  patient date
  P1      1991-06-01
  P3      1994-06-01`;

function cohortsOf(cohorts: string, factors = ""): CohortSummary[] {
  return runTiny(`cohorts:\n${cohorts}\n${factors}analyses: [{ id: flow, method: flow }]\n`, {
    patients,
    operations,
    visits,
  }).cohorts;
}

const keys = ({ members }: CohortSummary) => members.map((key) => key.join("/")).join(" ");

describe("selectCohorts", () => {
  it("counts rows and patients at the start and after each step, with what the step left out", () => {
    const [{ steps, rows, patients: number, rowsOf, ...cohort }] = cohortsOf(`
  clear:
    rows: operations
    where:
      - { number: { from: 2 }, otherwise: First operation }
      - { margin: clear }`);
    expect(steps).toEqual([
      { label: "Operations", rows: 5, patients: 3, excluded: [] },
      {
        label: "Number is 2 or more",
        rows: 3,
        patients: 2,
        excluded: [{ reason: "First operation", rows: 2, patients: 1 }],
      },
      {
        label: "Margin is Clear",
        rows: 1,
        patients: 1,
        excluded: [{ reason: "Margin is not Clear", rows: 2, patients: 1 }],
      },
    ]);
    expect({ rows, number, rowsOf, keys: keys({ ...cohort } as CohortSummary) }).toEqual({
      rows: 1,
      number: 1,
      rowsOf: "operations",
      keys: "P3/3",
    });
  });

  it("gives the reason `otherwise` to those that fail, not to those of whom it is not known", () => {
    const [{ steps }] = cohortsOf("  old: { rows: patients, where: [{ age: { from: 45 }, otherwise: Too young }] }");
    expect(steps[1].excluded).toEqual([
      { reason: "Too young", rows: 1, patients: 1 },
      { reason: "Age not recorded", rows: 1, patients: 1 },
    ]);
  });

  it("nests: a cohort begins with those of the cohort that it is taken from", () => {
    const [, women, old] = cohortsOf(`
  all: { label: Everyone, rows: patients }
  men: { from: all, where: { sex: m } }
  old: { from: men, where: { age: { over: 50 } } }`);
    expect(women.steps[0]).toEqual({ label: "Everyone", rows: 4, patients: 4, excluded: [] });
    expect(old).toMatchObject({ from: "men", rowsOf: "patients", rows: 1 });
    expect(old.steps.map(({ label, rows }) => `${label}: ${rows}`)).toEqual(["Men: 2", "Age is over 50: 1"]);
    expect(keys(old)).toBe("P3");
  });

  it("does not mind in which order cohorts are written", () => {
    const [old] = cohortsOf(
      "  old: { from: men, where: { age: { over: 50 } } }\n  men: { from: all, where: { sex: m } }\n  all: { rows: patients }",
    );
    expect(keys(old)).toBe("P3");
  });

  it("goes from patients to their operations", () => {
    const [, operated] = cohortsOf(
      "  men: { rows: patients, where: { sex: m } }\n  operated: { label: Operations of men, from: men, rows: operations }",
    );
    expect(keys(operated)).toBe("P2/1 P3/2 P3/3");
    expect(operated.steps).toEqual([{ label: "Men: Operations", rows: 3, patients: 2, excluded: [] }]);
  });

  it("goes back from operations to their patients, each once", () => {
    const [, , again] = cohortsOf(`
  men: { rows: patients, where: { sex: m } }
  operated: { from: men, rows: operations, where: { number: { from: 2 } } }
  again: { from: operated, rows: patients, where: { age: present } }`);
    expect(keys(again)).toBe("P3");
    expect(again.steps[0]).toEqual({ label: "Operated: Patients", rows: 1, patients: 1, excluded: [] });
  });

  it("judges an operation by its patient's fields and by factors", () => {
    const [old] = cohortsOf(
      "  old: { rows: operations, where: { ages: '>=50' } }",
      "factors: { ages: { of: age, cut: [50] } }\n",
    );
    expect(keys(old)).toBe("P2/1 P3/2 P3/3");
  });

  it("lists its members by key, whatever the order of the file", () => {
    const [all] = runTiny("cohorts: { all: { rows: operations } }\nanalyses: [{ id: flow, method: flow }]\n", {
      patients,
      operations: "patient number\nP2 10\nP2 9\nP1 2\nP1 -\n",
    }).cohorts;
    expect(keys(all)).toBe("P1/2 P1/ P2/9 P2/10");
  });

  it("refuses rows that do not belong to the cohort's, and a table without a file", () => {
    expect(
      studyErrorOf(() => cohortsOf("  all: { rows: operations }\n  seen: { from: all, rows: visits }")).message,
    ).toContain(
      "cohorts.seen.rows: rows of visits cannot be taken from a cohort of operations; one must belong to the other",
    );
    const noFile = () =>
      runTiny("cohorts: { all: { rows: visits } }\nanalyses: [{ id: flow, method: flow }]\n", { patients });
    expect(studyErrorOf(noFile).message).toContain("records: no file for the table visits; there is one for patients");
  });

  it("excludes so that each step adds up, in rows and in patients, whatever the records", () => {
    const row = fc.record({
      patient: fc.constantFrom("P1", "P2", "P3", "-"),
      margin: fc.constantFrom("clear", "involved", "-"),
      date: fc.constantFrom("1990-01-01", "1990", "1991-05", "-"),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const lines = rows.map(({ patient, margin, date }, i) => `${patient} ${i + 1} ${date} ${margin}`);
        const text = `cohorts:\n  a: { rows: operations, where: [{ margin: clear }, { date: { to: 1990-06 } }, { number: { under: 9 }, otherwise: Late }] }\n  b: { from: a, rows: patients, where: { sex: f } }\nanalyses: [{ id: flow, method: flow }]\n`;
        const { cohorts } = runTiny(text, {
          patients,
          operations: ["patient number date margin", ...lines].join("\n"),
        });
        for (const { steps } of cohorts)
          steps.slice(1).forEach(({ excluded, rows: kept, patients: left }, i) => {
            expect(kept + excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(steps[i].rows);
            expect(left + excluded.reduce((sum, one) => sum + one.patients, 0)).toBe(steps[i].patients);
          });
      }),
      { numRuns: 100 },
    );
  });
});
