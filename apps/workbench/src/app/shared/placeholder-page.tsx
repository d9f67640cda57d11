import { Text } from "@mantine/core";
import { useTexts } from "../texts/language.js";
import { shellTexts } from "../texts/shell-texts.js";
import { Page } from "./page.js";
import { EmptyState } from "./states.js";

/** A page that says what will come. */
export function PlaceholderPage({ title, says }: { title: string; says: string }) {
  const t = useTexts(shellTexts);
  return (
    <Page title={title}>
      <EmptyState title={t("comes")}>
        <Text maw="40rem">{says}</Text>
      </EmptyState>
    </Page>
  );
}
