import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { onTabState, recordsToSave, retryOpening, tabState } from "../../client/over-worker.js";
import { useTexts } from "../texts/language.js";
import { saveText } from "./save-text.js";
import { tabTexts } from "./tab-texts.js";

/** What a tab alone has to tell: its registry is open in another, is being opened, or will not be kept. */
export default function TabNotice() {
  const t = useTexts(tabTexts);
  const client = useQueryClient();
  const { open, isOpening, isKept, refused } = useSyncExternalStore(onTabState, tabState);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFault(undefined);
    try {
      await work();
    } catch (error) {
      setFault((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const retry = () =>
    attempt(async () => {
      await retryOpening();
      await client.invalidateQueries();
    });
  const save = () =>
    attempt(async () => {
      for (const { name, text } of await recordsToSave()) await saveText(name, text);
    });
  return (
    <Stack gap="sm" className="not-printed">
      {isOpening ? (
        <Group gap="sm" role="status" pb="sm">
          <Loader size="xs" />
          <Text c="dimmed">{t("opening")}</Text>
        </Group>
      ) : null}
      {refused === null ? null : (
        <Alert color="orange" title={t("refused")} role="alert" mb="md">
          <Stack gap="xs" align="flex-start">
            <Text>{refused}</Text>
            <Button variant="default" loading={isBusy} onClick={() => void retry()}>
              {t("again")}
            </Button>
          </Stack>
        </Alert>
      )}
      {open !== null && !isKept ? (
        <Alert color="orange" title={t("notKept")} role="alert" mb="md">
          <Stack gap="xs" align="flex-start">
            <Text>{t("notKeptSays")}</Text>
            <Button variant="default" loading={isBusy} onClick={() => void save()}>
              {t("save")}
            </Button>
          </Stack>
        </Alert>
      ) : null}
      {fault === undefined ? null : (
        <Text c="red" role="alert">
          {t("failed", { why: fault })}
        </Text>
      )}
    </Stack>
  );
}
