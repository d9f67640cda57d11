import { z } from "zod";

const text = z.union([z.string(), z.number(), z.boolean()], { error: "a text" }).transform(String);
const heading = z.string().min(1).describe("The heading of a column; {n} stands for each of `for_each`");

const column = z.union(
  [
    heading,
    z.strictObject({
      from: heading.optional(),
      value: text.optional().describe("The same for every row; {n} stands for each of `for_each`"),
      values: z
        .record(z.string(), text)
        .optional()
        .describe("What stands in the file: the dictionary's code, or nothing"),
      prefix: z.string().optional().describe("Put before each value: P makes P7 of 7"),
      digits: z
        .number()
        .int()
        .min(1)
        .max(20)
        .optional()
        .describe("Zeros before a number up to so many digits: 2 makes 07 of 7"),
      factor: z.number().optional().describe("A number is multiplied by this: 10 makes mm of cm"),
    }),
  ],
  { error: "a heading, or a mapping of from, value, values, prefix, digits, factor" },
);

const table = z.strictObject({
  for_each: z
    .array(z.union([z.string().min(1), z.number()]).transform(String))
    .min(1)
    .optional()
    .describe("One row of the file is so many rows of the table: those of which any {n} column holds something"),
  columns: z.record(z.string().min(1), column).describe("Field of the dictionary: column of the file"),
});

/** The schema of a mapping file: from the columns of a file to the fields of the dictionary. */
export const mappingSchema = z.strictObject({
  title: z.string().min(1).optional(),
  sheet: z.string().min(1).optional().describe("Sheet of a workbook; the first where it is not given"),
  missing: z.array(text).optional().describe("What stands for not recorded, in any column: k. A., -5"),
  decimal_comma: z.boolean().optional().describe("Whether numbers are written 12,5; found out where it is not given"),
  dates: z
    .strictObject({
      slashes: z.enum(["day-first", "month-first"]).optional().describe("What 3/9/1990 is"),
      two_digit_years_from: z
        .number()
        .int()
        .min(1000)
        .max(9900)
        .optional()
        .describe("1930 makes 1930 of 30 and 2029 of 29"),
    })
    .optional(),
  empty: z
    .enum(["keep", "erase"])
    .optional()
    .describe("What an empty cell does to what the registry has; default keep"),
  tables: z.record(z.string().min(1), table),
});

export type MappingFile = z.output<typeof mappingSchema>;

/** The mapping's JSON Schema (draft 2020-12), for editors. */
export function mappingJsonSchema(): Record<string, unknown> {
  return { title: "Seriatim import mapping", ...z.toJSONSchema(mappingSchema, { io: "input" }) };
}
