import { Alert, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { isFullDate, parsePartialDate } from "@seriatim/records";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { FollowUpWorklist } from "../../../service/follow-up-worklist.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { Icon } from "../../icon.js";
import { CommitInput } from "../../shared/commit-input.js";
import { fieldLabel, patientAddress, patientKey } from "../../shared/field-text.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { EmptyState, ErrorState, LoadingState } from "../../shared/states.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import { CompletenessChart } from "./completeness-chart.js";
import { ContactForm } from "./contact-form.js";
import classes from "./follow-up-page.module.css";
import type { FollowUpSearch } from "./follow-up-search.js";
import { followUpTexts } from "./follow-up-texts.js";
import { oneDecimal, percent, points } from "./shown-numbers.js";
import { WorklistTable } from "./worklist-table.js";

const route = getRouteApi("/follow-up");

/** Whom to ask next, and how complete the follow-up is. */
export function FollowUpPage() {
  return <WithRegistry>{(registry) => <FollowUp registry={registry} />}</WithRegistry>;
}

function FollowUp({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(followUpTexts);
  const { asOf, every } = route.useSearch();
  const asked = { ...(asOf === undefined ? {} : { asOf }), ...(every === undefined ? {} : { every }) };
  const list = useOperation("followUpWorklist", asked, { keepLast: true });
  if (list.isPending)
    return (
      <Page title={t("title")}>
        <LoadingState />
      </Page>
    );
  if (list.data === null) return <WithoutFollowUp registry={registry} />;
  return <Worklist registry={registry} list={list.data} error={list.error} onRetry={() => void list.refetch()} />;
}

function Worklist(props: {
  registry: OpenRegistry;
  list: FollowUpWorklist | undefined;
  error: Error | null;
  onRetry: () => void;
}) {
  const { registry, list, error, onRetry } = props;
  const t = useTexts(followUpTexts);
  const navigate = useNavigate();
  const search = route.useSearch();
  const undo = useChange("undoChange");
  const [done, setDone] = useState<{ says: string; change?: number }>();
  const { dictionary } = registry;
  const patients = dictionary.tables[registry.patients];
  const patientLabel = fieldLabel(patients.fields[patients.key[0]]);
  const show = (changed: Partial<FollowUpSearch>) =>
    void navigate({ to: "/follow-up", search: { ...search, ...changed }, replace: true, resetScroll: false });
  const saved = (patient: string, change: number) => {
    const place = list?.patients.findIndex(({ key }) => patientAddress(key) === patient) ?? -1;
    const next = list?.patients[place + 1] ?? list?.patients.find((_, i) => i !== place);
    setDone({ says: t("saved", { patient }), change });
    show({ patient: next === undefined ? undefined : patientAddress(next.key) });
  };
  return (
    <Page title={t("title")}>
      <Group gap="md" align="flex-start" className="not-printed">
        <CommitInput
          label={t("asOf")}
          value={search.asOf ?? list?.asOf ?? ""}
          width={152}
          fault={(text) => (text.trim() === "" || isDay(text) ? undefined : t("asOfNotDate"))}
          onCommit={(text) => show({ asOf: text || undefined })}
        />
        <CommitInput
          label={t("every")}
          value={String(search.every ?? list?.every ?? "")}
          width={152}
          numeric
          fault={(text) => (/^\s*([1-9]\d?|[1-5]\d\d|600)?\s*$/.test(text) ? undefined : t("everyNot"))}
          onCommit={(text) => show({ every: text === "" ? undefined : Number(text) })}
        />
      </Group>
      {error ? <ErrorState error={error} onRetry={onRetry} /> : null}
      {list ? (
        <>
          <Numbers list={list} />
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
                    onClick={() =>
                      undo.mutate({ change: done.change! }, { onSuccess: () => setDone({ says: t("undone") }) })
                    }
                  >
                    {t("undo")}
                  </Button>
                )}
              </Group>
            </Alert>
          ) : null}
          {undo.isError ? <ErrorState error={undo.error} /> : null}
          {list.contact && search.patient !== undefined ? (
            <ContactForm
              key={search.patient}
              dictionary={dictionary}
              patients={patients}
              way={list.contact}
              patient={patientKey(dictionary, registry.patients, search.patient)}
              onSaved={(change) => saved(search.patient!, change)}
              onClose={() => show({ patient: undefined })}
            />
          ) : null}
          <Overdue
            registry={registry}
            list={list}
            patientLabel={patientLabel}
            onChoose={(patient) => show({ patient })}
          />
          {list.excluded.length === 0 ? null : (
            <details>
              <summary>{t("excluded", { n: list.excluded.length })}</summary>
              <ul>
                {list.excluded.slice(0, 100).map(({ patient, reason }) => (
                  <li key={`${patient} ${reason}`}>
                    {patient === "" ? "" : `${patient.replaceAll("\u0000", "/")}: `}
                    {reason}
                  </li>
                ))}
              </ul>
              {list.excluded.length > 100 ? (
                <Text c="dimmed">{t("more", { n: list.excluded.length - 100 })}</Text>
              ) : null}
            </details>
          )}
        </>
      ) : null}
    </Page>
  );
}

function Numbers({ list: { numbers, completeness, followUpMedian, byYear } }: { list: FollowUpWorklist }) {
  const t = useTexts(followUpTexts);
  const { language } = useLanguage();
  const months = (value: number | null) => (value === null ? t("notReached") : oneDecimal(value, language));
  const { estimate, lower, upper } = followUpMedian;
  const shown = [
    [t("overdue"), String(numbers.overdue), t("ofPatients", { n: numbers.patients })],
    [t("events"), String(numbers.events), t("eventsSays")],
    [
      t("completeness"),
      completeness === null ? t("notDefined") : percent(completeness, language),
      t("completenessSays"),
    ],
    [
      t("median"),
      estimate === null ? t("notReached") : t("months", { n: oneDecimal(estimate, language) }),
      t("medianSays", { lower: months(lower), upper: months(upper) }),
    ],
  ];
  return (
    <Card withBorder component="section" aria-label={t("numbers")}>
      <Stack gap="md">
        <dl className={classes.numbers}>
          {shown.map(([label, number, says]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <span className={classes.number}>{number}</span>
                <span className={classes.says}>{says}</span>
              </dd>
            </div>
          ))}
        </dl>
        {byYear.some((one) => one.completeness !== null) ? (
          <div>
            <Text size="xs" c="dimmed">
              {t("overTime")}
            </Text>
            <CompletenessChart byYear={byYear} />
          </div>
        ) : null}
      </Stack>
    </Card>
  );
}

function Overdue(props: {
  registry: OpenRegistry;
  list: FollowUpWorklist;
  patientLabel: string;
  onChoose: (patient: string) => void;
}) {
  const { registry, list, patientLabel, onChoose } = props;
  const t = useTexts(followUpTexts);
  const { language } = useLanguage();
  const { patient } = route.useSearch();
  const { tables, followUp } = registry.dictionary;
  if (list.numbers.followed === 0) {
    const from = tables[followUp!.from.table].fields[followUp!.from.field];
    return <EmptyState title={t("noPatients")} says={t("noPatientsSays", { from: from.label })} />;
  }
  if (list.patients.length === 0)
    return (
      <EmptyState
        title={t("nobody")}
        says={t("nobodySays", { n: list.numbers.followed, every: list.every, asOf: list.asOf })}
      />
    );
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("list")}
      </Title>
      <Text c="dimmed" size="xs">
        {t("listSays", { width: points(list.width, language) })}
      </Text>
      {list.contact === null && registry.roles.includes("enter") ? (
        <Text c="dimmed" size="xs">
          {t("noWay")}
        </Text>
      ) : null}
      <WorklistTable
        patients={list.patients}
        patientLabel={patientLabel}
        chosen={patient}
        {...(list.contact ? { onChoose } : {})}
      />
    </Stack>
  );
}

/** How to say what follow-up is. */
function WithoutFollowUp({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(followUpTexts);
  const dates = Object.values(registry.dictionary.tables)
    .flatMap(({ fields }) => Object.values(fields))
    .filter(({ type }) => type === "date")
    .map(({ table, name }) => `${table}.${name}`);
  return (
    <Page title={t("title")}>
      <EmptyState title={t("none")} says={t("noneSays")}>
        <pre className={classes.example}>
          follow_up: {"{"} from: operations.date, to: patients.last_seen, event: {"{"} patients.status: dead {"}"},
          every: 12 {"}"}
        </pre>
        <Text c="dimmed">{t("noneDates", { dates: dates.slice(0, 40).join(", ") })}</Text>
        <Text c="dimmed">{t("noneThen")}</Text>
      </EmptyState>
    </Page>
  );
}

function isDay(text: string): boolean {
  const { date } = parsePartialDate(text);
  return date !== null && isFullDate(date);
}
