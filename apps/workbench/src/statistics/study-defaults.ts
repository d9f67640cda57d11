import {
  type Condition,
  type Dictionary,
  type FieldDefinition,
  type FieldReference,
  lineage,
  type TableDefinition,
} from "@seriatim/records";
import type { CohortDraft, ConditionDraft, EndpointDraft, FactorDraft, StepDraft, StudyDraft } from "./study-draft.js";

/** A field that could be a factor. */
export interface SuggestedFactor {
  /** As a study names it: bare, or with its table where that is needed. */
  name: string;
  label: string;
  kind: "levels" | "number";
  /** Where it is none of the dictionary's fields as it is, its definition: the age at time zero. */
  factor?: FactorDraft;
}

/**
 * The study that a page begins with: the cohorts by the number of the operation, overall survival from the dictionary's
 * `follow_up`, a flow, a table of baseline characteristics, the curve, the follow-up, and the courses of those with several
 * operations. Without `follow_up` the flow and the table alone.
 *
 * @param tables that have records; default all
 */
export function defaultDraft(
  dictionary: Dictionary,
  { asOf, tables = Object.keys(dictionary.tables) }: { asOf?: string; tables?: readonly string[] } = {},
): StudyDraft {
  const { followUp, title } = dictionary;
  const followed = followUp && tables.includes(followUp.from.table) ? followUp : undefined;
  const table = dictionary.tables[followed?.from.table ?? tables[0] ?? Object.keys(dictionary.tables)[0]];
  const cohorts = cohortsOf(dictionary, table);
  const [first] = cohorts.length > 1 ? [cohorts[1]] : cohorts;
  const suggested = suggestedFactors(dictionary, table.name);
  const listed = suggested.slice(0, 8);
  const endpoint = followed && survivalEndpoint(followed, dictionary);
  const level = suggested.find(({ kind, name }) => kind === "levels" && Object.hasOwn(table.fields, name));
  return {
    title,
    definitions: {},
    ...(asOf === undefined ? {} : { asOf }),
    partialDates: "middle",
    confidence: { level: 0.95, type: "log-log" },
    cohorts,
    endpoints: endpoint ? [endpoint] : [],
    factors: listed.flatMap(({ factor }) => (factor ? [factor] : [])),
    analyses: [
      { id: "flow", label: `${table.label} and patients`, method: "flow" },
      ...(listed.length === 0
        ? []
        : [
            {
              id: "baseline",
              label: first.label,
              method: "baseline" as const,
              cohort: first.id,
              factors: listed.map(({ name }) => name),
              by: [],
              tests: "none" as const,
            },
          ]),
      ...(endpoint ? survivalAnalyses(first, endpoint) : []),
      ...(endpoint && level && table.parent !== undefined && isNumbered(table)
        ? [
            {
              id: "courses",
              label: "Courses of all patients",
              method: "swimmer" as const,
              cohort: cohorts[0].id,
              endpoint: endpoint.id,
              operations: table.name,
              level: level.name,
            },
          ]
        : []),
    ],
    published: [],
  };
}

/**
 * The fields of a table and its parents that could be factors, in the dictionary's order: codes of two to six levels, yes
 * and no, numbers; and the age at time zero where the dictionary has a rule for it. Not keys, nor what says who a patient is,
 * nor what the follow-up is made of.
 */
export function suggestedFactors(dictionary: Dictionary, table: string): SuggestedFactor[] {
  const line = lineage(dictionary, table).map((name) => dictionary.tables[name]);
  const used = followUpFields(dictionary);
  const age = ageFactor(dictionary, line);
  const fields = line.flatMap((one) =>
    Object.values(one.fields).filter(
      (field) =>
        !one.key.includes(field.name) &&
        !field.identifying &&
        !used.has(`${field.table}.${field.name}`) &&
        canBeFactor(field),
    ),
  );
  return [
    ...(age ? [age] : []),
    ...fields.map((field) => ({
      name: nameOf(field, line),
      label: field.label,
      kind: field.type === "code" || field.type === "boolean" ? ("levels" as const) : ("number" as const),
    })),
  ];
}

function canBeFactor({ type, codes }: FieldDefinition): boolean {
  if (type === "code") return codes.length >= 2 && codes.length <= 6;
  return type === "boolean" || type === "integer" || type === "decimal";
}

/** What the follow-up is made of, and what is recorded only where it ended so: the cause of a death is no factor of it. */
function followUpFields({ followUp, rules }: Dictionary): Set<string> {
  if (!followUp) return new Set();
  const used = new Set([followUp.from, followUp.to, ...followUp.event].map(referenceName));
  for (const rule of rules)
    if (rule.kind === "required-when" && rule.when.every((condition) => used.has(referenceName(condition))))
      used.add(referenceName(rule.field));
  return used;
}

function ageFactor({ rules }: Dictionary, line: readonly TableDefinition[]): SuggestedFactor | undefined {
  const names = line.map(({ name }) => name);
  const rule = rules.find(
    (one) => one.kind === "age" && names.includes(one.at.table) && names.includes(one.birth.table),
  );
  if (rule?.kind !== "age") return undefined;
  const factor: FactorDraft = {
    id: "age",
    label: "Age",
    of: { between: [referenceName(rule.birth), referenceName(rule.at)], unit: "years" },
    asNumber: false,
    per: 10,
  };
  return { name: "age", label: "Age", kind: "number", factor };
}

/** The first operations, and the second where there are more; those operated on before elsewhere have no first one here. */
function cohortsOf({ rules }: Dictionary, table: TableDefinition): CohortDraft[] {
  const all: CohortDraft = { id: "all", label: `All ${lowerFirst(table.label)}`, rows: table.name, steps: [] };
  if (!isNumbered(table)) return [all];
  const ordinal = table.key.at(-1)!;
  const rule = rules.find(
    (one) => one.kind === "sequence" && one.ordinal.table === table.name && one.ordinal.field === ordinal,
  );
  const elsewhere = rule?.kind === "sequence" ? (rule as { elsewhere?: FieldReference }).elsewhere : undefined;
  const before: StepDraft[] = elsewhere
    ? [{ conditions: [{ name: referenceName(elsewhere), must: "absent" }], otherwise: `First ${table.one} elsewhere` }]
    : [];
  const isFirst = { conditions: [{ name: ordinal, must: 1 }], otherwise: `Repeat ${table.one}` };
  return [
    all,
    { id: "first", label: `First ${lowerFirst(table.label)}`, from: "all", steps: [...before, isFirst] },
    {
      id: "second",
      label: `Second ${lowerFirst(table.label)}`,
      from: "all",
      steps: [{ conditions: [{ name: ordinal, must: 2 }] }],
    },
  ];
}

function isNumbered({ key, fields, parent }: TableDefinition): boolean {
  return parent !== undefined && fields[key.at(-1)!]?.type === "integer";
}

function survivalEndpoint(
  { from, to, event }: NonNullable<Dictionary["followUp"]>,
  dictionary: Dictionary,
): EndpointDraft {
  const { one } = dictionary.tables[from.table];
  return {
    id: "os",
    label: `Overall survival${from.table === to.table ? "" : ` from the ${one}`}`,
    clock: { from: referenceName(from), to: referenceName(to) },
    event: event.map(conditionOf),
    unit: "months",
  };
}

function survivalAnalyses(cohort: CohortDraft, endpoint: EndpointDraft): StudyDraft["analyses"] {
  const of = { cohort: cohort.id, endpoint: endpoint.id };
  return [
    { id: "os", label: "Survival", method: "survival", ...of, by: [], at: [12, 36, 60], rho: 0, strata: [] },
    { id: "follow-up", label: "Follow-up", method: "follow-up", ...of, by: [] },
  ];
}

function conditionOf(condition: Condition): ConditionDraft {
  const { oneOf, noneOf, atLeast, atMost, above, below, recorded } = condition;
  const name = referenceName(condition);
  if (recorded !== undefined) return { name, must: recorded ? "present" : "absent" };
  if (oneOf) return { name, must: oneOf.length === 1 ? oneOf[0] : oneOf };
  const bounds = { from: atLeast, to: atMost, over: above, under: below, not: noneOf };
  return { name, must: Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)) };
}

function referenceName({ table, field }: FieldReference): string {
  return `${table}.${field}`;
}

/** Bare where the field is the first of its name from the row upwards. */
function nameOf(field: FieldDefinition, line: readonly TableDefinition[]): string {
  const nearest = line.find(({ fields }) => Object.hasOwn(fields, field.name));
  return nearest?.name === field.table ? field.name : `${field.table}.${field.name}`;
}

function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
