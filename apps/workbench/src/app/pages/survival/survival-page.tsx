import { Button, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { longestTime } from "../../../statistics/curve-at.js";
import { type AnalysisDraftOf, type StudyDraft, withAnalysis, without } from "../../../statistics/study-draft.js";
import { Icon } from "../../icon.js";
import { Page } from "../../shared/page.js";
import { EmptyState } from "../../shared/states.js";
import { StudyActions } from "../../study/study-actions.js";
import { freeId } from "../../study/study-fields.js";
import { Computing, StudyFault } from "../../study/study-state.js";
import { useAnswer } from "../../study/use-answer.js";
import { useStudy } from "../../study/use-study.js";
import { WithStudy } from "../../study/with-study.js";
import { useTexts } from "../../texts/language.js";
import { ConventionChanges } from "./convention-changes.js";
import { CurveReader } from "./curve-reader.js";
import { conventionsOf, withConventionsOf } from "./own-conventions.js";
import { SurvivalChoices } from "./survival-choices.js";
import { SurvivalNumbers } from "./survival-numbers.js";
import classes from "./survival-page.module.css";
import type { SurvivalSearch } from "./survival-search.js";
import { survivalTexts } from "./survival-texts.js";

const route = getRouteApi("/survival");

type SurvivalDraft = AnalysisDraftOf<"survival">;

/** Kaplan–Meier curves of a cohort, read at any time, with their numbers. */
export function SurvivalPage() {
  return <WithStudy>{() => <Survival />}</WithStudy>;
}

function Survival() {
  const t = useTexts(survivalTexts);
  const { draft, change } = useStudy();
  const search = route.useSearch();
  const navigate = useNavigate();
  const show = (changed: SurvivalSearch) =>
    void navigate({ to: "/survival", search: (now) => ({ ...now, ...changed }), replace: true, resetScroll: false });
  const analyses = draft.analyses.filter((one): one is SurvivalDraft => one.method === "survival");
  const analysis = analyses.find(({ id }) => id === search.analysis) ?? analyses.at(0);
  const [cohort, endpoint] = [draft.cohorts.at(0), draft.endpoints.at(0)];
  const add = () => {
    if (!cohort || !endpoint) return;
    const id = freeId(draft.analyses, "survival");
    const label = `${t("newLabel")} ${analyses.length + 1}`;
    const fresh: SurvivalDraft = {
      ...{ id, label, method: "survival", cohort: cohort.id, endpoint: endpoint.id },
      ...{ by: [], at: [12, 36, 60], rho: 0, strata: [] },
    };
    change(withAnalysis(draft, analysis ? { ...analysis, id, label } : fresh));
    show({ analysis: id, at: undefined, against: undefined });
  };
  return (
    <Page title={t("title")} actions={<StudyActions />}>
      {endpoint === undefined ? (
        <EmptyState title={t("noEndpoint")} says={t("noEndpointSays")} />
      ) : analysis === undefined ? (
        <EmptyState title={t("none")} says={t("noneSays")}>
          <Button onClick={add}>{t("add")}</Button>
        </EmptyState>
      ) : (
        <>
          <Group gap="xs" align="end" className="not-printed">
            <NativeSelect
              label={t("analysis")}
              maw="100%"
              value={analysis.id}
              data={analyses.map(({ id, label }) => ({ value: id, label }))}
              onChange={(event) => show({ analysis: event.currentTarget.value, at: undefined, against: undefined })}
            />
            <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={add}>
              {t("add")}
            </Button>
            <Button
              variant="subtle"
              onClick={() => {
                change(without(draft, "analysis", analysis.id));
                show({ analysis: undefined, at: undefined, against: undefined });
              }}
            >
              {t("remove")}
            </Button>
          </Group>
          <Curves key={analysis.id} analysis={analysis} search={search} onShow={show} />
        </>
      )}
    </Page>
  );
}

function Curves(props: { analysis: SurvivalDraft; search: SurvivalSearch; onShow: (changed: SurvivalSearch) => void }) {
  const { analysis, search, onShow } = props;
  const t = useTexts(survivalTexts);
  const { draft, change, text, version, run, figure } = useStudy();
  const { ref, width } = useElementSize();
  const drawn = Math.max(320, Math.min(880, Math.floor(width / 20) * 20));
  const key = [version, analysis.id, text].join("\n");
  const ran = useAnswer(key, (lane) => run([analysis.id], lane));
  const curves = useAnswer(width === 0 ? undefined : `${drawn}\n${key}`, (lane) =>
    figure(analysis.id, { ...lane, width: drawn }),
  );
  const hazards = useHazards(draft, analysis);
  const results = ran.answer?.results;
  const picture = curves.answer?.figure;
  const longest = results ? longestTime(results, analysis.id) : 0;
  const { against } = search;
  return (
    <div className={classes.sides}>
      <SurvivalChoices
        analysis={analysis}
        longest={longest}
        onConventions={(conventions) => {
          if (!against) onShow({ against: conventionsOf(draft, analysis.id) });
          change(withConventionsOf(draft, analysis.id, conventions));
        }}
      />
      <Stack gap="md" miw={0}>
        <div ref={ref}>
          <Computing isPending={ran.isPending || curves.isPending} />
          <StudyFault fault={ran.fault ?? curves.fault} />
          {results && picture && !ran.fault ? (
            <CurveReader
              results={results}
              analysis={analysis.id}
              figure={picture}
              at={search.at}
              onAt={(at) => onShow({ at })}
            />
          ) : null}
        </div>
        {results && !ran.fault ? (
          <>
            <SurvivalNumbers results={results} analysis={analysis.id} hazards={hazards} />
            <Title order={2} size="h5">
              {t("changes")}
            </Title>
            {against ? (
              <ConventionChanges
                results={results}
                analysis={analysis.id}
                against={against}
                onBack={() => {
                  change(withConventionsOf(draft, analysis.id, against));
                  onShow({ against: undefined });
                }}
                onKeep={() => onShow({ against: undefined })}
              />
            ) : (
              <Text c="dimmed">{t("changesHint")}</Text>
            )}
          </>
        ) : null}
      </Stack>
    </div>
  );
}

const hazardsId = "survival-hazard-ratio";

/** The hazard ratios of the groups, by a Cox model of each factor that makes them. */
function useHazards(draft: StudyDraft, { cohort, endpoint, by, confidence, strata }: SurvivalDraft) {
  const { textOf, version, statistics } = useStudy();
  const isAsked = by.length > 0;
  const text = isAsked
    ? textOf(
        withAnalysis(
          { ...draft, published: [], analyses: [] },
          {
            ...{ id: hazardsId, label: hazardsId, method: "factors", cohort, endpoint, strata, ties: "efron" },
            ...{ univariable: by, multivariable: [], ...(confidence ? { confidence } : {}) },
          },
        ),
      )
    : undefined;
  const { answer, fault } = useAnswer(text === undefined ? undefined : [version, text].join("\n"), (lane) =>
    statistics.run(text ?? "", { ...lane, only: [hazardsId] }),
  );
  return isAsked && !fault ? answer?.results : undefined;
}
