import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { survivalTexts } from "./survival-texts.js";

export function SurvivalPage() {
  const t = useTexts(survivalTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
