import { Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useOperation } from "../../client/use-operation.js";
import type { OpenRegistry } from "../../service/registry-info.js";
import { useTexts } from "../texts/language.js";
import { shellTexts } from "../texts/shell-texts.js";
import classes from "./page.module.css";
import { EmptyState, ErrorState, LoadingState } from "./states.js";

export interface PageProps {
  title: string;
  /** Beside the title. */
  actions?: ReactNode;
  /** Uses the whole width and height: a table. */
  fills?: boolean;
  children: ReactNode;
}

/** The frame of every page: its title in the page and in the window, and what can be done. */
export function Page({ title, actions, fills = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Seriatim`;
  }, [title]);
  return (
    <Stack gap="md" className={fills ? classes.filling : classes.page}>
      <Group justify="space-between" gap="sm" wrap="wrap">
        <Title order={1} size="h3">
          {title}
        </Title>
        {actions === undefined ? null : (
          <Group gap="xs" className="not-printed">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
}

/** Shows a page of the open registry, or where to open one. */
export function WithRegistry({ children }: { children: (registry: OpenRegistry, who: string) => ReactNode }) {
  const t = useTexts(shellTexts);
  const info = useOperation("registryInfo", {});
  if (info.isPending) return <LoadingState />;
  // What was answered before still stands: a page that went for an error would take with it what is typed there.
  if (info.data === undefined) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  const { registry, who } = info.data;
  return registry ? (
    children(registry, who)
  ) : (
    <EmptyState title={t("openFirst")} says={t("openFirstSays")} link={{ to: "/", label: t("toStart") }} />
  );
}
