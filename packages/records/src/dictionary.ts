import type { PartialDate } from "./partial-date.js";

/** What is recorded: tables, fields, codes, and the rules between fields. Made by `parseDictionary`. */
export interface Dictionary {
  readonly title: string;
  /** In the file's order. */
  readonly tables: Readonly<Record<string, TableDefinition>>;
  readonly rules: readonly Rule[];
  /** Where it says so: from when to when patients are followed. */
  readonly followUp?: FollowUp;
}

export interface TableDefinition {
  readonly name: string;
  readonly label: string;
  /** What one row is, in sentences: "resection". */
  readonly one: string;
  /** The fields that no two rows share; a child's begin with those of its parent. */
  readonly key: readonly string[];
  readonly parent?: string;
  /** The name that it had in an earlier version of the dictionary. */
  readonly formerly?: string;
  /** In the file's order. */
  readonly fields: Readonly<Record<string, FieldDefinition>>;
}

export type FieldType = "text" | "code" | "integer" | "decimal" | "date" | "boolean";

export interface FieldDefinition {
  readonly table: string;
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly unit?: string;
  /** Value and label in order; empty unless the type is `code`. */
  readonly codes: readonly Code[];
  /** Key fields are always required. */
  readonly required: boolean;
  /** Hard limits: a value beyond is invalid and `null`. */
  readonly min?: number;
  readonly max?: number;
  /** Soft limits: a value beyond is kept and is a finding. */
  readonly plausible?: readonly [number, number];
  /** Whether a date may be known to the month or year only. */
  readonly partial: boolean;
  /** Whether the value could tell who the patient is; findings never print it. */
  readonly identifying: boolean;
  /** Other headings under which files have it. */
  readonly also: readonly string[];
  /** Other writings of its codes; compared without case and spaces. */
  readonly spellings: readonly Spelling[];
  /** Where it is not recorded but follows from other fields: see `deriveFields`. */
  readonly derived?: Derivation;
  /** The name that it had in an earlier version of the dictionary. */
  readonly formerly?: string;
}

export interface Code {
  readonly value: string;
  readonly label: string;
}

/** What a code may be written as: `†` for dead. */
export interface Spelling {
  readonly written: string;
  readonly code: string;
}

/** A field named in a rule. */
export interface FieldReference {
  readonly table: string;
  readonly field: string;
}

/** A field and what it must be for a condition to hold. A condition on an empty field does not hold, but for `recorded: false`. */
export interface Condition extends FieldReference {
  readonly oneOf?: readonly (string | number | boolean)[];
  readonly noneOf?: readonly (string | number | boolean)[];
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
  readonly recorded?: boolean;
}

interface RuleOf<Kind extends string> {
  readonly kind: Kind;
  /** The table of whose rows each is judged, with the rows of its parents: the deepest table that the rule names. */
  readonly rowsOf: string;
  /** The finding's sentence with `{field}` for values, where the dictionary words it itself. */
  readonly says?: string;
}

/**
 * A rule between fields of one table and its parents. Each row is judged with the rows of its parents; what is not recorded
 * breaks no rule but `required-when`; what cannot be read counts as recorded, whatever it may be.
 *
 * - `date-order`: `later` is not before `earlier`, whatever the unknown days of the two are. A `date-order` finding on `later`.
 * - `consecutive-dates`: among a parent's rows none is dated before the one whose ordinal precedes its own. `date-order`.
 * - `sequence`: among a parent's rows number k > 1 needs number k − 1; 2 may do with `elsewhere` recorded. `sequence-gap`.
 * - `required-when`: the field is recorded where all conditions hold. `missing-conditional`.
 * - `empty-when`: the field is not recorded where all conditions hold. `contradiction`.
 * - `never`: the conditions never hold together. `contradiction` on `blame`.
 * - `age`: the age at a date lies in a range of years, whatever the unknown days are. `implausible-value` on `birth`.
 *
 * ```yaml
 * rules:
 *   - { kind: date-order, earlier: operations.date, later: patients.last_seen, says: "last seen before the operation of {date}" }
 *   - { kind: consecutive-dates, date: operations.date, ordinal: operations.number }
 *   - { kind: sequence, ordinal: operations.number, elsewhere: patients.first_elsewhere }
 *   - { kind: required-when, field: patients.cause_of_death, when: { patients.status: dead } }
 *   - { kind: empty-when, field: patients.cause_of_death, when: { patients.status: { not: dead } }, blame: patients.status }
 *   - { kind: never, when: { operations.r_status: [R1, R2], operations.margin_mm: { atLeast: 1 } }, blame: operations.margin_mm }
 *   - { kind: age, birth: patients.born, at: operations.date, event: operation, plausible: [0, 110] }
 * ```
 */
export type Rule =
  | (RuleOf<"date-order"> & {
      readonly earlier: FieldReference;
      readonly later: FieldReference;
      readonly blame: FieldReference;
    })
  | (RuleOf<"consecutive-dates"> & { readonly date: FieldReference; readonly ordinal: FieldReference })
  | (RuleOf<"sequence"> & { readonly ordinal: FieldReference; readonly elsewhere?: FieldReference })
  | (RuleOf<"required-when"> & { readonly field: FieldReference; readonly when: readonly Condition[] })
  | (RuleOf<"empty-when"> & {
      readonly field: FieldReference;
      readonly when: readonly Condition[];
      readonly blame: FieldReference;
    })
  | (RuleOf<"never"> & { readonly when: readonly Condition[]; readonly blame: FieldReference })
  | (RuleOf<"age"> & {
      readonly birth: FieldReference;
      readonly at: FieldReference;
      readonly event: string;
      readonly plausible: readonly [number, number];
    });

/**
 * How a field follows from others.
 *
 * - `cases`: a code by conditions on the fields of its row and of the row's parents, under one of several named definitions;
 *   of a definition's cases the first whose conditions all hold counts, one without conditions always; without one: `null`.
 * - `latest`: of the row's child rows in `table`, `field` of the one whose date `by` is the latest.
 *
 * ```yaml
 * r_status:
 *   type: code
 *   codes: [R0, R1, R2, RX]
 *   derived:
 *     definitions:
 *       1 mm:
 *         - { value: R2, when: { residual_tumour: [liver, extrahepatic, both] } }
 *         - { value: R1, when: { margin_mm: { below: 1 } } }
 *         - { value: R0, when: { margin_mm: { atLeast: 1 } } }
 *         - { value: RX }
 * last_seen: { type: date, derived: { latest: { table: contacts, by: date, field: date } } }
 * ```
 */
export type Derivation =
  | {
      readonly kind: "cases";
      /** In the file's order. */
      readonly definitions: readonly DerivationDefinition[];
      /** Name of the definition that counts where none is chosen. */
      readonly default: string;
    }
  | {
      readonly kind: "latest";
      readonly table: string;
      /** A date of that table. */
      readonly by: string;
      readonly field: string;
    };

export interface DerivationDefinition {
  readonly name: string;
  readonly cases: readonly DerivationCase[];
}

export interface DerivationCase {
  readonly value: string;
  readonly when: readonly Condition[];
}

/** How long patients are followed, for planning contacts and for telling how complete the follow-up is. */
export interface FollowUp {
  /** The date at which it begins. */
  readonly from: FieldReference;
  /** The date to which it is known. */
  readonly to: FieldReference;
  /** After the event nobody is followed further. */
  readonly event: readonly Condition[];
  /** Months between contacts. */
  readonly every: number;
}

/** The table and its parents, the table itself first. */
export function lineage(dictionary: Pick<Dictionary, "tables">, table: string): string[] {
  const line: string[] = [];
  for (
    let next: string | undefined = table;
    next !== undefined && !line.includes(next);
    next = dictionary.tables[next]?.parent
  )
    line.push(next);
  return line;
}

/** Whether a record's value is a date. */
export function isPartialDate(value: unknown): value is PartialDate {
  return typeof value === "object" && value !== null && "year" in value;
}

/** The field of a placeholder `{margin_mm}` or `{resections.date}`; without a table the deepest one that has it. */
export function templateField(
  placeholder: string,
  line: readonly string[],
  tables: Readonly<Record<string, TableDefinition>>,
): FieldDefinition {
  const [table, name] = placeholder.includes(".")
    ? placeholder.split(".")
    : [line.find((one) => Object.hasOwn(tables[one].fields, placeholder))!, placeholder];
  return tables[table].fields[name];
}
