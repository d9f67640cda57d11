import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { call } from "../../../client/call.js";
import { useChange, useOperation } from "../../../client/use-operation.js";
import { Icon } from "../../icon.js";
import { Page } from "../../shared/page.js";
import { ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./start-page.module.css";
import { startTexts } from "./start-texts.js";

const WhoField = import.meta.env.MODE === "tab" ? lazy(() => import("../../tab/who-field.js")) : null;

const largestFile = 256 * 1024 * 1024;

/** The ways in: the example, an own registry, a file. */
export function StartPage() {
  const t = useTexts(startTexts);
  const navigate = useNavigate();
  const info = useOperation("registryInfo", {});
  const openExample = useChange("openExample");
  const openOwn = useChange("openOwn");
  const [dropFault, setDropFault] = useState<Error>();
  const [isReceiving, setReceiving] = useState(false);
  const isBusy = openExample.isPending || openOwn.isPending || isReceiving;
  if (info.isPending) return <LoadingState />;
  if (info.isError) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  const { registry, kept, exampleReport } = info.data;
  const toRecords = () => void navigate({ to: "/records" });
  const receive = async (file: File) => {
    setReceiving(true);
    setDropFault(undefined);
    try {
      const given = await call("receiveFile", { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      await navigate({ to: "/import", search: { file: given.file } });
    } catch (error) {
      setDropFault(error as Error);
    } finally {
      setReceiving(false);
    }
  };
  const fault = openExample.error ?? openOwn.error ?? dropFault;
  const again = openExample.error ? openExample : openOwn.error ? openOwn : undefined;
  const retry = again && (() => again.mutate({}, { onSuccess: toRecords }));
  return (
    <Page title={t("title")}>
      <Text c="dimmed" size="lg">
        {t("lead")}
      </Text>
      {fault ? <ErrorState error={fault} {...(retry ? { onRetry: retry } : {})} /> : null}
      {registry ? (
        <Card withBorder className={classes.open} aria-label={t("open")} component="section">
          <Group justify="space-between" wrap="wrap">
            <Stack gap={2}>
              <Text size="xs" c="dimmed">
                {t("open")}
              </Text>
              <Title order={2} size="h4">
                {registry.title}
              </Title>
              <Text c="dimmed">
                {Object.values(registry.dictionary.tables)
                  .map(({ name, label }) => `${label} ${registry.rows[name]}`)
                  .join(" · ")}
              </Text>
            </Stack>
            <Button onClick={toRecords}>{t("toRecords")}</Button>
          </Group>
        </Card>
      ) : null}
      {WhoField && kept.length === 0 ? (
        <Suspense>
          <WhoField />
        </Suspense>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Way icon="survival" title={t("example")} says={t("exampleSays")}>
          <Button
            variant={registry ? "default" : "filled"}
            loading={openExample.isPending}
            disabled={isBusy}
            onClick={() => openExample.mutate({}, { onSuccess: toRecords })}
          >
            {t("openExample")}
          </Button>
          {exampleReport === null ? null : (
            <a href={exampleReport} target="_blank" rel="noreferrer">
              {t("exampleReport")}
            </a>
          )}
        </Way>
        <Way icon="records" title={t("own")} says={t("ownSays")}>
          <Button
            variant="default"
            loading={openOwn.isPending}
            disabled={isBusy}
            onClick={() => openOwn.mutate({}, { onSuccess: toRecords })}
          >
            {t(kept.includes("own") ? "openOwn" : "makeOwn")}
          </Button>
        </Way>
        <Dropzone
          onDrop={(files: File[]) => void receive(files[0])}
          onReject={([rejected]: { file: File }[]) =>
            setDropFault(new Error(t("tooLarge", { name: rejected?.file.name ?? "" })))
          }
          multiple={false}
          maxSize={largestFile}
          loading={isReceiving}
          className={classes.drop}
          aria-label={t("drop")}
        >
          <Stack gap="xs">
            <Group gap="xs">
              <Icon name="import" size={20} />
              <Title order={2} size="h4">
                {t("drop")}
              </Title>
            </Group>
            <Text>{t("dropSays")}</Text>
          </Stack>
        </Dropzone>
      </SimpleGrid>
    </Page>
  );
}

function Way(props: { icon: "survival" | "records"; title: string; says: string; children: ReactNode }) {
  return (
    <Card withBorder component="section" aria-label={props.title}>
      <Stack gap="xs" h="100%">
        <Group gap="xs">
          <Icon name={props.icon} size={20} />
          <Title order={2} size="h4">
            {props.title}
          </Title>
        </Group>
        <Text flex={1}>{props.says}</Text>
        <Group gap="md">{props.children}</Group>
      </Stack>
    </Card>
  );
}
