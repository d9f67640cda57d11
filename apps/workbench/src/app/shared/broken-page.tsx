import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTexts } from "../texts/language.js";
import { shellTexts } from "../texts/shell-texts.js";
import { EmptyState } from "./states.js";

/** In place of a page that has failed; the rest of the workbench goes on. */
export function BrokenPage({ error }: { error: unknown }) {
  const t = useTexts(shellTexts);
  return (
    <Alert color="red" title={t("broken")} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text>{t("brokenSays")}</Text>
        <Text c="dimmed">{error instanceof Error ? error.message : String(error)}</Text>
        <Button variant="default" onClick={() => location.reload()}>
          {t("reload")}
        </Button>
      </Stack>
    </Alert>
  );
}

export function NotFoundPage() {
  const t = useTexts(shellTexts);
  return <EmptyState title={t("notFound")} link={{ to: "/", label: t("toStart") }} />;
}
