import { Alert, Group, Loader, Text } from "@mantine/core";
import { useMemo } from "react";
import type { StatisticsCalls, StatisticsProgress } from "../../../statistics/messages.js";
import { LoadingState } from "../../shared/states.js";
import { fontAddresses } from "../../study/report-fonts.js";
import type { Answered } from "../../study/use-answer.js";
import { useTexts } from "../../texts/language.js";
import { previewHtml } from "./preview-html.js";
import classes from "./report.module.css";
import { reportTexts } from "./report-texts.js";

/** The report in a frame in which no script runs; the last one stays while the next is computed. */
export function Preview(props: {
  report: Answered<StatisticsCalls["report"]["answer"]>;
  progress: StatisticsProgress | undefined;
}) {
  const { answer, fault, isPending } = props.report;
  const { progress } = props;
  const t = useTexts(reportTexts);
  const html = answer?.files["report.html"];
  const shown = useMemo(() => (html === undefined ? undefined : framed(html)), [html]);
  return (
    <>
      {fault ? (
        <Alert color="red" role="alert">
          {fault.line === undefined
            ? fault.sentence
            : t("faultAt", { line: String(fault.line), sentence: fault.sentence })}
        </Alert>
      ) : null}
      <Group gap="xs" mih={20} role="status">
        {isPending ? <Loader size={14} /> : null}
        <Text c="dimmed" size="xs">
          {isPending
            ? progress
              ? t("working", { ...progress })
              : t("workingFirst")
            : answer && !fault
              ? t("ready", {
                  figures: count(answer.files, "figures/"),
                  tables: count(answer.files, "tables/"),
                  numbers: answer.results.results.length,
                })
              : ""}
        </Text>
      </Group>
      {shown === undefined ? (
        isPending ? (
          <LoadingState />
        ) : null
      ) : (
        <iframe
          className={classes.frame}
          data-stale={isPending || fault !== undefined || undefined}
          title={t("preview")}
          sandbox="allow-same-origin"
          srcDoc={shown}
        />
      )}
    </>
  );
}

function framed(html: string): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
  const fonts = fontAddresses.map(({ weight, url }) => ({ weight, url: new URL(url, document.baseURI).href }));
  return previewHtml(html, nonce, fonts);
}

function count(files: Readonly<Record<string, string>>, folder: string): number {
  return Object.keys(files).filter((name) => name.startsWith(folder)).length;
}
