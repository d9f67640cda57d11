import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { findingsTexts } from "./findings-texts.js";

export function FindingsPage() {
  const t = useTexts(findingsTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
