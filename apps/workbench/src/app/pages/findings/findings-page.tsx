import {
  Alert,
  Badge,
  Button,
  Card,
  Group,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { EmptyState, ErrorState, LoadingState } from "../../shared/states.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import { shownTime } from "../patient/shown-time.js";
import { FindingLine } from "./finding-line.js";
import type { FindingsSearch } from "./findings-search.js";
import { findingsTexts } from "./findings-texts.js";
import { kindText } from "./kind-text.js";

const route = getRouteApi("/findings");
const page = 200;

/** What is wrong with the records. */
export function FindingsPage() {
  return <WithRegistry>{(registry) => <Findings registry={registry} />}</WithRegistry>;
}

function Findings({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(findingsTexts);
  const { language } = useLanguage();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [limit, setLimit] = useState(page);
  const [done, setDone] = useState<string>();
  const check = useChange("checkRegistry");
  const [asOf, setAsOf] = useState("");
  const by = search.by ?? "rule";
  const found = useOperation(
    "findings",
    {
      by,
      limit,
      states: search.show ? [search.show] : ["open", "answered"],
      ...(search.kind === undefined ? {} : { kind: search.kind }),
      ...(search.search === undefined ? {} : { search: search.search }),
    },
    { keepLast: true },
  );
  const show = (changed: Partial<FindingsSearch>) => {
    setLimit(page);
    void navigate({ to: "/findings", search: { ...search, ...changed }, replace: true });
  };
  const runCheck = () => {
    setDone(undefined);
    check.mutate(asOf === "" ? {} : { asOf }, { onSuccess: (outcome) => setDone(t("outcome", { ...outcome })) });
  };
  const mayAnswer = registry.roles.some((role) => role === "enter" || role === "verify");
  const actions = mayAnswer ? (
    <>
      <TextInput
        type="date"
        aria-label={t("asOf")}
        title={t("asOf")}
        value={asOf}
        onChange={(event) => setAsOf(event.currentTarget.value)}
      />
      <Button onClick={runCheck} loading={check.isPending}>
        {t("check")}
      </Button>
    </>
  ) : null;
  if (found.isPending) return <LoadingState />;
  if (found.isError)
    return (
      <Page title={t("title")} actions={actions}>
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  const { states, kinds, total, groups, checked, isStale } = found.data;
  const shown = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const isNarrowed = search.kind !== undefined || search.search !== undefined;
  const { tables } = registry.dictionary;
  return (
    <Page title={t("title")} actions={actions}>
      {check.isError ? <ErrorState error={check.error} /> : null}
      {checked ? (
        <Text c="dimmed">
          {t("checked", { at: shownTime(checked.at, language), asOf: checked.asOf })}{" "}
          {isStale ? (
            <Text span c="var(--r1)">
              {t("stale")}
            </Text>
          ) : null}
        </Text>
      ) : null}
      <div role="status">
        {done === undefined ? null : (
          <Alert color="accent" py="xs">
            <Text>{done}</Text>
          </Alert>
        )}
      </div>
      {checked === null && states.open + states.answered + states.accepted === 0 ? (
        <EmptyState title={t("neverTitle")} says={t("neverSays")} />
      ) : (
        <>
          <Group gap="sm" className="not-printed">
            <SegmentedControl
              size="xs"
              aria-label={t("which")}
              value={search.show ?? "open"}
              onChange={(value) =>
                show({ show: value === "accepted" || value === "closed" ? value : undefined, kind: undefined })
              }
              data={[
                { value: "open", label: t("toDo", { n: states.open + states.answered }) },
                { value: "accepted", label: t("accepted", { n: states.accepted }) },
                { value: "closed", label: t("closed", { n: states.closed }) },
              ]}
            />
            <SegmentedControl
              size="xs"
              aria-label={t("by")}
              value={by}
              onChange={(value) => show({ by: value === "patient" ? value : undefined })}
              data={[
                { value: "rule", label: t("byRule") },
                { value: "patient", label: t("byPatient") },
              ]}
            />
            <NativeSelect
              aria-label={t("kind")}
              value={search.kind ?? ""}
              onChange={(event) => show({ kind: event.currentTarget.value || undefined })}
              data={[
                { value: "", label: t("anyKind") },
                ...kinds.map(({ kind, count }) => ({ value: kind, label: `${kindText(t, kind)} (${count})` })),
              ]}
            />
            <Search value={search.search ?? ""} onSearch={(text) => show({ search: text || undefined })} />
          </Group>
          {total === 0 ? (
            isNarrowed || search.show ? (
              <EmptyState title={t("noneFound")}>
                <Group>
                  <Button variant="default" onClick={() => void navigate({ to: "/findings", search: {} })}>
                    {t("clear")}
                  </Button>
                </Group>
              </EmptyState>
            ) : (
              <EmptyState title={t("none")} says={t("noneSays")} />
            )
          ) : null}
          {groups.map(({ id, count, findings }) => {
            const [{ kind, table, field }] = findings;
            const title =
              by === "patient" ? id : `${tables[table]?.fields[field]?.label ?? field}: ${kindText(t, kind)}`;
            return (
              <Card key={id} withBorder p="sm" component="section" aria-label={title}>
                <Group gap="xs" mb={4}>
                  <Title order={2} size="h6">
                    {title}
                  </Title>
                  <Badge size="sm" variant="light" c="var(--accent)">
                    {count}
                  </Badge>
                </Group>
                <Stack gap={0}>
                  {findings.map((finding) => (
                    <FindingLine
                      key={JSON.stringify([finding.table, finding.key, finding.field, finding.kind])}
                      finding={finding}
                      definition={tables[finding.table]}
                      by={by}
                      mayAnswer={mayAnswer && finding.state !== "closed"}
                      onDone={setDone}
                    />
                  ))}
                </Stack>
              </Card>
            );
          })}
          {shown < total ? (
            <Group>
              <Text c="dimmed">{t("andMore", { shown, n: total })}</Text>
              {limit < 5000 ? (
                <Button variant="default" onClick={() => setLimit(Math.min(5000, limit + 5 * page))}>
                  {t("showMore")}
                </Button>
              ) : null}
            </Group>
          ) : null}
        </>
      )}
    </Page>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const t = useTexts(findingsTexts);
  const [typed, setTyped] = useState(value);
  const say = useDebouncedCallback(onSearch, 250);
  return (
    <TextInput
      w={230}
      aria-label={t("search")}
      placeholder={t("search")}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        say(event.currentTarget.value);
      }}
    />
  );
}
