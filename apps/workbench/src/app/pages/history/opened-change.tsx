import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../../client/call.js";
import type { ServiceError } from "../../../client/service-error.js";
import { useChange } from "../../../client/use-operation.js";
import type { HistoryChange } from "../../../service/history-changes.js";
import type { ShownEntry } from "../../../service/history-entries.js";
import type { OutputOf } from "../../../service/operations.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { fieldText, patientAddress } from "../../shared/field-text.js";
import { ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./history-page.module.css";
import { historyTexts } from "./history-texts.js";

export interface OpenedChangeProps {
  registry: OpenRegistry;
  change: HistoryChange;
  /** Shows only the rows of this patient. */
  patient: readonly string[] | undefined;
  onUndone: (rows: number) => void;
}

/** The rows of a change, field by field; and how to undo it. */
export function OpenedChange({ registry, change, patient, onUndone }: OpenedChangeProps) {
  const t = useTexts(historyTexts);
  const [identifying, setIdentifying] = useState(false);
  const found = useInfiniteQuery<OutputOf<"historyEntries">, ServiceError>({
    queryKey: ["historyEntries", change.change, patient, identifying],
    queryFn: ({ pageParam }) =>
      call("historyEntries", {
        change: change.change,
        identifying,
        ...(patient === undefined ? {} : { key: [...patient] }),
        ...(pageParam === null ? {} : { before: pageParam as number }),
      }),
    initialPageParam: null,
    getNextPageParam: ({ entries, hasMore }) => (hasMore ? entries.at(-1)?.seq : undefined),
  });
  if (found.isPending) return <LoadingState />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  const hasHidden = entries.some(({ fields }) => fields.some(({ before }) => before === null));
  const mayUndo = registry.roles.includes("enter") && change.parts.some(({ table }) => table !== null);
  return (
    <Stack gap="sm" className={classes.body}>
      {entries.length === 0 ? <Text c="dimmed">{t("noFields")}</Text> : null}
      {entries.map((entry) => (
        <Entry key={entry.seq} registry={registry} entry={entry} />
      ))}
      <Group gap="xs" className="not-printed">
        {found.hasNextPage ? (
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t("moreRows")}
          </Button>
        ) : null}
        {hasHidden || identifying ? (
          <Button variant="default" aria-pressed={identifying} onClick={() => setIdentifying(!identifying)}>
            {t(identifying ? "hideIdentifying" : "showIdentifying")}
          </Button>
        ) : null}
        {mayUndo ? <Undo change={change.change} onUndone={onUndone} /> : null}
      </Group>
    </Stack>
  );
}

function Entry({ registry, entry }: { registry: OpenRegistry; entry: ShownEntry }) {
  const t = useTexts(historyTexts);
  const { action, table, subject, key, fields } = entry;
  const { dictionary, patients } = registry;
  const definition = table === null ? undefined : dictionary.tables[table];
  const name = `${definition?.one ?? table ?? subject ?? ""} ${key.join(", ")}`.trim();
  const patient = patientAddress(key.slice(0, dictionary.tables[patients].key.length));
  const shown = (field: string, text: string | null) => {
    if (text === null) return <span className={classes.none}>{t("hidden")}</span>;
    return fieldText(definition?.fields[field], text) || <span className={classes.none}>{t("nothing")}</span>;
  };
  return (
    <div>
      <Text>
        {definition ? (
          <Link to="/patients/$patient" params={{ patient }}>
            {name}
          </Link>
        ) : (
          <b>{name}</b>
        )}{" "}
        {t(action)}
      </Text>
      {fields.length === 0 ? null : (
        <table className={classes.fields} aria-label={`${name} ${t(action)}`}>
          <thead>
            <tr>
              <th scope="col">{t("field")}</th>
              {action === "update" ? <th scope="col">{t("before")}</th> : null}
              <th scope="col">{t(action === "delete" ? "before" : "after")}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{definition?.fields[field]?.label ?? field}</th>
                {action === "update" ? <td>{shown(field, before)}</td> : null}
                <td>{shown(field, action === "delete" ? before : after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Undo({ change, onUndone }: { change: number; onUndone: (rows: number) => void }) {
  const t = useTexts(historyTexts);
  const undo = useChange("undoChange");
  const [isAsked, setAsked] = useState(false);
  const [why, setWhy] = useState("");
  if (!isAsked)
    return (
      <Button variant="default" onClick={() => setAsked(true)}>
        {t("undoThis")}
      </Button>
    );
  return (
    <form
      style={{ flexBasis: "100%" }}
      aria-label={t("undoThis")}
      onSubmit={(event) => {
        event.preventDefault();
        undo.mutate({ change, why }, { onSuccess: ({ rows }) => onUndone(rows) });
      }}
    >
      <Stack gap="xs">
        <Text c="dimmed" size="xs" maw="44rem">
          {t("undoSays")}
        </Text>
        {undo.isError ? <ErrorState error={undo.error} /> : null}
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("undoReason")}
            value={why}
            required
            autoFocus
            maxLength={1000}
            flex={1}
            miw={180}
            maw={420}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <Button type="submit" loading={undo.isPending} disabled={why.trim() === ""}>
            {t("undoNow")}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
