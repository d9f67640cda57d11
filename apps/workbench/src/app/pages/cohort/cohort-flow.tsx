import { Text } from "@mantine/core";
import type { CohortSummary, Results } from "@seriatim/study/results";
import { useStudy } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import classes from "./cohort-page.module.css";
import { cohortTexts } from "./cohort-texts.js";

/** The flow of a cohort from all rows: each step with who remains, and beside it who was left out and why. */
export function CohortFlow({ results, cohort }: { results: Results; cohort: string }) {
  const t = useTexts(cohortTexts);
  const { dictionary } = useStudy();
  const line = lineOf(results, cohort);
  const table = (rowsOf: string) => dictionary.tables[rowsOf]?.label ?? rowsOf;
  return (
    <ol className={classes.flow} aria-label={t("flow")}>
      {line.flatMap((summary, i) =>
        // A cohort taken from another begins with that one's last step.
        ownSteps(summary, i).map((step, place, all) => {
          const isLast = place === all.length - 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
            <li key={`${summary.id} ${place}`}>
              {step.excluded.length > 0 ? (
                <div className={classes.excluded}>
                  <Text size="xs" c="dimmed">
                    {t("leftOut")}
                  </Text>
                  {step.excluded.map(({ reason, rows, patients }) => (
                    <div key={reason}>
                      {reason}
                      <Text size="xs" c="dimmed">
                        {t("leftOutCount", { patients, rows })}
                      </Text>
                    </div>
                  ))}
                </div>
              ) : null}
              <div className={classes.remaining} data-last={(isLast && summary.id === cohort) || undefined}>
                <strong>{isLast ? summary.label : step.label}</strong>
                {isLast && step.label !== summary.label ? (
                  <Text size="xs" c="dimmed">
                    {step.label}
                  </Text>
                ) : null}
                <div>
                  {t("counted", {
                    patients: step.patients,
                    rows: step.rows,
                    table: table(summary.rowsOf).toLowerCase(),
                  })}
                </div>
              </div>
            </li>
          );
        }),
      )}
    </ol>
  );
}

function ownSteps({ steps }: CohortSummary, place: number): CohortSummary["steps"] {
  return place === 0 || steps.length === 1 ? steps : steps.slice(1);
}

/** From the cohort that is taken from none. */
function lineOf({ cohorts }: Results, id: string): CohortSummary[] {
  const line: CohortSummary[] = [];
  for (
    let next = cohorts.find((one) => one.id === id);
    next !== undefined && !line.includes(next);
    next = cohorts.find((one) => one.id === next?.from)
  )
    line.unshift(next);
  return line;
}
