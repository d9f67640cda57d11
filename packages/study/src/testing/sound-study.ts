/** A study file on the tiny dictionary with a bit of everything, for tests that change one place of it. */
export const soundStudy = `title: Tiny
dictionary: dictionary.yaml
records: { patients: patients.csv }
cohorts:
  all: { rows: patients }
  men: { from: all, where: { sex: m } }
endpoints:
  os: { from: zero, to: seen, event: { status: dead }, unit: months }
  ready: { time: days, event: { status: dead } }
factors:
  arms: { of: arm, groups: { A: [A], BC: [B, C] }, reference: A }
  ages: { of: age, cut: [50, 65] }
analyses:
  - { id: flow, method: flow }
  - { id: table, method: baseline, cohort: all, factors: [age, sex], by: arms }
  - { id: os, method: survival, cohort: all, endpoint: os, by: arms, at: [12, 36] }
  - { id: cox, method: factors, cohort: men, endpoint: ready, univariable: [age, arms] }
published:
  - { says: it was 5, analysis: os, name: median, value: 5 }
`;

/** The sound study with one place changed. @throws Error where it does not have that place */
export function changed(from: string, to: string): string {
  if (!soundStudy.includes(from)) throw new Error(`the sound study has no ${from}`);
  return soundStudy.replace(from, to);
}

/** Line and column, 1-based, at which the n-th occurrence of a text stands. */
export function placeOf(text: string, part: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(part)).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
