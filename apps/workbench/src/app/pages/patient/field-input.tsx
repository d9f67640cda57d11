import { ActionIcon, Group, NativeSelect, Popover, Stack, Text, TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import type { FieldDefinition } from "@seriatim/records";
import { useState } from "react";
import type { RowChange } from "../../../service/patient-history.js";
import { Icon } from "../../icon.js";
import { fieldLabel, fieldText } from "../../shared/field-text.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import classes from "./field-input.module.css";
import { patientTexts } from "./patient-texts.js";
import { shownTime } from "./shown-time.js";

export interface FieldInputProps {
  field: FieldDefinition;
  text: string;
  onType: (text: string) => void;
  /** What is wrong with it as typed. */
  faults: readonly string[];
  isRequired: boolean;
  isNotApplicable: boolean;
  /** A key of a row that is there. */
  isFixed: boolean;
  isChanged: boolean;
  focuses: boolean;
  /** What was done to this field, the latest first. */
  history: readonly RowChange[];
}

/** An input by the field's type, with its unit, its limits, what is wrong with it, and its history. */
export function FieldInput(props: FieldInputProps) {
  const { field, text, onType, faults, isRequired, isNotApplicable, isFixed, isChanged, focuses, history } = props;
  const t = useTexts(patientTexts);
  const isDisabled = isFixed || (isNotApplicable && text === "");
  const hint = isNotApplicable && text === "" ? t("notApplicable") : hintOf(field, t);
  const shared = {
    label: fieldLabel(field),
    value: text,
    withAsterisk: isRequired,
    "aria-required": isRequired,
    disabled: isDisabled,
    error: faults.length > 0 ? faults.join("; ") : undefined,
    autoFocus: focuses,
    "data-changed": isChanged || undefined,
    classNames: { input: classes.input },
    flex: 1,
    miw: 0,
  };
  return (
    <Group gap={4} align="flex-start" wrap="nowrap">
      {field.type === "code" || field.type === "boolean" ? (
        <NativeSelect
          {...shared}
          description={isNotApplicable && text === "" ? hint : undefined}
          inputWrapperOrder={order}
          onChange={(event) => onType(event.currentTarget.value)}
          data={choicesOf(field, text, t)}
        />
      ) : (
        <TextInput
          {...shared}
          description={hint}
          inputWrapperOrder={order}
          inputMode={field.type === "integer" ? "numeric" : field.type === "decimal" ? "decimal" : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onType(event.currentTarget.value)}
          rightSection={
            field.type === "date" && !isDisabled ? <Calendar field={field} text={text} onPick={onType} /> : undefined
          }
        />
      )}
      <FieldHistory field={field} history={history} />
    </Group>
  );
}

const order = ["label" as const, "input" as const, "description" as const, "error" as const];

function Calendar({ field, text, onPick }: { field: FieldDefinition; text: string; onPick: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const value = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? text.trim() : null;
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`${field.label}: YYYY-MM-DD`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="followUp" size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          size="xs"
          value={value}
          defaultDate={value ?? (/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : undefined)}
          onChange={(picked) => {
            if (picked) onPick(picked);
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function FieldHistory({ field, history }: { field: FieldDefinition; history: readonly RowChange[] }) {
  const t = useTexts(patientTexts);
  const { language } = useLanguage();
  if (history.length === 0) return <span className={classes.noHistory} />;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          mt={22}
          variant="subtle"
          color={history.length > 1 ? undefined : "gray"}
          size={28}
          aria-label={t("historyOf", { field: field.label })}
        >
          <Icon name="history" size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw={360} aria-label={t("historyOf", { field: field.label })}>
        <Stack gap="xs" component="ol" className={classes.list}>
          {history.map(({ seq, at, who, why, fields }) => {
            const { before, after } = fields.find((one) => one.field === field.name)!;
            return (
              <li key={seq}>
                <Text size="xs" c="dimmed">
                  {shownTime(at, language)} · {who}
                  {why === null ? "" : ` · ${why}`}
                </Text>
                <Text>
                  {before === "" ? "" : `${fieldText(field, before)} → `}
                  {after === "" ? t("nothing") : fieldText(field, after)}
                </Text>
              </li>
            );
          })}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

type T = ReturnType<typeof useTexts<typeof patientTexts>>;

function choicesOf(field: FieldDefinition, text: string, t: T) {
  const codes =
    field.type === "boolean"
      ? [
          { value: "yes", label: t("yes") },
          { value: "no", label: t("no") },
        ]
      : field.codes;
  const isKnown = text === "" || codes.some(({ value }) => value === text);
  return [
    { value: "", label: "–" },
    ...codes.map(({ value, label }) => ({ value, label })),
    ...(isKnown ? [] : [{ value: text, label: t("notRead", { text }) }]),
  ];
}

function hintOf({ type, partial, min, max, plausible }: FieldDefinition, t: T): string | undefined {
  if (type === "date") return t(partial ? "partial" : "full");
  const [least, most] = [plausible?.[0] ?? min, plausible?.[1] ?? max];
  return least === undefined || most === undefined
    ? undefined
    : t("between", { min: String(least), max: String(most) });
}
