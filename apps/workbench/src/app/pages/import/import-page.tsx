import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { importTexts } from "./import-texts.js";

export function ImportPage() {
  const t = useTexts(importTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
