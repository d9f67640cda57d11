import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type Dictionary, readValue, type TableDefinition } from "@seriatim/records";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { PatientRow } from "../../../service/patient.js";
import type { RowChange } from "../../../service/patient-history.js";
import { enteredFields } from "../../shared/field-text.js";
import { ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { ConflictNotice } from "./conflict-notice.js";
import { familyOfTexts, isNotApplicable, isRequired } from "./family-of-texts.js";
import { FieldInput } from "./field-input.js";
import { patientTexts } from "./patient-texts.js";
import { useDraft } from "./use-draft.js";

export interface RowFormProps {
  registry: string;
  dictionary: Dictionary;
  definition: TableDefinition;
  /** The patient's key; empty of one that is new. */
  patient: readonly string[];
  rows: Readonly<Record<string, readonly PatientRow[]>>;
  /** As it is now; undefined for a new one. */
  row: PatientRow | undefined;
  /** What a new one begins with. */
  begins?: Readonly<Record<string, string>>;
  history: readonly RowChange[];
  /** The field that is meant. */
  focus?: string;
  onSaved: (key: string[], change: number) => void;
  onRemoved: () => void;
  onCancel: () => void;
}

/** A row's form, made from the dictionary; checked while it is typed. */
export function RowForm(props: RowFormProps) {
  const {
    registry,
    dictionary,
    definition,
    patient,
    rows,
    row,
    begins = {},
    history,
    focus,
    onSaved,
    onCancel,
  } = props;
  const t = useTexts(patientTexts);
  const [base, setBase] = useState(row);
  const { typed, setTyped } = useDraft([registry, definition.name, ...(row?.key ?? ["new", ...patient])].join(" "));
  const [why, setWhy] = useState("");
  const [isSure, setSure] = useState(false);
  const save = useChange("saveRow");
  const remove = useChange("deleteRow");
  const fields = enteredFields(definition);
  const texts = { ...begins, ...(base?.texts ?? {}), ...typed };
  const isDirty = Object.keys(typed).length > 0;
  useBlocker({
    // Only the browser's own question can hold a tab that is being closed.
    shouldBlockFn: () => isDirty && !save.isSuccess && !remove.isSuccess && !confirm(t("leave")),
    enableBeforeUnload: () => isDirty,
  });
  const rootKeyLength = patient.length;
  const [checked] = useDebouncedValue(texts, 300);
  const draft = useOperation(
    "checkDraft",
    { patient: [...patient], table: definition.name, key: base?.key ?? null, texts: entered(fields, checked) },
    { enabled: rootKeyLength > 0, keepLast: true },
  );
  const family = familyOfTexts(dictionary, definition.name, texts, rows);
  const faultsOf = (name: string) => {
    const { fault } = readValue(definition.fields[name], texts[name] ?? "", { decimalComma: false });
    if (fault) return [fault.why];
    const isUntouched = base === undefined && !Object.hasOwn(typed, name);
    const own = draft.data?.own.filter(({ field }) => field === name) ?? [];
    return own.filter(({ kind }) => !(isUntouched && kind.startsWith("missing"))).map((finding) => finding.why);
  };
  const isConflict = base !== undefined && row?.version !== base.version;
  const submit = () =>
    save.mutate(
      {
        table: definition.name,
        key: base?.key ?? null,
        version: base?.version ?? 0,
        texts: base ? typed : entered(fields, texts),
        ...(why.trim() === "" ? {} : { why }),
      },
      {
        onSuccess({ key, change }) {
          setTyped({});
          onSaved(key, change);
        },
      },
    );
  return (
    <form
      noValidate
      aria-label={`${definition.one} ${(base?.key ?? []).join(", ")}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        {isConflict ? (
          <ConflictNotice
            definition={definition}
            base={base}
            now={row}
            typed={typed}
            onResolved={(kept) => {
              setTyped(kept);
              setBase(row);
              save.reset();
            }}
          />
        ) : (save.error ?? remove.error) ? (
          <ErrorState error={(save.error ?? remove.error)!} />
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm" verticalSpacing="xs">
          {fields.map((field) => {
            const isInherited = base === undefined && Object.hasOwn(begins, field.name) && patient.length > 0;
            return (
              <FieldInput
                key={field.name}
                field={field}
                text={texts[field.name] ?? ""}
                onType={(text) => setTyped(typedWith(typed, base, field.name, text))}
                faults={faultsOf(field.name)}
                isRequired={isRequired(dictionary, field, family)}
                isNotApplicable={isNotApplicable(dictionary, field, family)}
                isFixed={
                  definition.key.includes(field.name) &&
                  (base !== undefined ||
                    (isInherited && begins[field.name] === patient[definition.key.indexOf(field.name)]))
                }
                isChanged={base !== undefined && Object.hasOwn(typed, field.name)}
                focuses={field.name === focus}
                history={history.filter(
                  ({ table, key, fields: changed }) =>
                    base !== undefined &&
                    table === definition.name &&
                    key.join("\u0000") === base.key.join("\u0000") &&
                    changed.some((one) => one.field === field.name),
                )}
              />
            );
          })}
        </SimpleGrid>
        {draft.data && draft.data.others.length > 0 ? (
          <Text size="xs" c="dimmed">
            {t("othersWrong", { n: draft.data.others.length })}
          </Text>
        ) : null}
        <Group gap="sm" align="flex-end" className="not-printed">
          <Button type="submit" loading={save.isPending} disabled={isConflict || (base !== undefined && !isDirty)}>
            {t("save")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              setTyped({});
              // The draft is gone before the page is left, so that nobody is asked about it.
              setTimeout(onCancel);
            }}
          >
            {t("cancel")}
          </Button>
          <TextInput
            aria-label={t("why")}
            placeholder={t("why")}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            flex={1}
            miw={160}
          />
          {base === undefined ? null : (
            <Button
              variant={isSure ? "filled" : "subtle"}
              color="red"
              loading={remove.isPending}
              onBlur={() => setSure(false)}
              onClick={() =>
                isSure
                  ? remove.mutate(
                      {
                        table: definition.name,
                        key: base.key,
                        version: base.version,
                        ...(why.trim() === "" ? {} : { why }),
                      },
                      { onSuccess: props.onRemoved },
                    )
                  : setSure(true)
              }
            >
              {t(isSure ? "removeSure" : "remove")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** What is typed as it was before is no change. */
function typedWith(
  typed: Readonly<Record<string, string>>,
  base: PatientRow | undefined,
  name: string,
  text: string,
): Record<string, string> {
  const { [name]: _, ...others } = typed;
  return base !== undefined && base.texts[name] === text ? others : { ...others, [name]: text };
}

function entered(fields: readonly { name: string }[], texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(fields.map(({ name }) => [name, texts[name] ?? ""]));
}
