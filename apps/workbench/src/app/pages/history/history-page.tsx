import { Alert, Button, Group, NativeSelect, Stack, Title, UnstyledButton } from "@mantine/core";
import { isFullDate, parsePartialDate } from "@seriatim/records";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../../client/use-operation.js";
import type { HistoryChange } from "../../../service/history-changes.js";
import type { InputOf } from "../../../service/operations.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { CommitInput } from "../../shared/commit-input.js";
import { fieldLabel, patientKey } from "../../shared/field-text.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { EmptyState, ErrorState, LoadingState } from "../../shared/states.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import { shownTime } from "../patient/shown-time.js";
import { ChainCheck } from "./chain-check.js";
import { changeWords } from "./change-words.js";
import classes from "./history-page.module.css";
import type { HistorySearch } from "./history-search.js";
import { historyTexts } from "./history-texts.js";
import { OpenedChange } from "./opened-change.js";

const route = getRouteApi("/history");

type Action = NonNullable<InputOf<"historyChanges">["action"]>;

const actions = [
  "insert",
  "update",
  "delete",
  "import",
  "undo",
  "login",
  "check",
  "analysis",
  "export",
  "backup",
  "restore",
  "dictionary",
  "init",
] as const satisfies readonly Action[];

/** Who changed what, when and why. */
export function HistoryPage() {
  return <WithRegistry>{(registry) => <History registry={registry} />}</WithRegistry>;
}

function History({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(historyTexts);
  const search = route.useSearch();
  const navigate = useNavigate();
  const [undone, setUndone] = useState<number>();
  const { dictionary, patients } = registry;
  const action = actions.find((one) => one === search.action);
  const patient = search.patient === undefined ? undefined : patientKey(dictionary, patients, search.patient);
  const found = useOperation(
    "historyChanges",
    {
      ...(patient === undefined ? {} : { key: patient }),
      ...(search.who === undefined ? {} : { who: search.who }),
      ...(action === undefined ? {} : { action }),
      ...spanOf(search.day),
      ...(search.before === undefined ? {} : { before: search.before }),
    },
    { keepLast: true },
  );
  const show = (changed: Partial<HistorySearch>) =>
    void navigate({ to: "/history", search: { ...search, ...changed }, replace: true, resetScroll: false });
  const filter = (changed: Partial<HistorySearch>) => show({ before: undefined, change: undefined, ...changed });
  const isFiltered = [search.patient, search.who, action, search.day].some((one) => one !== undefined);
  const users = [...new Set([...(found.data?.users ?? []), ...(search.who === undefined ? [] : [search.who])])];
  const root = dictionary.tables[patients];
  return (
    <Page title={t("title")}>
      <ChainCheck />
      <Group gap="md" align="flex-start" className="not-printed">
        <CommitInput
          label={fieldLabel(root.fields[root.key[0]])}
          value={search.patient ?? ""}
          width={130}
          fault={() => undefined}
          onCommit={(text) => filter({ patient: text || undefined })}
        />
        <NativeSelect
          label={t("user")}
          value={search.who ?? ""}
          data={[{ value: "", label: t("all") }, ...users]}
          onChange={(event) => filter({ who: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          label={t("action")}
          value={action ?? ""}
          data={[{ value: "", label: t("all") }, ...actions.map((value) => ({ value, label: t(value) }))]}
          onChange={(event) => filter({ action: event.currentTarget.value || undefined })}
        />
        <CommitInput
          label={t("day")}
          value={search.day ?? ""}
          width={190}
          fault={(text) => (text.trim() === "" || dayOf(text) ? undefined : t("dayNot"))}
          onCommit={(text) => filter({ day: text || undefined })}
        />
        {isFiltered ? (
          <Button
            variant="default"
            mt={24}
            onClick={() => filter({ patient: undefined, who: undefined, action: undefined, day: undefined })}
          >
            {t("clear")}
          </Button>
        ) : null}
      </Group>
      {undone === undefined ? null : (
        <Alert
          role="status"
          color="accent"
          py="xs"
          withCloseButton
          closeButtonLabel={t("close")}
          onClose={() => setUndone(undefined)}
        >
          {t("undoneRows", { n: undone })}
        </Alert>
      )}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingState /> : null}
      {found.data ? (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t("changes")}
          </Title>
          {found.data.changes.length === 0 ? (
            <EmptyState title={t("none")} says={t(search.before === undefined ? "noneSays" : "noneEarlier")} />
          ) : (
            <ol className={classes.list} aria-label={t("changes")}>
              {found.data.changes.map((one) => (
                <Change
                  key={one.change}
                  registry={registry}
                  change={one}
                  patient={patient}
                  isOpen={search.change === one.change}
                  onToggle={() => show({ change: search.change === one.change ? undefined : one.change })}
                  onUndone={(rows) => {
                    setUndone(rows);
                    show({ change: undefined });
                  }}
                />
              ))}
            </ol>
          )}
          <Group gap="xs" className="not-printed">
            {found.data.hasMore ? (
              <Button
                variant="default"
                loading={found.isPlaceholderData}
                onClick={() => show({ before: found.data.changes.at(-1)?.change, change: undefined })}
              >
                {t("older")}
              </Button>
            ) : null}
            {search.before === undefined ? null : (
              <Button variant="default" onClick={() => show({ before: undefined, change: undefined })}>
                {t("newest")}
              </Button>
            )}
          </Group>
        </Stack>
      ) : null}
    </Page>
  );
}

function Change(props: {
  registry: OpenRegistry;
  change: HistoryChange;
  patient: readonly string[] | undefined;
  isOpen: boolean;
  onToggle: () => void;
  onUndone: (rows: number) => void;
}) {
  const { registry, change, patient, isOpen, onToggle, onUndone } = props;
  const t = useTexts(historyTexts);
  const { language } = useLanguage();
  return (
    <li className={classes.change} data-open={isOpen || undefined}>
      <UnstyledButton className={classes.head} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.when}>{shownTime(change.at, language)}</span>
        <span>{change.who}</span>
        <span className={classes.what}>
          {changeWords(registry.dictionary, change, t)}
          {change.why === null ? null : <span className={classes.why}>{change.why}</span>}
        </span>
        <span className={classes.number}>{t("entry", { n: String(change.change) })}</span>
      </UnstyledButton>
      {isOpen ? <OpenedChange registry={registry} change={change} patient={patient} onUndone={onUndone} /> : null}
    </li>
  );
}

/** The day's first moment and the next day's, in the reader's time zone. */
function spanOf(text: string | undefined): { from?: string; until?: string } {
  const day = text === undefined ? undefined : dayOf(text);
  if (!day) return {};
  const at = (days: number) => new Date(day.year, day.month - 1, day.day + days).toISOString();
  return { from: at(0), until: at(1) };
}

function dayOf(text: string) {
  const { date } = parsePartialDate(text);
  return date && isFullDate(date) ? date : undefined;
}
