import { Text } from "@mantine/core";
import type { Figure } from "@seriatim/report";
import { formatLevel, formatNumber, formatPercent } from "@seriatim/report";
import type { Results } from "@seriatim/study/results";
import { useState } from "react";
import { curveAt, type GroupReading, longestTime } from "../../../statistics/curve-at.js";
import { FigureView } from "../../study/figure-view.js";
import { useTexts } from "../../texts/language.js";
import { NumbersTable } from "./numbers-table.js";
import classes from "./survival-page.module.css";
import { survivalTexts } from "./survival-texts.js";

/** The curves as the report has them; a pointer over them, or the arrow keys, read them at a time. */
export function CurveReader(props: {
  results: Results;
  analysis: string;
  figure: Figure;
  /** The time that the address says. */
  at: number | undefined;
  onAt: (time: number) => void;
}) {
  const { results, analysis, figure, at, onAt } = props;
  const t = useTexts(survivalTexts);
  const [hovered, setHovered] = useState<number>();
  const longest = longestTime(results, analysis);
  const time = Math.min(hovered ?? at ?? Math.round(longest / 2), longest);
  const { groups, unit } = curveAt(results, analysis, time);
  const { plot } = figure;
  const level = results.results.find((one) => one.analysis === analysis && one.interval)?.interval?.level ?? 0.95;
  const shownTime = formatNumber(time, 1).replace(/\.0$/, "");
  const heading = t("reads", { time: shownTime, unit: t(`${unit}After`) });
  const size = sizeOf(figure.svg);
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  const timeAt = (event: React.PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
    const raw = plot!.from + part * (plot!.to - plot!.from);
    return Math.min(longest, Math.max(0, Math.round(raw * 10) / 10));
  };
  const step = (event: React.KeyboardEvent) => {
    const by = event.shiftKey ? 12 : 1;
    const next = {
      ArrowRight: time + by,
      ArrowLeft: time - by,
      PageUp: time + 12,
      PageDown: time - 12,
      Home: 0,
      End: longest,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setHovered(undefined);
    onAt(Math.min(longest, Math.max(0, event.key === "End" ? next : Math.round(next))));
  };
  return (
    <div>
      <div className={classes.curves}>
        <FigureView figure={figure} />
        {plot ? (
          <div
            className={classes.pointer}
            style={{
              left: share(plot.left, size.width),
              top: share(plot.top, size.height),
              width: share(plot.width, size.width),
              height: share(plot.height, size.height),
            }}
            role="slider"
            tabIndex={0}
            aria-label={t("readAt")}
            aria-valuemin={0}
            aria-valuemax={longest}
            aria-valuenow={time}
            aria-valuetext={`${heading}: ${groups.map((one) => `${one.label} ${survivalOf(one)}`).join(", ")}`}
            onPointerMove={(event) => setHovered(timeAt(event))}
            onPointerLeave={() => setHovered(undefined)}
            onClick={(event) => onAt(timeAt(event as unknown as React.PointerEvent<HTMLElement>))}
            onKeyDown={step}
          >
            <span
              className={classes.line}
              style={{ left: share(time - plot.from, plot.to - plot.from) }}
              aria-hidden="true"
            />
          </div>
        ) : null}
      </div>
      <NumbersTable
        caption={heading}
        columns={[
          t("group"),
          t("survival"),
          t("ci", { level: formatLevel(level) }),
          t("atRisk"),
          t("events"),
          t("censored"),
        ]}
        rows={groups.map((one) => [
          one.label === "All" ? t("all") : one.label,
          survivalOf(one),
          intervalOf(one),
          one.atRisk,
          one.events,
          one.censored,
        ])}
      />
      <Text size="xs" c="dimmed" className="not-printed">
        {t("readHint")}
      </Text>
    </div>
  );
}

function survivalOf({ survival, n }: GroupReading): string {
  return survival === null ? "–" : formatPercent(survival, { n });
}

function intervalOf({ lower, upper, n }: GroupReading): string {
  if (lower === null || upper === null) return "–";
  return `${formatPercent(lower, { n }).replace("%", "")}–${formatPercent(upper, { n })}`;
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
