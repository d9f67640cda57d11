import { Alert, Button, Card, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { type Dictionary, type FieldDefinition, readValue, type TableDefinition } from "@seriatim/records";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call } from "../../../client/call.js";
import type { ServiceError } from "../../../client/service-error.js";
import { useOperation } from "../../../client/use-operation.js";
import type { ContactWay } from "../../../service/contact-way.js";
import type { PatientRow } from "../../../service/patient.js";
import { enteredFields, fieldLabel, fieldText } from "../../shared/field-text.js";
import { ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { followUpTexts } from "./follow-up-texts.js";

export interface ContactFormProps {
  dictionary: Dictionary;
  /** The patients' table. */
  patients: TableDefinition;
  way: ContactWay;
  patient: readonly string[];
  onSaved: (change: number) => void;
  onClose: () => void;
}

/** A contact with one patient: date, status, and why he died where he did. Enter saves. */
export function ContactForm(props: ContactFormProps) {
  const { patients, patient, onClose } = props;
  const t = useTexts(followUpTexts);
  const found = useOperation("patient", { key: [...patient] });
  const row = found.data?.rows[patients.name][0];
  return (
    <Card
      withBorder
      component="section"
      aria-label={t("contactWith", { patient: patient.join("/") })}
      className="not-printed"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {row ? (
        <Inputs {...props} row={row} />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Card>
  );
}

function Inputs(props: ContactFormProps & { row: PatientRow }) {
  const { dictionary, patients, way, patient, row, onSaved, onClose } = props;
  const t = useTexts(followUpTexts);
  const client = useQueryClient();
  const [base, setBase] = useState(row);
  const [date, setDate] = useState("");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() => presentStatus(dictionary, way, row));
  const first = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { fields } = dictionary.tables[way.table];
  const name = patient.join("/");
  const hasHappened = way.status.length > 0 && way.status.every((field) => way.happened[field].includes(texts[field]));
  const save = useMutation<{ change: number }, ServiceError, void>({
    mutationFn: () =>
      call("logContact", {
        key: [...patient],
        version: base.version,
        date,
        texts: Object.fromEntries(
          [...way.status, ...(hasHappened ? way.cause : [])].flatMap((field) =>
            texts[field] === undefined || texts[field] === "" ? [] : [[field, texts[field]]],
          ),
        ),
      }),
    onSuccess: ({ change }) => onSaved(change),
    // Not awaited: the next patient is there while the list is made anew.
    onSettled: () => void client.invalidateQueries(),
  });
  const fault = date === "" ? undefined : readValue(fields[way.date], date, { decimalComma: false }).fault?.why;
  const isStale = row.version !== base.version;
  const seen = dictionary.followUp?.to.field ?? way.date;
  const submit = () => {
    if (date.trim() === "" || fault !== undefined || isStale || save.isPending) first.current?.focus();
    else save.mutate();
  };
  const select = (field: FieldDefinition, isDisabled = false) => (
    <NativeSelect
      key={field.name}
      label={fieldLabel(field)}
      value={isDisabled ? "" : (texts[field.name] ?? "")}
      disabled={isDisabled}
      data={[{ value: "", label: t("choose") }, ...field.codes.map(({ value, label }) => ({ value, label }))]}
      onChange={(event) => setTexts({ ...texts, [field.name]: event.currentTarget.value })}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        form.current?.requestSubmit();
      }}
    />
  );
  const typed = (field: FieldDefinition, isDisabled: boolean) =>
    field.type === "code" ? (
      select(field, isDisabled)
    ) : (
      <TextInput
        key={field.name}
        label={fieldLabel(field)}
        value={texts[field.name] ?? ""}
        disabled={isDisabled}
        onChange={(event) => setTexts({ ...texts, [field.name]: event.currentTarget.value })}
      />
    );
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <Group gap="sm" align="baseline">
          <Title order={2} size="h5">
            {t("contactWith", { patient: name })}
          </Title>
          <Text c="dimmed" size="xs">
            {t("lastKnown", { date: row.derived[seen] || row.texts[seen] || t("nothing") })}
          </Text>
        </Group>
        {isStale ? (
          <Alert color="orange" title={t("conflict")} role="alert">
            <Stack gap="xs" align="flex-start">
              <Text>{t("conflictSays", { patient: name })}</Text>
              <ul style={{ margin: 0 }}>
                {enteredFields(patients)
                  .filter((field) => row.texts[field.name] !== base.texts[field.name])
                  .map((field) => (
                    <li key={field.name}>
                      {t("conflictRow", {
                        field: field.label,
                        before: fieldText(field, base.texts[field.name]) || t("nothing"),
                        after: fieldText(field, row.texts[field.name]) || t("nothing"),
                      })}
                    </li>
                  ))}
              </ul>
              <Button
                variant="default"
                onClick={() => {
                  setBase(row);
                  save.reset();
                  first.current?.focus();
                }}
              >
                {t("goOn")}
              </Button>
            </Stack>
          </Alert>
        ) : save.error ? (
          <ErrorState error={save.error} />
        ) : null}
        <Group gap="sm" align="flex-start">
          <TextInput
            ref={first}
            label={fieldLabel(fields[way.date])}
            value={date}
            error={fault}
            placeholder={t("asOfNotDate")}
            autoComplete="off"
            spellCheck={false}
            w={250}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          {way.status.map((field) => typed(fields[field], false))}
          {way.cause.map((field) => typed(fields[field], !hasHappened))}
          <Group gap="xs" mt={24}>
            <Button type="submit" loading={save.isPending} disabled={isStale}>
              {t("save")}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** The status as it is known: of most who answer it has not changed. */
function presentStatus({ followUp }: Dictionary, { status }: ContactWay, row: PatientRow): Record<string, string> {
  return Object.fromEntries(
    status.map((name, i) => {
      const field = followUp?.event[i]?.field ?? name;
      return [name, row.derived[field] || row.texts[field] || ""];
    }),
  );
}
