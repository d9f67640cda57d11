import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { OpenRegistry } from "../../service/registry-info.js";
import { changed, redone, undone } from "../../statistics/draft-history.js";
import type { StudyDraft } from "../../statistics/study-draft.js";
import { studyText } from "../../statistics/study-text.js";
import { WithRegistry } from "../shared/page.js";
import { ErrorState, LoadingState } from "../shared/states.js";
import { useOpenStatistics } from "./statistics-provider.js";
import { firstDraft, firstHistory, keepHistory } from "./study-history.js";
import { type Study, StudyContext } from "./use-study.js";
import { type StudyOrigin, useStudySource } from "./use-study-source.js";

/** A page of the study of the open registry: below it `useStudy()` gives the draft and its answers. */
export function WithStudy({ children }: { children: (study: Study, registry: OpenRegistry) => ReactNode }) {
  return (
    <WithRegistry>
      {(registry) => (
        <WithSource key={registry.id} registry={registry}>
          {children}
        </WithSource>
      )}
    </WithRegistry>
  );
}

interface Props {
  registry: OpenRegistry;
  children: (study: Study, registry: OpenRegistry) => ReactNode;
}

function WithSource({ registry, children }: Props) {
  const source = useStudySource(registry.id);
  if (source.data)
    return (
      <WithDraft registry={registry} origin={source.data}>
        {children}
      </WithDraft>
    );
  return source.error ? <ErrorState error={source.error} onRetry={() => void source.refetch()} /> : <LoadingState />;
}

function WithDraft({ registry, origin, children }: Props & { origin: StudyOrigin }) {
  const open = useOpenStatistics();
  const { dictionary } = registry;
  const tables = useMemo(
    () => Object.keys(dictionary.tables).filter((name) => registry.rows[name] > 0),
    [dictionary, registry.rows],
  );
  const [history, setHistory] = useState(() => firstHistory(registry.id, dictionary, { ...origin, tables }));
  const [fault, setFault] = useState<string>();
  const given = `${registry.id} ${origin.version}`;
  // Before any child asks: its questions wait behind this one and are of these records.
  if (open.given !== given) {
    open.given = given;
    const { studyText: _, ...source } = origin;
    void open.statistics.open(source).then((answer) => {
      if (!("superseded" in answer)) setFault("error" in answer ? answer.error.sentence : undefined);
    });
  }
  useEffect(() => keepHistory(registry.id, history), [registry.id, history]);
  const study = useMemo((): Study => {
    const { statistics } = open;
    const files = {
      dictionary: "dictionary.yaml",
      records: Object.fromEntries(Object.entries(origin.files).map(([table, { file }]) => [table, file])),
    };
    const textOf = (draft: StudyDraft) => studyText(draft, files);
    const text = textOf(history.present);
    return {
      draft: history.present,
      text,
      textOf,
      dictionary,
      tables,
      version: given,
      change(next, options) {
        setHistory((now) => changed(now, typeof next === "function" ? next(now.present) : next, options));
      },
      undo: () => setHistory(undone),
      redo: () => setHistory(redone),
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      reset: () => setHistory((now) => changed(now, firstDraft(dictionary, { studyText: origin.studyText, tables }))),
      statistics,
      run: (only, options) => statistics.run(text, { ...options, ...(only ? { only } : {}) }),
      figure: (analysis, options) => statistics.figure(text, analysis, options),
      report: (options) => statistics.report(text, options),
    };
  }, [open, origin, history, dictionary, tables, given]);
  if (fault !== undefined) return <ErrorState error={new Error(fault)} />;
  return <StudyContext value={study}>{children(study, registry)}</StudyContext>;
}
