import { PlaceholderPage } from "../../shared/placeholder-page.js";
import { useTexts } from "../../texts/language.js";
import { followUpTexts } from "./follow-up-texts.js";

export function FollowUpPage() {
  const t = useTexts(followUpTexts);
  return <PlaceholderPage title={t("title")} says={t("comes")} />;
}
