import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { factorTable, tableCsv } from "@seriatim/report";
import { eventsPerParameter } from "../../../statistics/events-per-parameter.js";
import { type AnalysisDraftOf, changeAnalysis } from "../../../statistics/study-draft.js";
import { download } from "../../shared/download.js";
import { useAnswer } from "../../study/use-answer.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { Answered } from "./answered.js";
import { candidateFactors, withDefined } from "./candidate-factors.js";
import classes from "./charts.module.css";
import { EventBudget } from "./event-budget.js";
import { FactorChoice } from "./factor-choice.js";
import { factorsTexts } from "./factors-texts.js";
import { PartChoice } from "./part-choice.js";
import { ReportPicture } from "./report-picture.js";
import { ReportTable } from "./report-table.js";

/** Univariable models and a multivariable one: what is in them, how far the events go, forest plot and table. */
export function ModelsView({ study, analysis }: { study: Study; analysis: AnalysisDraftOf<"factors"> }) {
  const t = useTexts(factorsTexts);
  const { draft, dictionary, text, version } = study;
  const { id, cohort, endpoint, univariable, multivariable } = analysis;
  const candidates = candidateFactors(draft, dictionary, cohort);
  const key = [text, version, id].join("\n");
  const results = useAnswer(`${key} run`, () => study.run([id]));
  const figure = useAnswer(`${key} figure`, () => study.figure(id));
  const change = (part: Partial<Omit<AnalysisDraftOf<"factors">, "id" | "method">>, names: readonly string[] = []) =>
    study.change((now) => changeAnalysis(withDefined(now, candidates, names), id, "factors", part));
  const run = results.fault ? undefined : results.answer?.results;
  const isOf = run?.analyses.some((one) => one.id === id) ?? false;
  const budget = run && isOf ? eventsPerParameter(run, id) : undefined;
  return (
    <div className={classes.columns}>
      <Stack gap="sm" className="not-printed">
        <PartChoice
          label={t("cohort")}
          value={cohort}
          parts={draft.cohorts}
          onChoose={(name) => change({ cohort: name })}
        />
        <PartChoice
          label={t("endpoint")}
          value={endpoint}
          parts={draft.endpoints}
          onChoose={(name) => change({ endpoint: name })}
        />
        {budget ? <EventBudget budget={budget} /> : null}
        <FactorChoice
          candidates={candidates}
          {...(budget ? { costs: budget.costs } : {})}
          columns={[
            {
              heading: t("alone"),
              chosen: univariable,
              says: (label) => t("aloneOf", { label }),
              atLeastOne: true,
              onChoose: (names) => change({ univariable: names }, names),
            },
            {
              heading: t("together"),
              chosen: multivariable,
              says: (label) => t("togetherOf", { label }),
              onChoose: (names) => change({ multivariable: names }, names),
            },
          ]}
        />
        <Text c="dimmed" size="xs">
          {t("aloneMeans")}
        </Text>
      </Stack>
      <Stack gap="lg">
        <Answered answer={figure}>
          {({ figure: drawn }) =>
            drawn ? (
              <Stack gap="xs">
                <Group justify="space-between">
                  <Title order={2} size="h4">
                    {t("forest")}
                  </Title>
                  <Button
                    className="not-printed"
                    variant="subtle"
                    onClick={() => download(`${drawn.id}.svg`, drawn.svg, "image/svg+xml")}
                  >
                    {t("svg")}
                  </Button>
                </Group>
                <ReportPicture figure={drawn} />
              </Stack>
            ) : null
          }
        </Answered>
        {run && isOf ? <FactorsTable table={factorTable(run, run.analyses.find((one) => one.id === id)!)} /> : null}
      </Stack>
    </div>
  );
}

function FactorsTable({ table }: { table: ReturnType<typeof factorTable> }) {
  const t = useTexts(factorsTexts);
  return (
    <Stack gap={4}>
      <ReportTable table={table} headings={{ Factor: t("headingFactor"), Events: t("headingEvents") }} />
      <Group className="not-printed">
        <Button variant="subtle" onClick={() => download(`${table.id}.csv`, tableCsv(table), "text/csv")}>
          {t("csv")}
        </Button>
      </Group>
    </Stack>
  );
}
