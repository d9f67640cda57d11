import { Stack, Text } from "@mantine/core";
import { formatNumber } from "@seriatim/report";
import type { EventBudget as Budget } from "../../../statistics/events-per-parameter.js";
import { useTexts } from "../../texts/language.js";
import classes from "./charts.module.css";
import { factorsTexts } from "./factors-texts.js";

/** How far the events go: a bar that fills with each parameter of the multivariable model, and what that means. */
export function EventBudget({ budget }: { budget: Budget }) {
  const t = useTexts(factorsTexts);
  const { events, parameters, affordable, eventsPerParameter: each } = budget;
  const isOver = parameters > affordable;
  const share = affordable === 0 ? (parameters === 0 ? 0 : 1) : Math.min(1, parameters / affordable);
  const name = each === null ? "budgetNone" : isOver ? "budgetOver" : "budgetWithin";
  const says = t(name, { events, parameters, affordable, each: each === null ? "" : formatNumber(each, 1) });
  return (
    <Stack gap={4}>
      <Text fw={600} size="xs">
        {t("budget")}
      </Text>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn as this one */}
      <div
        className={classes.gauge}
        role="meter"
        aria-label={t("budget")}
        aria-valuemin={0}
        aria-valuemax={Math.max(affordable, parameters, 1)}
        aria-valuenow={parameters}
        aria-valuetext={says}
      >
        <svg width="100%" height="100%" aria-hidden="true">
          <rect width={`${share * 100}%`} height="100%" fill={isOver ? "var(--r1)" : "var(--accent)"} />
          {Array.from({ length: Math.min(affordable, 40) }, (_, i) => i + 1)
            .slice(0, -1)
            .map((one) => (
              <line
                key={one}
                x1={`${(one / affordable) * 100}%`}
                x2={`${(one / affordable) * 100}%`}
                y1="0"
                y2="100%"
                stroke="var(--paper)"
              />
            ))}
        </svg>
      </div>
      <Text c="dimmed" size="xs">
        {says}
      </Text>
    </Stack>
  );
}
