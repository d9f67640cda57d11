import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { TableDefinition } from "@seriatim/records";
import type { PatientRow } from "../../../service/patient.js";
import { enteredFields, fieldText } from "../../shared/field-text.js";
import { useTexts } from "../../texts/language.js";
import { patientTexts } from "./patient-texts.js";

/** Tells that a row was changed while it was edited: what is there now beside what was typed, and whose counts. */
export function ConflictNotice(props: {
  definition: TableDefinition;
  base: PatientRow;
  /** Undefined where it was removed. */
  now: PatientRow | undefined;
  typed: Readonly<Record<string, string>>;
  onResolved: (typed: Readonly<Record<string, string>>) => void;
}) {
  const { definition, base, now, typed, onResolved } = props;
  const t = useTexts(patientTexts);
  if (!now)
    return (
      <Alert color="red" title={t("conflict")} role="alert">
        {t("gone")}
      </Alert>
    );
  const changed = enteredFields(definition).filter(({ name }) => now.texts[name] !== base.texts[name]);
  const both = changed.filter(({ name }) => Object.hasOwn(typed, name));
  const withoutTheirs = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !both.some((field) => field.name === name)),
  );
  return (
    <Alert color="orange" title={t("conflict")} role="alert">
      <Stack gap="xs">
        <Text>{t("conflictSays")}</Text>
        <ul style={{ margin: 0 }}>
          {changed.map((field) => (
            <li key={field.name}>
              {t("conflictRow", {
                field: field.label,
                before: fieldText(field, base.texts[field.name]) || t("nothing"),
                after: fieldText(field, now.texts[field.name]) || t("nothing"),
              })}
              {both.includes(field)
                ? t("conflictMine", { mine: fieldText(field, typed[field.name]) || t("nothing") })
                : ""}
            </li>
          ))}
        </ul>
        <Group gap="sm">
          <Button variant="default" onClick={() => onResolved(typed)}>
            {t("keepMine")}
          </Button>
          {both.length > 0 ? (
            <Button variant="default" onClick={() => onResolved(withoutTheirs)}>
              {t("takeTheirs")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Alert>
  );
}
