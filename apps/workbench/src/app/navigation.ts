import type { IconName } from "./icon.js";
import type { shellTexts } from "./texts/shell-texts.js";

/** The pages at the left, in the order in which records become results. */
export const navigation = [
  { to: "/", text: "start", icon: "start" },
  { to: "/records", text: "records", icon: "records" },
  { to: "/import", text: "import", icon: "import" },
  { to: "/findings", text: "findings", icon: "findings" },
  { to: "/cohort", text: "cohort", icon: "cohort" },
  { to: "/survival", text: "survival", icon: "survival" },
  { to: "/factors", text: "factors", icon: "factors" },
  { to: "/report", text: "report", icon: "report" },
  { to: "/follow-up", text: "followUp", icon: "followUp" },
  { to: "/history", text: "history", icon: "history" },
] as const satisfies readonly { to: string; text: keyof typeof shellTexts; icon: IconName }[];
