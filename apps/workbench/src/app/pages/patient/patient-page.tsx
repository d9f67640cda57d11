import { PlaceholderPage } from "../../shared/placeholder-page.js";

export function PatientPage() {
  return <PlaceholderPage title="Patient" says="" />;
}
