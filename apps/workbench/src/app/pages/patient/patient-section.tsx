import { Button, Card, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { FieldDefinition, TableDefinition } from "@seriatim/records";
import type { ReactNode } from "react";
import type { Patient, PatientRow } from "../../../service/patient.js";
import { Icon } from "../../icon.js";
import { capitalised, fieldLabel, fieldText } from "../../shared/field-text.js";
import { useTexts } from "../../texts/language.js";
import classes from "./patient-section.module.css";
import { patientTexts } from "./patient-texts.js";

export interface PatientSectionProps {
  definition: TableDefinition;
  /** Of one row a patient: shown field by field, not as a table. */
  isSingle: boolean;
  rows: readonly PatientRow[];
  findings: Patient["findings"];
  mayEdit: boolean;
  /** Undefined where no row is edited; null where a new one is. */
  edited: readonly string[] | null | undefined;
  form: ReactNode;
  onEdit: (key: readonly string[], field?: string) => void;
  onAdd: () => void;
}

/** A patient's rows of one table, and the form of the one that is edited. */
export function PatientSection(props: PatientSectionProps) {
  const { definition, isSingle, rows, findings, mayEdit, edited, form, onEdit, onAdd } = props;
  const t = useTexts(patientTexts);
  const fields = Object.values(definition.fields).filter(({ name }) => isSingle || name !== definition.key[0]);
  const wrong = (place: number, field: string) =>
    findings.filter((one) => one.place === place && one.field === field).map(({ why }) => why);
  const isEditing = edited !== undefined;
  return (
    <Card withBorder component="section" aria-label={definition.label} p="md">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Title order={2} size="h5">
              {isSingle ? capitalised(definition.one) : definition.label}
            </Title>
            {findings.length > 0 ? (
              <Text size="xs" c="red">
                {t("findings", { n: findings.length })}
              </Text>
            ) : null}
          </Group>
          {mayEdit && !isEditing ? (
            isSingle && rows.length > 0 ? (
              <Button
                variant="default"
                className="not-printed"
                onClick={() => onEdit(rows[0].key)}
                aria-label={t("editOf", { what: definition.one })}
              >
                {t("edit")}
              </Button>
            ) : (
              <Button
                variant="default"
                className="not-printed"
                leftSection={<Icon name="plus" size={14} />}
                onClick={onAdd}
              >
                {t("add", { one: definition.one })}
              </Button>
            )
          ) : null}
        </Group>
        {rows.length === 0 && !isEditing ? <Text c="dimmed">{t("none")}</Text> : null}
        {isSingle && rows.length > 0 && !isEditing ? (
          <SimpleGrid
            cols={{ base: 2, sm: 3, lg: 4 }}
            spacing="sm"
            verticalSpacing={6}
            component="dl"
            className={classes.fields}
          >
            {fields.map((field) => (
              <div key={field.name}>
                <dt>{fieldLabel(field)}</dt>
                <dd>
                  <Shown field={field} row={rows[0]} wrong={wrong(0, field.name)} />
                </dd>
              </div>
            ))}
          </SimpleGrid>
        ) : null}
        {!isSingle && rows.length > 0 ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
          <section className={classes.scroller} tabIndex={0} aria-label={definition.label}>
            <Table striped={false} withRowBorders verticalSpacing={4} horizontalSpacing="xs" className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  {fields.map((field) => (
                    <Table.Th key={field.name}>{fieldLabel(field)}</Table.Th>
                  ))}
                  {mayEdit ? <Table.Th className="not-printed" aria-label={t("edit")} /> : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row, place) => {
                  const isEdited = edited?.join("\u0000") === row.key.join("\u0000");
                  return (
                    <Table.Tr key={row.key.join("\u0000")} data-edited={isEdited || undefined}>
                      {fields.map((field) => (
                        <Table.Td key={field.name} data-type={field.type}>
                          <Shown field={field} row={row} wrong={wrong(place, field.name)} />
                        </Table.Td>
                      ))}
                      {mayEdit ? (
                        <Table.Td className={`${classes.doing} not-printed`}>
                          {isEdited ? null : (
                            <Button
                              size="compact-xs"
                              variant="subtle"
                              onClick={() => onEdit(row.key)}
                              aria-label={t("editOf", { what: `${definition.one} ${row.key.slice(1).join(", ")}` })}
                            >
                              {t("edit")}
                            </Button>
                          )}
                        </Table.Td>
                      ) : null}
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </section>
        ) : null}
        {isEditing ? <div className={isSingle ? undefined : classes.form}>{form}</div> : null}
      </Stack>
    </Card>
  );
}

function Shown({ field, row, wrong }: { field: FieldDefinition; row: PatientRow; wrong: readonly string[] }) {
  const t = useTexts(patientTexts);
  const text = fieldText(field, row.derived[field.name] ?? row.texts[field.name] ?? "");
  const title = [...wrong, ...(field.derived ? [t("derived")] : [])].join("; ");
  return (
    <span
      data-wrong={wrong.length > 0 || undefined}
      data-derived={field.derived ? true : undefined}
      title={title || undefined}
      className={classes.shown}
    >
      {text === "" ? (wrong.length > 0 ? "?" : "–") : text}
      {wrong.length > 0 ? <span className={classes.why}>{wrong.join("; ")}</span> : null}
    </span>
  );
}
