import { z } from "zod";

const code = z.strictObject({ value: z.string(), label: z.string() });

/** What differs from the field that the columns alone would give; `null` is what the columns give and the field has not. */
const difference = z.strictObject({
  name: z.string().optional(),
  type: z.enum(["text", "code", "integer", "decimal", "date", "boolean"]).optional(),
  label: z.string().optional(),
  unit: z.string().nullable().optional(),
  /** Those of a raw code, or all of them. */
  codes: z.union([z.array(code), z.record(z.string(), code)]).optional(),
  required: z.boolean().optional(),
  min: z.number().nullable().optional(),
  max: z.number().nullable().optional(),
  plausible: z.tuple([z.number(), z.number()]).nullable().optional(),
  partial: z.boolean().optional(),
  identifying: z.boolean().optional(),
  also: z.array(z.string()).optional(),
  spellings: z.array(z.strictObject({ written: z.string(), code: z.string() })).optional(),
});

const annotation = z.strictObject({
  /** On the record id. `rules` and `followUp` as in a dictionary file. */
  dictionary: z
    .strictObject({ title: z.string(), rules: z.array(z.unknown()), followUp: z.unknown().optional() })
    .optional(),
  /** On a form's first variable. */
  form: z
    .strictObject({
      table: z.string(),
      label: z.string(),
      one: z.string(),
      key: z.array(z.string()),
      parent: z.string().optional(),
      /** Of the key's fields that are no variables of the form, by name. */
      keyFields: z.record(z.string(), difference).optional(),
      /** Of the table's fields, where the key is not first. */
      order: z.array(z.string()).optional(),
    })
    .optional(),
  /** By the names that the columns alone would give. */
  fields: z.record(z.string(), difference).optional(),
});

export type FieldDifference = z.output<typeof difference>;

/** What REDCap's columns cannot say, kept in a variable's Field Annotation. */
export type Annotation = z.output<typeof annotation>;

/** `@SERIATIM='{…}'`, or nothing where there is nothing to say. */
export function annotationText(content: Annotation): string {
  if (Object.keys(content).length === 0) return "";
  // Quotation marks would end the tag, @ begin another, brackets name a variable; REDCap's CSV reader takes \" amiss.
  const json = JSON.stringify(content)
    .replace(/\\["\\]/g, (pair) => escaped(pair[1]))
    .replace(/['@<>&]/g, escaped)
    .replace(/"[^"]*"/g, (text) => text.replace(/[[\]]/g, escaped));
  return `@SERIATIM='${json}'`;
}

/** What `annotationText` wrote; undefined where there is none, a sentence where it cannot be read. */
export function readAnnotation(text: string): Annotation | string | undefined {
  const tag = /@SERIATIM='([^']*)'?/.exec(text);
  if (!tag) return undefined;
  try {
    const read = annotation.safeParse(JSON.parse(tag[1]));
    if (read.success) return read.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return "the annotation @SERIATIM has been changed and is not readable; the columns alone are read";
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
