import { z } from "zod";

const words = z.string().min(1);
const label = words.describe("As it stands in tables and figures");
const id = words.describe("A name of your own; results are addressed by it");
const field = words.describe("A field of the dictionary: its name, or table.name");
const factorName = words.describe("A factor of this file, or a field of the dictionary");
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, or true or false" });
const bound = z.union([z.number(), z.string()], { error: "a number or a date" });
const some = <T extends z.ZodType>(one: T) => z.array(one).min(1, "at least one is needed");
const oneOrMore = <T extends z.ZodType>(one: T, what: string) =>
  z.union([one.transform((only): z.output<T>[] => [only]), some(one)], { error: what });
const positive = z.number().positive("it must be above 0");
const notNegative = z.number().nonnegative("it must be 0 or more");

const condition = z
  .union(
    [
      scalar,
      some(scalar),
      z.strictObject({
        from: bound.optional().describe("This value or a later, larger one"),
        to: bound.optional().describe("This value or an earlier, smaller one"),
        over: bound.optional().describe("Larger or later than this value"),
        under: bound.optional().describe("Smaller or earlier than this value"),
        not: z
          .union([scalar, some(scalar)], { error: "a value or a list of values" })
          .optional()
          .describe("None of these"),
      }),
    ],
    { error: "a value, a list of values, absent, present, or a mapping of from, to, over, under, not" },
  )
  .describe("A row without a value fails it, and is counted as such");

const conditions = z.record(words, condition).describe("Field or factor: what it must be; all must hold");

const cohort = z.strictObject({
  label: label.optional(),
  rows: words.optional().describe("The table of which each row of the cohort is one row"),
  from: id.optional().describe("The cohort it is taken from"),
  where: oneOrMore(conditions, "field: value lines, or a list of steps")
    .optional()
    .describe("Who is in it; in a list of steps each has its own reason (otherwise: …) for those left out"),
});

const timeUnit = z.enum(["days", "months", "years"]);
const event = conditions.describe("What makes the end an event; else the row is censored");
const endpoint = z
  .strictObject({
    label: label.optional(),
    from: field.optional().describe("Date of time zero"),
    to: field.optional().describe("Date of the event or of the last observation"),
    time: field.optional().describe("Instead of from and to: a duration that is recorded as a number"),
    entry: field
      .optional()
      .describe("Where observation began after time zero: its date, or with `time` a duration in the same unit"),
    event,
    landmark: positive
      .optional()
      .describe("Only those still observed without the event after this time, in `unit`; time is then counted from it"),
    unit: timeUnit.optional().describe("Of the results; default months, with `time` the field's own"),
  })
  .describe("Time from one date to another, or a ready duration");

const pairOfDates = z
  .tuple([field, field], { error: "two dates are needed, the earlier and the later" })
  .describe("Earlier and later date");
const factor = z.strictObject({
  label: label.optional(),
  of: field.optional(),
  as: z.enum(["continuous"]).optional().describe("Codes that are numbers, taken as numbers"),
  groups: z
    .record(words, some(scalar))
    .optional()
    .describe("Level: the codes that make it; a code in no group counts as missing"),
  cut: some(z.number()).optional().describe("Ascending; each opens a new group that holds the value itself"),
  years_between: pairOfDates.optional(),
  months_between: pairOfDates.optional(),
  days_between: pairOfDates.optional(),
  reference: scalar
    .transform(String)
    .optional()
    .describe("The level that the others are compared with; default the first"),
  per: positive.optional().describe("Hazard ratios of a continuous factor are per so many units; default 1"),
});

const betweenZeroAndOne = "it must be between 0 and 1; 95 % is 0.95";
const confidence = z.strictObject({
  level: z.number().gt(0, betweenZeroAndOne).lt(1, betweenZeroAndOne).optional().describe("Default 0.95"),
  type: z.enum(["log-log", "log", "plain", "logit", "arcsin"]).optional().describe("Default log-log"),
});

const common = { id, label: label.optional() };
const timed = { ...common, cohort: id, endpoint: id, confidence: confidence.optional() };
const factors = oneOrMore(factorName, "a factor or a list of factors");
const by = factors.describe("Factors whose levels make the groups");
const at = oneOrMore(notNegative, "a time or a list of times").describe("Times, in the endpoint's unit");

const analysis = z.discriminatedUnion("method", [
  z
    .strictObject({
      ...common,
      method: z.literal("flow"),
      cohorts: oneOrMore(id, "a cohort or a list of cohorts").optional().describe("Default: all"),
    })
    .describe("Who is in each cohort"),
  z
    .strictObject({
      ...common,
      method: z.literal("baseline"),
      cohort: id,
      factors,
      by: by.optional(),
      tests: z
        .union([z.boolean(), z.enum(["ranks", "means"])], { error: "true, false, ranks or means" })
        .optional()
        .describe("p-values between the groups; continuous factors by ranks (true, ranks) or by means. Default: none"),
    })
    .describe("The table of baseline characteristics"),
  z
    .strictObject({
      ...timed,
      method: z.literal("survival"),
      by: by.optional(),
      at: at.optional(),
      tau: positive.optional().describe("Of the restricted mean; default the shortest of the groups' longest times"),
      rho: notNegative.optional().describe("Weight of the log-rank test: 0 log-rank (default), 1 Peto–Peto"),
      strata: factors.optional().describe("The test is stratified by these"),
      trend: z
        .union([z.boolean(), z.array(z.number()).min(2, "at least two scores are needed")], {
          error: "true, false, or a list of scores",
        })
        .optional()
        .describe("A test for trend over the groups' order, or over these scores"),
      exact: z.boolean().optional().describe("The exact permutation test of two groups; default: up to 60 rows"),
    })
    .describe("Kaplan–Meier curves, what is read off them, and log-rank tests"),
  z
    .strictObject({
      ...timed,
      method: z.literal("factors"),
      univariable: factors,
      multivariable: factors.optional(),
      ties: z.enum(["efron", "breslow", "exact"]).optional().describe("Default efron"),
      strata: factors.optional(),
    })
    .describe("Cox regression, factor by factor and together"),
  z
    .strictObject({ ...timed, method: z.literal("follow-up"), by: by.optional() })
    .describe("How long and how completely the patients were followed"),
  z
    .strictObject({
      ...common,
      method: z.literal("swimmer"),
      cohort: id,
      endpoint: id,
      operations: words.describe("The table of operations; their date is the endpoint's `from`"),
      ordinal: field
        .optional()
        .describe(
          "Number of an operation; default the last field of the table's key, or by date where that is no number",
        ),
      level: factorName,
    })
    .describe("Each patient's course from the first operation recorded here"),
]);

const published = z.strictObject({
  says: words.describe("What was published, in its words"),
  analysis: id,
  cohort: id.optional().describe("Default: the analysis's"),
  group: z.record(words, scalar.transform(String)).optional().describe("Factor: level. Default: everyone"),
  name: words.describe("Which result: median, survival, count, …"),
  factor: factorName.optional(),
  level: scalar.transform(String).optional(),
  model: z.enum(["univariable", "multivariable"]).optional(),
  test: words.optional(),
  at: z.number().optional(),
  value: z.number().describe("As published, with its decimals: write 20.0 where 20.0 was printed"),
  unit: words
    .optional()
    .describe("Of the published value: percent of a probability, or days, months, years; default the result's"),
  decimals: z.int().min(0).max(12).optional().describe("Default: as many as `value` is written with"),
  is: z
    .enum(["equal", "above", "below", "at least", "at most"])
    .optional()
    .describe("How ours must compare with the published value; default equal, after rounding"),
});

const recordFile = z.union([words, z.strictObject({ file: words, sheet: words.optional() })], {
  error: "a file, or a mapping of file and sheet",
});

const registry = z
  .strictObject({
    registry: words.describe(
      "A registry: its folder, relative to this file, or DATABASE_URL for the server that this environment variable names",
    ),
    on: z
      .union([z.string(), z.number()], { error: "a date" })
      .optional()
      .describe("The records as they stood at the end of this day (UTC); default now"),
  })
  .describe("All records of a registry, whose dictionary is the study's too");

/** The schema of a study file: the one place that says what may stand in it. */
export const studySchema = z.strictObject({
  title: words,
  authors: z.array(words).optional(),
  provenance: words.optional().describe("Where the records come from, and what may not be concluded from them"),
  source: words.optional().describe("The publication that the study belongs to"),
  dictionary: words
    .optional()
    .describe("The dictionary's file, relative to this one; that of the registry, where there is one"),
  records: z.union([registry, z.record(words, recordFile).describe("Table: file, relative to this one")], {
    error: "the file of each table, or a registry",
  }),
  definitions: z
    .record(words, words)
    .optional()
    .describe("Derived field (table.field): which of its definitions counts; default the dictionary's"),
  as_of: z
    .union([z.string(), z.number()], { error: "a date" })
    .optional()
    .describe("The day on which the records were closed"),
  partial_dates: z
    .enum(["first", "middle", "last"])
    .optional()
    .describe("The day taken where only month or year is known; default middle (the 15th, 1 July)"),
  confidence: confidence.optional(),
  cohorts: z.record(id, cohort),
  endpoints: z.record(id, endpoint).optional(),
  factors: z.record(id, factor).optional(),
  analyses: some(analysis),
  published: z.array(published).optional().describe("Published figures that the results are held against"),
});

export type StudyFile = z.output<typeof studySchema>;
export type ConditionFile = z.output<typeof condition>;
export type AnalysisFile = z.output<typeof analysis>;
export type PublishedFile = z.output<typeof published>;

/** The study file's JSON Schema (draft 2020-12), for editors. */
export function studyJsonSchema(): Record<string, unknown> {
  return { title: "Seriatim study", ...z.toJSONSchema(studySchema, { io: "input" }) };
}
