import { SegmentedControl, Stack } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { OpenRegistry } from "../../../service/registry-info.js";
import type { StatisticsProgress } from "../../../statistics/messages.js";
import { withSections } from "../../../statistics/study-draft.js";
import { Page } from "../../shared/page.js";
import { EmptyState, LoadingState } from "../../shared/states.js";
import { StudyActions } from "../../study/study-actions.js";
import { useAnswer } from "../../study/use-answer.js";
import type { Study } from "../../study/use-study.js";
import { WithStudy } from "../../study/with-study.js";
import { useTexts } from "../../texts/language.js";
import { Downloads } from "./downloads.js";
import { Preview } from "./preview.js";
import classes from "./report.module.css";
import { type ReportSearch, reportViews } from "./report-search.js";
import { reportTexts } from "./report-texts.js";
import { SectionChoice } from "./section-choice.js";

const route = getRouteApi("/report");
const StudyEditor = lazy(() => import("./study-editor.js").then(({ StudyEditor: editor }) => ({ default: editor })));

/** The report as it will be printed, the study file that makes it, and all of it to take away. */
export function ReportPage() {
  return <WithStudy>{(study, registry) => <Report study={study} registry={registry} />}</WithStudy>;
}

function Report({ study, registry }: { study: Study; registry: OpenRegistry }) {
  const t = useTexts(reportTexts);
  const search = route.useSearch();
  const navigate = useNavigate();
  const [progress, setProgress] = useState<StatisticsProgress>();
  const show = (changed: Partial<ReportSearch>) =>
    void navigate({ to: "/report", search: { ...search, ...changed }, replace: true });
  const view = search.view ?? "preview";
  const { draft } = study;
  const picked = draft.analyses.map(({ id }) => id).filter((id) => !search.without?.includes(id));
  const isWhole = picked.length === draft.analyses.length;
  const text = isWhole ? study.text : study.textOf(withSections(draft, picked));
  const isThere = picked.length > 0;
  const report = useAnswer(isThere ? `${study.version}\n${text}` : undefined, () => {
    setProgress(undefined);
    return study.statistics.report(text, { onProgress: setProgress });
  });
  const files = isThere && !report.fault && !report.isPending ? report.answer?.files : undefined;
  return (
    <Page title={t("title")} actions={<StudyActions />}>
      <div className={classes.columns}>
        <Stack gap="lg" className="not-printed">
          <SectionChoice study={study} picked={picked} onPick={(without) => show({ without })} />
          <Downloads files={files} studyText={text} registry={registry.id} />
        </Stack>
        <Stack gap="sm" miw={0}>
          <SegmentedControl
            className="not-printed"
            size="xs"
            w="fit-content"
            aria-label={t("views")}
            value={view}
            data={reportViews.map((value) => ({ value, label: t(`view_${value}`) }))}
            onChange={(value) => show({ view: value })}
          />
          {view === "study" ? (
            <Suspense fallback={<LoadingState />}>
              <StudyEditor study={study} />
            </Suspense>
          ) : isThere ? (
            <Preview report={report} progress={progress} />
          ) : (
            <EmptyState title={t("noneTitle")} says={t("noneSays")} />
          )}
        </Stack>
      </div>
    </Page>
  );
}
