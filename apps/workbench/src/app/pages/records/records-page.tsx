import { PlaceholderPage } from "../../shared/placeholder-page.js";

export function RecordsPage() {
  return <PlaceholderPage title="Records" says="" />;
}
