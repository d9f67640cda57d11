import { Stack, Text } from "@mantine/core";
import type { Dictionary, TableDefinition } from "@seriatim/records";
import { capitalised, enteredFields, fieldLabel } from "../../shared/field-text.js";
import { useTexts } from "../../texts/language.js";
import classes from "./import-page.module.css";
import { importTexts } from "./import-texts.js";
import type { Picture } from "./mapping-text.js";

/** The dictionary's fields, those that are mapped and those that must be; the others are counted. */
export function OurFields({ dictionary, picture }: { dictionary: Dictionary; picture: Picture }) {
  const t = useTexts(importTexts);
  const tables = Object.values(dictionary.tables);
  const isMapped = ({ name }: TableDefinition) => picture.columns.some(({ table }) => table === name);
  const ordered = [...tables.filter(isMapped), ...tables.filter((table) => !isMapped(table))];
  return (
    <Stack gap="md" component="section" aria-label={t("ourFields")} className={classes.tables}>
      <Text fw={600}>{t("ourFields")}</Text>
      {ordered.map((definition) => (
        <OurTable key={definition.name} definition={definition} picture={picture} isMapped={isMapped(definition)} />
      ))}
    </Stack>
  );
}

function OurTable(props: { definition: TableDefinition; picture: Picture; isMapped: boolean }) {
  const { definition, picture, isMapped } = props;
  const t = useTexts(importTexts);
  const fields = enteredFields(definition).map((field) => ({
    field,
    column: picture.columns.find(({ table, field: name }) => table === definition.name && name === field.name),
    isKey: definition.key.includes(field.name),
  }));
  const shown = fields.filter(({ field, column, isKey }) => column || (isMapped && (isKey || field.required)));
  return (
    <Stack gap={4}>
      <Text size="xs" fw={600} c={isMapped ? undefined : "dimmed"}>
        {capitalised(definition.label)}
        {picture.forEach[definition.name] ? ` · ${picture.forEach[definition.name].join(", ")}` : ""}
      </Text>
      {shown.map(({ field, column, isKey }) => (
        <div
          key={field.name}
          className={classes.field}
          data-field={`${definition.name}.${field.name}`}
          data-mapped={column ? true : undefined}
          data-lacking={!column && isKey ? true : undefined}
        >
          {fieldLabel(field)}{" "}
          <Text span size="xs" c={!column && isKey ? "var(--r2)" : "dimmed"}>
            {column?.value === "{n}"
              ? t("fromNumber")
              : column?.value !== undefined
                ? t("always", { value: column.value })
                : isKey
                  ? t("key")
                  : column
                    ? ""
                    : t("needed")}
          </Text>
        </div>
      ))}
      {fields.length > shown.length ? (
        <Text size="xs" c="dimmed" pl={11}>
          {t("moreFields", { n: fields.length - shown.length })}
        </Text>
      ) : null}
    </Stack>
  );
}
