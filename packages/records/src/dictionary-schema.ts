import { z } from "zod";

const name = z
  .string()
  .regex(
    // Every object of JavaScript has a `constructor`.
    /^(?!constructor$)[a-z][a-z0-9_]*$/,
    "names are small letters, digits and _, beginning with a letter, and not “constructor”",
  )
  .max(60, "names have 60 letters at most");
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, or true or false" });
const trimmed = z.string().regex(/^\S(.*\S)?$/, "expected a text without spaces around it");
const text = z.union([trimmed, z.number(), z.boolean()], { error: "a text" }).transform(String);
const label = z.string().min(1).describe("As it stands in tables and figures");

const condition = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    z.strictObject({
      not: z.union([scalar, z.array(scalar).min(1)]).optional(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
      above: z.number().optional(),
      below: z.number().optional(),
      recorded: z.boolean().optional(),
    }),
  ],
  { error: "a value, a list of values, or a mapping of not, atLeast, atMost, above, below, recorded" },
);

const reference = z.string().min(1).describe("A field: table.field");
const when = z.record(reference, condition).describe("All of these hold");
const latest = z
  .strictObject({
    table: name.describe("A table whose rows belong to the row, at whatever depth"),
    by: name.describe("A date of that table"),
    field: name.describe("The field of that table whose value is taken"),
  })
  .describe("The value of the latest of the row's child rows");
const cases = z
  .array(
    z.strictObject({
      value: text.describe("A code of the field"),
      when: when.optional().describe("All of these hold; a field without a table is one of the row's own"),
    }),
  )
  .min(1);

const formerly = name.optional().describe("The name in an earlier version of the dictionary: what is kept is renamed");

const common = {
  label: label.optional(),
  formerly,
  required: z.boolean().optional().describe("Whether a row without a value is a finding"),
  identifying: z
    .boolean()
    .optional()
    .describe("Whether the value could tell who the patient is; findings never print it"),
  also: z.array(trimmed).min(1).optional().describe("Other headings under which files have the field"),
};

const derivedLatest = z
  .strictObject({ latest })
  .optional()
  .describe("The field is not recorded: it follows from others");

const number = {
  ...common,
  derived: derivedLatest,
  unit: z.string().min(1).optional(),
  min: z.number().optional().describe("A value below is invalid and not used"),
  max: z.number().optional().describe("A value above is invalid and not used"),
  plausible: z.tuple([z.number(), z.number()]).optional().describe("A value outside is used, and is a finding"),
};

const field = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), ...common, derived: derivedLatest }),
  z.strictObject({
    type: z.literal("code"),
    ...common,
    codes: z
      .union([z.record(trimmed, text), z.array(text).min(1)], { error: "code: label lines, or a list of codes" })
      .describe("Value and label of each code, in the order of tables and figures"),
    spellings: z
      .record(trimmed, text)
      .optional()
      .describe("Other writings of a code, each with its code; compared without case and spaces"),
    derived: z
      .strictObject({
        definitions: z
          .record(trimmed, cases)
          .optional()
          .describe("Cases by the definition's name; the first case counts"),
        default: text.optional().describe("The definition that counts where none is chosen"),
        latest: latest.optional(),
      })
      .optional()
      .describe("The field is not recorded: it follows from others, by definitions or as the latest"),
  }),
  z.strictObject({ type: z.literal("integer"), ...number }),
  z.strictObject({ type: z.literal("decimal"), ...number }),
  z.strictObject({
    type: z.literal("date"),
    ...common,
    derived: derivedLatest,
    partial: z.boolean().optional().describe("Whether 1990-09 and 1990 are allowed"),
  }),
  z.strictObject({ type: z.literal("boolean"), ...common, derived: derivedLatest }),
]);

const table = z.strictObject({
  label: label.optional(),
  one: z.string().min(1).optional().describe("What one row is, in sentences: resection"),
  key: z
    .union([name.transform((only) => [only]), z.array(name).min(1)], { error: "a field or a list of fields" })
    .describe("The fields that no two rows share"),
  parent: name.optional().describe("The table whose row each row belongs to, by the parent's key fields"),
  formerly,
  fields: z.record(name, field),
});

const says = z.string().min(1).optional().describe("The finding's sentence; {field} stands for a value");
const blame = reference.optional().describe("The field that the finding is about");

const rule = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("date-order"), earlier: reference, later: reference, blame, says })
    .describe("One date is not after another: a date-order finding on `later`"),
  z
    .strictObject({ kind: z.literal("consecutive-dates"), date: reference, ordinal: reference, says })
    .describe("Within a patient, number k is not dated before the number that precedes it: date-order"),
  z
    .strictObject({ kind: z.literal("sequence"), ordinal: reference, elsewhere: reference.optional(), says })
    .describe("Number k needs number k − 1; number 2 may do with `elsewhere` recorded: sequence-gap"),
  z
    .strictObject({ kind: z.literal("required-when"), field: reference, when, says })
    .describe("The field is recorded where the conditions hold: missing-conditional"),
  z
    .strictObject({ kind: z.literal("empty-when"), field: reference, when, blame, says })
    .describe("The field is empty where the conditions hold: contradiction"),
  z
    .strictObject({ kind: z.literal("never"), when, blame: reference, says })
    .describe("The conditions never hold together: contradiction"),
  z
    .strictObject({
      kind: z.literal("age"),
      birth: reference,
      at: reference,
      event: z.string().min(1).optional().describe("What happened at that date, in the sentence: operation"),
      plausible: z.tuple([z.number(), z.number()]).describe("Years"),
    })
    .describe("The age at a date is plausible: implausible-value on `birth`"),
]);

const followUp = z
  .strictObject({
    from: reference.describe("The date at which follow-up begins: table.field"),
    to: reference.describe("The date to which it is known: table.field"),
    event: when.describe("After the event nobody is followed: all of these hold"),
    every: z.number().positive().optional().describe("Months between contacts; 12 where not given"),
  })
  .describe("From when to when patients are followed");

/** The schema of a dictionary file: the one place that says what may stand in it. */
export const dictionarySchema = z.strictObject({
  title: z.string().min(1),
  tables: z.record(name, table),
  rules: z.array(rule).optional(),
  follow_up: followUp.optional(),
});

export type DictionaryFile = z.output<typeof dictionarySchema>;
export type RuleFile = NonNullable<DictionaryFile["rules"]>[number];
export type FollowUpFile = NonNullable<DictionaryFile["follow_up"]>;
export type ConditionFile = z.output<typeof condition>;

/** The dictionary's JSON Schema (draft 2020-12), for editors. */
export function dictionaryJsonSchema(): Record<string, unknown> {
  return { title: "Seriatim dictionary", ...z.toJSONSchema(dictionarySchema, { io: "input" }) };
}
