import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { baselineSection, tableCsv } from "@seriatim/report";
import type { Results } from "@seriatim/study";
import { type AnalysisDraftOf, changeAnalysis } from "../../../statistics/study-draft.js";
import { download } from "../../shared/download.js";
import { useAnswer } from "../../study/use-answer.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { Answered } from "./answered.js";
import { candidateFactors, withDefined } from "./candidate-factors.js";
import classes from "./charts.module.css";
import { FactorChoice } from "./factor-choice.js";
import { factorsTexts } from "./factors-texts.js";
import { PartChoice } from "./part-choice.js";
import { ReportTable } from "./report-table.js";

const tests = ["none", "ranks", "means"] as const;

/** Table 1: who the cohort is made of, together or by groups. */
export function BaselineView({ study, analysis }: { study: Study; analysis: AnalysisDraftOf<"baseline"> }) {
  const t = useTexts(factorsTexts);
  const { draft, dictionary, text, version } = study;
  const { id, cohort, factors, by } = analysis;
  const candidates = candidateFactors(draft, dictionary, cohort);
  const levels = candidates.filter(({ kind }) => kind === "levels");
  const results = useAnswer([text, version, id].join("\n"), () => study.run([id]));
  const change = (part: Partial<Omit<AnalysisDraftOf<"baseline">, "id" | "method">>, names: readonly string[] = []) =>
    study.change((now) => changeAnalysis(withDefined(now, candidates, names), id, "baseline", part));
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
          label={t("by")}
          value={by[0] ?? ""}
          parts={[{ id: "", label: t("ungrouped") }, ...levels.map(({ name, label }) => ({ id: name, label }))]}
          onChoose={(name) => (name === "" ? change({ by: [], tests: "none" }) : change({ by: [name] }, [name]))}
        />
        {by.length > 0 ? (
          <NativeSelect
            label={t("tests")}
            value={analysis.tests}
            data={tests.map((value) => ({ value, label: t(`tests_${value}`) }))}
            onChange={(event) => change({ tests: event.currentTarget.value as (typeof tests)[number] })}
          />
        ) : null}
        <FactorChoice
          candidates={candidates}
          columns={[
            {
              heading: t("view_table"),
              chosen: factors,
              says: (label) => t("inTable", { label }),
              atLeastOne: true,
              onChoose: (names) => change({ factors: names }, names),
            },
          ]}
        />
      </Stack>
      <Answered answer={results}>{({ results: run }) => <BaselineTable results={run} id={id} />}</Answered>
    </div>
  );
}

function BaselineTable({ results, id }: { results: Results; id: string }) {
  const t = useTexts(factorsTexts);
  const analysis = results.analyses.find((one) => one.id === id);
  const [table] = analysis ? (baselineSection(results, analysis).tables ?? []) : [];
  if (!table) return null;
  return (
    <Stack gap={4}>
      <ReportTable table={table} headings={{ Factor: t("headingFactor"), All: t("headingAll") }} />
      <Group className="not-printed">
        <Button variant="subtle" onClick={() => download(`${table.id}.csv`, tableCsv(table), "text/csv")}>
          {t("csv")}
        </Button>
      </Group>
    </Stack>
  );
}
