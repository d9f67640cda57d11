import { Alert, Button, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../texts/language.js";
import { shellTexts } from "../texts/shell-texts.js";
import classes from "./states.module.css";

/** Where there is nothing: what that means, and what to do. */
export function EmptyState(props: {
  title: string;
  says?: ReactNode;
  link?: { to: string; label: string };
  children?: ReactNode;
}) {
  const { title, says, link, children } = props;
  return (
    <Stack className={classes.empty} gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {says === undefined ? null : (
        <Text c="dimmed" maw="38rem">
          {says}
        </Text>
      )}
      {link ? <Link to={link.to}>{link.label}</Link> : null}
      {children}
    </Stack>
  );
}

/** While something is asked for. */
export function LoadingState() {
  const t = useTexts(shellTexts);
  return (
    <Group gap="sm" role="status" py="lg">
      <Loader size="sm" />
      <Text c="dimmed">{t("loading")}</Text>
    </Group>
  );
}

/** What went wrong, in one sentence, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const t = useTexts(shellTexts);
  return (
    <Alert color="red" title={t("failed")} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text>{error.message}</Text>
        {onRetry ? (
          <Button variant="default" onClick={onRetry}>
            {t("again")}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
