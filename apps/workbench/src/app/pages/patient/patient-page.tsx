import { Alert, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { Icon } from "../../icon.js";
import { capitalised, patientAddress, patientKey } from "../../shared/field-text.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { PatientHistory } from "./patient-history.js";
import { PatientSection } from "./patient-section.js";
import { patientTexts } from "./patient-texts.js";
import { RowForm } from "./row-form.js";
import { Timeline } from "./timeline.js";
import { timelineLanes } from "./timeline-marks.js";

const route = getRouteApi("/patients/$patient");

/** One patient: all rows, drawn and written, and the form of the one that is edited. */
export function PatientPage() {
  const { patient } = route.useParams();
  const { table, row } = route.useSearch();
  return (
    <WithRegistry>
      {(registry, who) =>
        patient === "new" && table === undefined && row !== undefined ? (
          <NewPatient registry={registry} />
        ) : (
          <OnePatient key={patient} registry={registry} who={who} address={patient} />
        )
      }
    </WithRegistry>
  );
}

function NewPatient({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(patientTexts);
  const navigate = useNavigate();
  const definition = registry.dictionary.tables[registry.patients];
  return (
    <Page title={t("newOne", { one: definition.one })}>
      <Card withBorder p="md">
        <RowForm
          registry={registry.id}
          dictionary={registry.dictionary}
          definition={definition}
          patient={[]}
          rows={{}}
          row={undefined}
          history={[]}
          onSaved={(key) =>
            void navigate({ to: "/patients/$patient", params: { patient: patientAddress(key) }, ignoreBlocker: true })
          }
          onRemoved={() => {}}
          onCancel={() => void navigate({ to: "/records" })}
        />
      </Card>
    </Page>
  );
}

function OnePatient({ registry, who, address }: { registry: OpenRegistry; who: string; address: string }) {
  const t = useTexts(patientTexts);
  const navigate = useNavigate();
  const search = route.useSearch();
  const { dictionary, patients, roles, id } = registry;
  const key = patientKey(dictionary, patients, address);
  const found = useOperation("patient", { key });
  const history = useOperation("patientHistory", { key });
  const undo = useChange("undoChange");
  const [done, setDone] = useState<{ says: string; change?: number }>();
  const root = dictionary.tables[patients];
  const title = `${capitalised(root.one)} ${address}`;
  if (found.isPending) return <LoadingState />;
  if (found.isError && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { rows, findings } = found.data;
  const show = (shown: { table?: string; row?: string[]; field?: string }) =>
    void navigate({
      to: "/patients/$patient",
      params: { patient: address },
      search: shown,
      replace: true,
      resetScroll: false,
    });
  const mayEdit = roles.includes("enter");
  const undoChange = (change: number) =>
    undo.mutate({ change }, { onSuccess: () => setDone({ says: t("undone") }), onError: () => setDone(undefined) });
  const lanes = timelineLanes(dictionary, patients, rows, { dead: t("dead") });
  return (
    <Page
      title={title}
      actions={
        <Link to="/records" search={{}}>
          {t("toRecords")}
        </Link>
      }
    >
      {done ? (
        <Alert
          role="status"
          color="accent"
          py="xs"
          withCloseButton
          closeButtonLabel={t("close")}
          onClose={() => setDone(undefined)}
          className="not-printed"
        >
          <Group gap="md">
            <Text>{done.says}</Text>
            {done.change === undefined ? null : (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Icon name="undo" size={14} />}
                loading={undo.isPending}
                onClick={() => undoChange(done.change!)}
              >
                {t("undo")}
              </Button>
            )}
          </Group>
        </Alert>
      ) : null}
      {undo.isError ? <ErrorState error={undo.error} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      <Card withBorder component="section" aria-label={t("timeline")} p="md">
        {lanes.length === 0 ? <Text c="dimmed">{t("noDates")}</Text> : <Timeline lanes={lanes} label={t("timeline")} />}
      </Card>
      {Object.entries(rows).map(([name, own]) => {
        const definition = dictionary.tables[name];
        const isEdited = mayEdit && search.table === name && search.row !== undefined;
        const isNew = isEdited && search.row?.length === 0;
        const row = isEdited ? own.find((one) => one.key.join("\u0000") === search.row?.join("\u0000")) : undefined;
        return (
          <PatientSection
            key={name}
            definition={definition}
            isSingle={definition.key.length === root.key.length}
            rows={own}
            findings={findings.filter((one) => one.table === name)}
            mayEdit={mayEdit}
            edited={isEdited ? (isNew ? null : search.row) : undefined}
            onEdit={(rowKey, field) =>
              show({ table: name, row: [...rowKey], ...(field === undefined ? {} : { field }) })
            }
            onAdd={() => show({ table: name, row: [] })}
            form={
              <RowForm
                key={JSON.stringify(search.row)}
                registry={id}
                dictionary={dictionary}
                definition={definition}
                patient={key}
                rows={rows}
                row={row}
                begins={isNew ? beginning(definition.key, key, own) : {}}
                history={history.data ?? []}
                {...(search.field === undefined ? {} : { focus: search.field })}
                onSaved={(_, change) => {
                  setDone({ says: t("saved"), change });
                  void navigate({
                    to: "/patients/$patient",
                    params: { patient: address },
                    search: {},
                    replace: true,
                    resetScroll: false,
                    ignoreBlocker: true,
                  });
                }}
                onRemoved={() => {
                  if (name === patients) return void navigate({ to: "/records", ignoreBlocker: true });
                  setDone({ says: t("removed") });
                  show({});
                }}
                onCancel={() => show({})}
              />
            }
          />
        );
      })}
      <Card withBorder component="section" aria-label={t("history")} p="md">
        <Stack gap="xs">
          <Title order={2} size="h5">
            {t("history")}
          </Title>
          {history.isError ? <ErrorState error={history.error} /> : null}
          {history.data ? (
            <PatientHistory
              dictionary={dictionary}
              changes={history.data}
              who={who}
              mayUndo={mayEdit}
              onUndo={undoChange}
            />
          ) : (
            <LoadingState />
          )}
        </Stack>
      </Card>
    </Page>
  );
}

/** What a new row begins with: its patient, and the next number. */
function beginning(
  keyFields: readonly string[],
  patient: readonly string[],
  rows: readonly { texts: Readonly<Record<string, string>> }[],
): Record<string, string> {
  const begins = Object.fromEntries(patient.map((part, i) => [keyFields[i], part]));
  const ordinal = keyFields[patient.length];
  const numbers = ordinal === undefined ? [] : rows.map(({ texts }) => Number(texts[ordinal]));
  if (ordinal !== undefined && keyFields.length === patient.length + 1 && numbers.every(Number.isInteger))
    begins[ordinal] = numbers.length === 0 ? "" : String(Math.max(...numbers) + 1);
  return begins;
}
