import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import type { StatisticsFault } from "../../statistics/messages.js";
import { useTexts } from "../texts/language.js";
import { studyTexts } from "./study-texts.js";
import { useStudy } from "./use-study.js";

/** While an answer is worked on; keeps its place so that nothing jumps. */
export function Computing({ isPending }: { isPending: boolean }) {
  const t = useTexts(studyTexts);
  return (
    <Group gap={6} h={20} role="status" aria-live="polite">
      {isPending ? (
        <>
          <Loader size={14} />
          <Text size="xs" c="dimmed">
            {t("computing")}
          </Text>
        </>
      ) : null}
    </Group>
  );
}

/** Why a study has no numbers, and the way back. */
export function StudyFault({ fault }: { fault: StatisticsFault | undefined }) {
  const t = useTexts(studyTexts);
  const { undo, canUndo } = useStudy();
  if (!fault) return null;
  return (
    <Alert color="red" title={t("fault")} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text>{fault.sentence}</Text>
        {canUndo ? (
          <Button variant="default" onClick={undo}>
            {t("undo")}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
