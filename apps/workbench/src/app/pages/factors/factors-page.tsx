import { Button, Group, NativeSelect, SegmentedControl } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { withAnalysis } from "../../../statistics/study-draft.js";
import { Page } from "../../shared/page.js";
import { EmptyState } from "../../shared/states.js";
import { StudyActions } from "../../study/study-actions.js";
import type { Study } from "../../study/use-study.js";
import { WithStudy } from "../../study/with-study.js";
import { useTexts } from "../../texts/language.js";
import { BaselineView } from "./baseline-view.js";
import { candidateFactors, withDefined } from "./candidate-factors.js";
import { type FactorsSearch, factorsViews } from "./factors-search.js";
import { factorsTexts } from "./factors-texts.js";
import { HazardsView } from "./hazards-view.js";
import { ModelsView } from "./models-view.js";
import { SplineView } from "./spline-view.js";

const route = getRouteApi("/factors");

/** Table 1, models with their forest plot, and what their assumptions look like. */
export function FactorsPage() {
  return <WithStudy>{(study) => <Views study={study} />}</WithStudy>;
}

function Views({ study }: { study: Study }) {
  const t = useTexts(factorsTexts);
  const search = route.useSearch();
  const navigate = useNavigate();
  const show = (changed: Partial<FactorsSearch>) =>
    void navigate({ to: "/factors", search: { ...search, ...changed }, replace: true });
  const view = search.view ?? "models";
  const { draft } = study;
  const tables = draft.analyses.filter((one) => one.method === "baseline");
  const models = draft.analyses.filter((one) => one.method === "factors");
  const table = tables.find(({ id }) => id === search.table) ?? tables[0];
  const model = models.find(({ id }) => id === search.analysis) ?? models[0];
  const [choices, chosen] = view === "table" ? [tables, table] : [models, model];
  return (
    <Page title={t("title")} actions={<StudyActions />}>
      <Group gap="sm" className="not-printed">
        <SegmentedControl
          size="xs"
          visibleFrom="sm"
          aria-label={t("views")}
          value={view}
          data={factorsViews.map((value) => ({ value, label: t(`view_${value}`) }))}
          onChange={(value) => show({ view: value })}
        />
        <NativeSelect
          hiddenFrom="sm"
          aria-label={t("views")}
          value={view}
          data={factorsViews.map((value) => ({ value, label: t(`view_${value}`) }))}
          onChange={(event) => show({ view: event.currentTarget.value as FactorsSearch["view"] })}
        />
        {choices.length > 1 ? (
          <NativeSelect
            aria-label={t("analysis")}
            value={chosen?.id}
            data={choices.map(({ id, label }) => ({ value: id, label }))}
            onChange={(event) =>
              show(view === "table" ? { table: event.currentTarget.value } : { analysis: event.currentTarget.value })
            }
          />
        ) : null}
      </Group>
      {view === "table" ? (
        table ? (
          <BaselineView key={table.id} study={study} analysis={table} />
        ) : (
          <NoAnalysis study={study} method="baseline" />
        )
      ) : !model ? (
        <NoAnalysis study={study} method="factors" />
      ) : view === "models" ? (
        <ModelsView key={model.id} study={study} analysis={model} />
      ) : view === "hazards" ? (
        <HazardsView key={model.id} study={study} analysis={model} alone={search.alone} onShow={show} />
      ) : (
        <SplineView key={model.id} study={study} analysis={model} search={search} onShow={show} />
      )}
    </Page>
  );
}

/** What begins an analysis of the first cohort after all, and the first factors that there are. */
function NoAnalysis({ study, method }: { study: Study; method: "baseline" | "factors" }) {
  const t = useTexts(factorsTexts);
  const { draft, dictionary } = study;
  const cohort = (draft.cohorts[1] ?? draft.cohorts[0])?.id;
  const endpoint = draft.endpoints[0]?.id;
  const candidates = cohort === undefined ? [] : candidateFactors(draft, dictionary, cohort);
  if (method === "factors" && endpoint === undefined)
    return (
      <EmptyState
        title={t("noEndpoint")}
        says={t("noEndpointSays")}
        link={{ to: "/survival", label: t("toSurvival") }}
      />
    );
  if (cohort === undefined || candidates.length === 0)
    return <EmptyState title={t("noFactors")} says={t("noFactorsSays")} />;
  const names = candidates.slice(0, method === "factors" ? 4 : 8).map(({ name }) => name);
  const begin = () => {
    study.change((now) => {
      const defined = withDefined(now, candidates, names);
      return method === "factors"
        ? withAnalysis(defined, {
            id: freeId(now.analyses, "predictors"),
            label: t("newLabel"),
            method,
            cohort,
            endpoint: endpoint,
            univariable: names,
            multivariable: [],
            strata: [],
            ties: "efron",
          })
        : withAnalysis(defined, {
            id: freeId(now.analyses, "baseline"),
            label: t("newTable"),
            method,
            cohort,
            factors: names,
            by: [],
            tests: "none",
          });
    });
  };
  const isModel = method === "factors";
  return (
    <EmptyState title={t(isModel ? "noneTitle" : "noTable")} says={t(isModel ? "noneSays" : "noTableSays")}>
      <Button onClick={begin}>{t(isModel ? "start" : "startTable")}</Button>
    </EmptyState>
  );
}

function freeId(analyses: readonly { id: string }[], wanted: string): string {
  const taken = (id: string) => analyses.some((one) => one.id === id);
  let id = wanted;
  for (let n = 2; taken(id); n++) id = `${wanted}-${n}`;
  return id;
}
