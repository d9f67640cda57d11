import type { FieldDefinition, TableDefinition } from "@seriatim/records";
import { sql } from "kysely";
import { columnConversion } from "./column-conversion.js";
import { columnCheck, columnType, literal, quoted } from "./column-of-field.js";
import { countRows, type MigrationDraft, type MigrationSource, rowsText, shownField } from "./migration-draft.js";
import { constraintName } from "./record-tables.js";

/** The step from a column to another type, other codes or other limits; the column has its new name already. */
export async function planColumnChange(
  { trx }: MigrationSource,
  before: TableDefinition,
  old: FieldDefinition,
  field: FieldDefinition,
  draft: MigrationDraft,
): Promise<void> {
  if (old.unit !== field.unit)
    draft.warnings.push(
      `${shownField(field)}: the unit changes from ${old.unit ?? "none"} to ${field.unit ?? "none"}; the values stay the numbers that they are`,
    );
  const isRetyped = columnType(old) !== columnType(field);
  const says = changes(old, field);
  if (says.length === 0 && old.name === field.name) return;
  const misfits = says.length === 0 ? [] : await misfitsOf();
  if (misfits.length > 0) {
    draft.refusals.push(...misfits.map((misfit) => `${shownField(field)}: ${misfit}`));
    return;
  }
  const table = `records.${quoted(field.table)}`;
  const check = columnCheck(field);
  const column = quoted(field.name);
  const statements = [
    ...(columnCheck(old) === undefined
      ? []
      : [`alter table ${table} drop constraint if exists ${quoted(constraintName(old))}`]),
    ...(isRetyped
      ? [
          `alter table ${table} alter column ${column} type ${columnType(field)} using ${columnConversion(field, textOf(column)).value}`,
        ]
      : []),
    ...(check === undefined
      ? []
      : [`alter table ${table} add constraint ${quoted(constraintName(field))} check (${check})`]),
  ];
  if (says.length > 0) {
    draft.steps.push({ says: `${shownField(field)}: ${says.join("; ")}`, sql: statements });
    const unread = await countRows(trx, before.name, `_unread ? ${literal(old.name)}`);
    if (unread > 0)
      draft.warnings.push(
        `${shownField(field)}: what could not be read in ${rowsText(unread)} stays so until it is entered again`,
      );
  } else if (statements.length > 0)
    draft.steps.push({ says: `What ${shownField(field)} may be is checked under its new name`, sql: statements });

  async function misfitsOf(): Promise<string[]> {
    const given = `(select ${textOf(quoted(old.name))} as given from records.${quoted(before.name)} where ${quoted(old.name)} is not null) as texts`;
    const { fits, value } = columnConversion(field, "given");
    const allowed = columnCheck(field);
    const isAllowed =
      allowed === undefined
        ? "true"
        : `(select ${allowed} from (select ${value} as ${quoted(field.name)}) as converted)`;
    const misfit = `not case when ${fits} then ${isAllowed} else false end`;
    if (old.type === "code" && field.type === "code") {
      const { rows } = await sql
        .raw<{ given: string; n: number }>(
          `select given, count(*) as n from ${given} where ${misfit} group by given order by given collate "C"`,
        )
        .execute(trx);
      return rows.map(
        ({ given: code, n }) =>
          `the code ${code} is gone, but is recorded in ${rowsText(n)}; keep it, or change those first`,
      );
    }
    const { rows } = await sql.raw<{ n: number }>(`select count(*) as n from ${given} where ${misfit}`).execute(trx);
    if (rows[0].n === 0) return [];
    return [`${misfitWords(old, field)} in ${rowsText(rows[0].n)}; leave it as it was, or change those first`];
  }
}

function textOf(column: string): string {
  return `to_jsonb(${column}) #>> '{}'`;
}

/** What changes about a column, in words. */
function changes(old: FieldDefinition, field: FieldDefinition): string[] {
  const values = ({ codes }: FieldDefinition) => codes.map(({ value }) => value);
  const added = values(field).filter((value) => !values(old).includes(value));
  const gone = values(old).filter((value) => !values(field).includes(value));
  const says: string[] = [];
  if (typeText(old) !== typeText(field)) says.push(`${typeText(old)} becomes ${typeText(field)}`);
  else if (added.length + gone.length > 0)
    says.push(
      [
        ...(added.length > 0 ? [`new codes ${added.join(", ")}`] : []),
        ...(gone.length > 0 ? [`codes ${gone.join(", ")} are gone, and recorded nowhere`] : []),
      ].join("; "),
    );
  if (limitsText(old) !== limitsText(field)) says.push(`limits: ${limitsText(field)} instead of ${limitsText(old)}`);
  return says;
}

function misfitWords(old: FieldDefinition, field: FieldDefinition): string {
  return typeText(old) === typeText(field)
    ? `a value is beyond the new limits (${limitsText(field)})`
    : `a value is not readable as ${typeText(field)}${field.type === "code" ? " of the dictionary" : ""}`;
}

function typeText({ type, partial }: FieldDefinition): string {
  return partial ? `partial ${type}` : type;
}

function limitsText({ min, max }: FieldDefinition): string {
  if (min === undefined && max === undefined) return "none";
  return [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(
    ", ",
  );
}
