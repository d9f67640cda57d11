import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../../client/call.js";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { Icon } from "../../icon.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { EmptyState, ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./import-page.module.css";
import { importTexts } from "./import-texts.js";
import { MappingStep } from "./mapping-step.js";
import { PreviewStep } from "./preview-step.js";
import { useMappingText } from "./use-mapping-text.js";

const route = getRouteApi("/import");
const largestFile = 256 * 1024 * 1024;

/** From a file to records: what its columns are, what it would change, and the change. */
export function ImportPage() {
  return <WithRegistry>{(registry) => <Import registry={registry} />}</WithRegistry>;
}

function Import({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(importTexts);
  const { file, written } = route.useSearch();
  if (!registry.roles.includes("enter"))
    return (
      <Page title={t("title")}>
        <EmptyState title={t("mayNot")} />
      </Page>
    );
  if (written !== undefined)
    return (
      <Page title={t("title")}>
        <Written registry={registry} change={written} file={file} />
      </Page>
    );
  if (file === undefined)
    return (
      <Page title={t("title")}>
        <FileChoice />
      </Page>
    );
  return <GivenFile key={file} registry={registry} file={file} />;
}

function FileChoice() {
  const t = useTexts(importTexts);
  const navigate = useNavigate();
  const [fault, setFault] = useState<Error>();
  const [isReceiving, setReceiving] = useState(false);
  const receive = async (given: File) => {
    setReceiving(true);
    setFault(undefined);
    try {
      const bytes = new Uint8Array(await given.arrayBuffer());
      const { file } = await call("receiveFile", { name: given.name, bytes });
      await navigate({ to: "/import", search: { file } });
    } catch (error) {
      setFault(error as Error);
    } finally {
      setReceiving(false);
    }
  };
  return (
    <>
      {fault ? <ErrorState error={fault} /> : null}
      <Dropzone
        onDrop={(files: File[]) => void receive(files[0])}
        onReject={([rejected]: { file: File }[]) =>
          setFault(new Error(t("tooLarge", { name: rejected?.file.name ?? "" })))
        }
        multiple={false}
        maxSize={largestFile}
        loading={isReceiving}
        className={classes.drop}
        aria-label={t("drop")}
      >
        <Stack gap="xs" align="center">
          <Icon name="import" size={28} />
          <Title order={2} size="h4" ta="center">
            {t("drop")}
          </Title>
          <Text c="dimmed" ta="center" maw="36rem">
            {t("lead")}
          </Text>
        </Stack>
      </Dropzone>
    </>
  );
}

function GivenFile({ registry, file }: { registry: OpenRegistry; file: string }) {
  const t = useTexts(importTexts);
  const navigate = useNavigate();
  const { step } = route.useSearch();
  const found = useOperation("fileToImport", { file });
  const draft = useMappingText(registry.id, file, found.data);
  const another = (
    <Button variant="default" onClick={() => void navigate({ to: "/import", search: {} })}>
      {t("otherFile")}
    </Button>
  );
  if (found.isPending || (found.isSuccess && draft.text === undefined))
    return (
      <Page title={t("title")}>
        <LoadingState />
      </Page>
    );
  if (found.isError)
    return (
      <Page title={t("title")} actions={another}>
        <ErrorState error={found.error} />
        <FileChoice />
      </Page>
    );
  const { name, rows, needsMapping } = found.data;
  const isPreview = step === "preview" || !needsMapping;
  return (
    <Page title={`${t("title")}: ${name}`} actions={another}>
      <Text c="dimmed">
        {t("rows", { n: rows })}
        {isPreview && needsMapping ? (
          <>
            {" · "}
            <Link to="/import" search={{ file }}>
              {t("toMapping")}
            </Link>
          </>
        ) : null}
      </Text>
      {isPreview ? (
        <PreviewStep
          registry={registry}
          file={file}
          mapping={needsMapping ? draft.text! : null}
          centres={found.data.centres}
          onWritten={(change, counts) => {
            sessionStorage.setItem(writtenName(registry.id, change), JSON.stringify(counts));
            void navigate({ to: "/import", search: { file, written: change } });
          }}
        />
      ) : (
        <MappingStep
          dictionary={registry.dictionary}
          found={found.data}
          text={draft.text!}
          onText={draft.change}
          onPreview={() => void navigate({ to: "/import", search: { file, step: "preview" } })}
        />
      )}
    </Page>
  );
}

type Counts = Record<string, { added: number; changed: number }>;

/** What was written, and the way back. */
function Written({ registry, change, file }: { registry: OpenRegistry; change: number; file: string | undefined }) {
  const t = useTexts(importTexts);
  const navigate = useNavigate();
  const undo = useChange("undoChange");
  const check = useChange("checkRegistry");
  const counts = JSON.parse(sessionStorage.getItem(writtenName(registry.id, change)) ?? "{}") as Counts;
  return (
    <Stack gap="md">
      {undo.isSuccess ? (
        <Alert role="status" color="accent">
          <Stack gap="xs" align="flex-start">
            <Text>{t("undone", { n: undo.data.rows })}</Text>
            {file === undefined ? null : (
              <Link to="/import" search={{ file, step: "preview" }}>
                {t("again")}
              </Link>
            )}
          </Stack>
        </Alert>
      ) : (
        <Alert role="status" color="accent" title={t("done")}>
          <Stack gap="xs" align="flex-start">
            {Object.entries(counts).map(([table, { added, changed }]) => (
              <Text key={table}>
                {t("doneOf", { table: registry.dictionary.tables[table]?.label ?? table, added, changed })}
              </Text>
            ))}
            <Text c="dimmed">{t("doneAs", { n: change })}</Text>
            <Button
              variant="default"
              leftSection={<Icon name="undo" size={14} />}
              loading={undo.isPending}
              onClick={() => undo.mutate({ change })}
            >
              {t("undo")}
            </Button>
          </Stack>
        </Alert>
      )}
      {undo.isError ? <ErrorState error={undo.error} /> : null}
      {check.isError ? <ErrorState error={check.error} /> : null}
      <Group gap="md">
        <Button
          loading={check.isPending}
          onClick={() => check.mutate({}, { onSuccess: () => void navigate({ to: "/findings" }) })}
        >
          {t("check")}
        </Button>
        <Link to="/records">{t("toRecords")}</Link>
        <Link to="/findings">{t("toFindings")}</Link>
        <Link to="/import" search={{}}>
          {t("otherFile")}
        </Link>
      </Group>
    </Stack>
  );
}

function writtenName(registry: string, change: number): string {
  return `seriatim-written-${registry}-${change}`;
}
