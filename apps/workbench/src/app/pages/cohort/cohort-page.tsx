import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { cohortTexts } from "./cohort-texts.js";

export function CohortPage() {
  const t = useTexts(cohortTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
