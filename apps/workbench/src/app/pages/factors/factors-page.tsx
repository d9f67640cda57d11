import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { factorsTexts } from "./factors-texts.js";

export function FactorsPage() {
  const t = useTexts(factorsTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
