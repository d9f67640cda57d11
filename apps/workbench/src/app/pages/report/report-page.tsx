import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { reportTexts } from "./report-texts.js";

export function ReportPage() {
  const t = useTexts(reportTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
