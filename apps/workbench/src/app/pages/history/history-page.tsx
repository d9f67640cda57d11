import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { historyTexts } from "./history-texts.js";

export function HistoryPage() {
  const t = useTexts(historyTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
