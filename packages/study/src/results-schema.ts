import { z } from "zod";
import { type Results, resultNames } from "./results.js";

const text = z.string();
const count = z.int().nonnegative();
const finite = z.number();
const limit = finite.nullable();
const timeUnit = z.enum(["days", "months", "years"]);
const exclusion = z.strictObject({ reason: text, rows: count, patients: count });

const study = z.strictObject({
  title: text,
  authors: z.array(text).optional(),
  provenance: text.optional(),
  source: text.optional(),
});

const records = z.strictObject({
  sha256: text.regex(/^[0-9a-f]{64}$/),
  tables: z.array(
    z.strictObject({
      name: text,
      label: text,
      file: text,
      sha256: text.regex(/^[0-9a-f]{64}$/),
      rows: count,
      sniffed: z.array(text),
      coercions: z.record(text, count),
      unknownColumns: z.array(text),
    }),
  ),
  definitions: z.array(z.strictObject({ field: text, label: text, definition: text })).optional(),
  findings: z.array(z.strictObject({ kind: text, patient: text, table: text, field: text, row: count, why: text })),
});

const cohort = z.strictObject({
  id: text,
  label: text,
  rowsOf: text,
  from: text.optional(),
  rows: count,
  patients: count,
  steps: z.array(z.strictObject({ label: text, rows: count, patients: count, excluded: z.array(exclusion) })),
  members: z.array(z.array(z.union([text, finite]))),
});

const endpoint = z.strictObject({ id: text, label: text, unit: timeUnit, definition: text });

const factor = z.strictObject({
  id: text,
  label: text,
  type: z.enum(["categorical", "continuous"]),
  unit: text.optional(),
  per: z.number().positive().optional(),
  levels: z.array(z.strictObject({ id: text, label: text, from: z.array(text).optional() })).optional(),
  reference: text.optional(),
});

const analysis = z.strictObject({
  id: text,
  method: z.enum(["flow", "baseline", "survival", "factors", "follow-up", "swimmer"]),
  label: text,
  cohort: text.optional(),
  endpoint: text.optional(),
  by: z.array(text),
  at: z.array(finite),
  conventions: z.array(text),
  groups: z
    .array(z.strictObject({ group: z.record(text, text), members: z.array(count) }))
    .describe("Of whom the numbers are: everyone analysed and each group, as places in the cohort's members"),
  excluded: z.array(exclusion),
  notes: z.array(text),
});

const estimate = z
  .union([
    z.strictObject({ value: finite }),
    z.strictObject({ notReached: z.literal(true) }),
    z.strictObject({ notEstimable: text }),
    z.strictObject({ suppressed: text }),
  ])
  .describe("A value, or why there is none");

const interval = z
  .strictObject({ lower: limit, upper: limit, level: z.number().gt(0).lt(1), method: text })
  .describe("A limit is null where it is not reached or not defined");

const series = z
  .strictObject({
    time: z.array(finite),
    survival: z.array(finite),
    lower: z.array(limit),
    upper: z.array(limit),
    atRisk: z.array(finite),
    events: z.array(finite),
    censored: z.array(finite),
  })
  .describe("A step curve, one entry per distinct time, ascending; counts as at the risk set just before the time");

const course = z
  .strictObject({
    patient: text,
    end: finite,
    event: z.boolean(),
    operations: z.array(z.strictObject({ at: finite, ordinal: count, level: text })),
  })
  .describe("One patient's course from the cohort's time zero, in the endpoint's unit");

const result = z.strictObject({
  analysis: text,
  cohort: text,
  group: z.record(text, text).describe("Factor: level; empty for everyone"),
  name: z.enum(resultNames),
  factor: text.optional(),
  level: text.optional(),
  model: z.enum(["univariable", "multivariable"]).optional(),
  test: text.optional(),
  at: finite.optional(),
  estimate,
  interval: interval.optional(),
  n: count,
  events: count,
  unit: text.optional(),
  series: series.optional(),
  courses: z.array(course).optional(),
  notes: z.array(text),
});

const published = z.strictObject({
  says: text,
  result: text,
  published: finite,
  decimals: count,
  unit: text.optional(),
  is: z.enum(["equal", "above", "below", "at least", "at most"]),
  ours: limit,
  agrees: z.boolean(),
  why: text,
});

/** The schema of a results file; the types of results.ts, checked. */
export const resultsSchema = z.strictObject({
  format: z.literal("seriatim-results"),
  version: z.literal(1),
  software: z.strictObject({ name: z.literal("seriatim"), version: text }),
  study,
  records,
  cohorts: z.array(cohort),
  endpoints: z.array(endpoint),
  factors: z.array(factor),
  analyses: z.array(analysis),
  results: z.array(result),
  published: z.array(published),
});

/** The results' JSON Schema (draft 2020-12), for whoever reads results.json in another language. */
export function resultsJsonSchema(): Record<string, unknown> {
  return { title: "Seriatim results", ...z.toJSONSchema(resultsSchema) };
}

// Either assignment fails to compile where schema and types differ.
type SchemaHasAll = z.output<typeof resultsSchema> extends Results ? true : false;
type TypesHaveAll = Results extends z.output<typeof resultsSchema> ? true : false;
true satisfies SchemaHasAll & TypesHaveAll;
