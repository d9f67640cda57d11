import { ActionIcon, Checkbox, Group, NativeSelect, Stack, Text } from "@mantine/core";
import type { FieldDefinition } from "@seriatim/records";
import { useEffect, useState } from "react";
import type { ConditionDraft, StepDraft } from "../../../statistics/study-draft.js";
import { Icon } from "../../icon.js";
import { fieldLabel } from "../../shared/field-text.js";
import { LateInput } from "../../shared/late-input.js";
import { fieldNamed } from "../../study/study-fields.js";
import { useStudy } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import classes from "./cohort-page.module.css";
import { cohortTexts } from "./cohort-texts.js";
import { type AskedCondition, askedOf, type ConditionKind, kindsOf, mustOf } from "./condition-kinds.js";

/** A filter: its conditions and the reason given for those whom it leaves out. */
export function StepEditor(props: {
  step: StepDraft;
  place: number;
  table: string;
  onChange: (step: StepDraft) => void;
  onRemove: () => void;
  onEarlier: (() => void) | undefined;
}) {
  const { step, place, table, onChange, onRemove, onEarlier } = props;
  const t = useTexts(cohortTexts);
  const n = place + 1;
  return (
    <fieldset className={classes.step}>
      <legend>{t("step", { n })}</legend>
      <Group gap={4} className={classes.stepActions}>
        {onEarlier ? (
          <ActionIcon variant="subtle" color="gray" aria-label={t("earlier", { n })} onClick={onEarlier}>
            ↑
          </ActionIcon>
        ) : null}
        <ActionIcon variant="subtle" color="gray" aria-label={t("removeStep", { n })} onClick={onRemove}>
          <Icon name="close" size={16} />
        </ActionIcon>
      </Group>
      <Stack gap="xs">
        {step.conditions.map((condition, i) => (
          <ConditionEditor
            key={condition.name}
            condition={condition}
            table={table}
            onChange={(changed) => onChange({ ...step, conditions: step.conditions.with(i, changed) })}
          />
        ))}
        <LateInput
          label={t("reason")}
          placeholder={t("reasonHint")}
          value={step.otherwise ?? ""}
          onLate={(text) => {
            const { otherwise: _, ...rest } = step;
            onChange(text === "" ? rest : { ...rest, otherwise: text });
          }}
        />
      </Stack>
    </fieldset>
  );
}

function ConditionEditor(props: {
  condition: ConditionDraft;
  table: string;
  onChange: (condition: ConditionDraft) => void;
}) {
  const { condition, table, onChange } = props;
  const t = useTexts(cohortTexts);
  const { draft, dictionary } = useStudy();
  const field = fieldNamed(dictionary, table, condition.name);
  const factor = field ? undefined : draft.factors.find(({ id }) => id === condition.name);
  const label = field ? fieldLabel(field) : (factor?.label ?? condition.name);
  // What asks nothing yet stays here until it does.
  const [asked, setAsked] = useState<AskedCondition>(() => askedOf(condition.must));
  useEffect(() => setAsked(askedOf(condition.must)), [condition.must]);
  const ask = (next: AskedCondition) => {
    setAsked(next);
    const must = mustOf(field, next);
    if (must !== undefined) onChange({ ...condition, must });
  };
  return (
    <Stack gap={6}>
      <Group gap="xs" align="center" wrap="wrap">
        <Text fw={600}>{label}</Text>
        <NativeSelect
          aria-label={t("condition", { field: label })}
          value={asked.kind}
          data={kindsOf(field).map((kind) => ({ value: kind, label: t(kind) }))}
          onChange={(event) => {
            const kind = event.currentTarget.value as ConditionKind;
            const keeps = kind === asked.kind || (isChoice(kind) && isChoice(asked.kind));
            ask({ kind, texts: keeps ? asked.texts : [] });
          }}
        />
      </Group>
      <Values label={label} field={field} codes={codesOf(field, factor, t)} asked={asked} onAsk={ask} />
    </Stack>
  );
}

function Values(props: {
  label: string;
  field: FieldDefinition | undefined;
  codes: readonly { value: string; label: string }[];
  asked: AskedCondition;
  onAsk: (asked: AskedCondition) => void;
}) {
  const { label, field, codes, asked, onAsk } = props;
  const t = useTexts(cohortTexts);
  const { kind, texts } = asked;
  if (kind === "present" || kind === "absent") return null;
  const hint = field?.type === "date" ? { description: t("dateHint") } : {};
  if (isChoice(kind) && codes.length > 0)
    return (
      <Checkbox.Group
        value={[...texts]}
        onChange={(chosen) =>
          onAsk({ kind, texts: codes.map(({ value }) => value).filter((one) => chosen.includes(one)) })
        }
        aria-label={label}
      >
        <Group gap="sm">
          {codes.map(({ value, label: says }) => (
            <Checkbox key={value} size="xs" value={value} label={says} />
          ))}
        </Group>
      </Checkbox.Group>
    );
  if (isChoice(kind))
    return (
      <LateInput
        label={t("values")}
        {...hint}
        value={texts.join(", ")}
        onLate={(text) => onAsk({ kind, texts: text.split(",") })}
      />
    );
  if (kind !== "between")
    return (
      <LateInput
        label={t("value")}
        {...hint}
        value={texts[0] ?? ""}
        onLate={(text) => onAsk({ kind, texts: [text] })}
      />
    );
  const [from = "", to = ""] = texts;
  return (
    <Group gap="xs" grow>
      <LateInput label={t("from")} {...hint} value={from} onLate={(text) => onAsk({ kind, texts: [text, to] })} />
      <LateInput label={t("to")} {...hint} value={to} onLate={(text) => onAsk({ kind, texts: [from, text] })} />
    </Group>
  );
}

function isChoice(kind: ConditionKind): boolean {
  return kind === "is" || kind === "isNot";
}

function codesOf(
  field: FieldDefinition | undefined,
  factor: { groups?: readonly { id: string }[] } | undefined,
  t: (name: "yes" | "no") => string,
): readonly { value: string; label: string }[] {
  if (field?.type === "boolean")
    return [
      { value: "yes", label: t("yes") },
      { value: "no", label: t("no") },
    ];
  if (field) return field.codes;
  return factor?.groups?.map(({ id }) => ({ value: id, label: id })) ?? [];
}
