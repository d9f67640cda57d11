import { Button, Group, Stack, Text } from "@mantine/core";
import { formatEstimateAndInterval, formatEstimateCell, formatPValue } from "@seriatim/report";
import type { Result, Results } from "@seriatim/study/results";
import { changedNumbers } from "../../../statistics/changed-numbers.js";
import { useAnswer } from "../../study/use-answer.js";
import { useStudy } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { groupLabel } from "./group-label.js";
import { NumbersTable } from "./numbers-table.js";
import { conventionsOf, withConventionsOf } from "./own-conventions.js";
import type { Conventions } from "./survival-search.js";
import { survivalTexts } from "./survival-texts.js";

/** Which numbers of an analysis are other than they would be with other conventions. */
export function ConventionChanges(props: {
  results: Results;
  analysis: string;
  against: Conventions;
  onBack: () => void;
  onKeep: () => void;
}) {
  const { results, analysis, against, onBack, onKeep } = props;
  const t = useTexts(survivalTexts);
  const { draft, textOf, version, statistics } = useStudy();
  const text = textOf(withConventionsOf(draft, analysis, against));
  const { answer } = useAnswer([version, analysis, text].join("\n"), (lane) =>
    statistics.run(text, { ...lane, only: [analysis] }),
  );
  if (!answer) return null;
  const now = conventionsOf(draft, analysis);
  const scale = (type: string) => (type === "none" ? t("noIntervals") : type);
  const words = ({ type, level, partialDates }: Conventions) =>
    [
      ...(type === now.type ? [] : [scale(type)]),
      ...(level === now.level ? [] : [`${Math.round(level * 1000) / 10} %`]),
      ...(partialDates === now.partialDates ? [] : [t(partialDates)]),
    ].join(", ") || scale(type);
  const before = words(against);
  const changed = changedNumbers(answer.results, results, analysis).filter(({ differs, before: was, after }) =>
    // A curve's estimate is its last value; the rest of it is in the figure.
    (was ?? after)?.name === "curve" ? differs.includes("curve") : true,
  );
  const name = ({ name: of, at, level, test, group }: Result) => {
    const summary = results.analyses.find(({ id }) => id === analysis);
    const who = groupLabel(results, summary?.by ?? [], group);
    const unit = results.endpoints.find(({ id }) => id === summary?.endpoint)?.unit ?? "months";
    const what =
      of === "median"
        ? t("median", { unit: t(unit) })
        : of === "quantile"
          ? t("quantile", { level: level ?? "" })
          : of === "curve"
            ? t("curveName")
            : of === "pValue"
              ? `P, ${test ?? ""}`
              : of in survivalTexts
                ? t(of as keyof typeof survivalTexts)
                : of;
    const when = at === undefined ? "" : `, ${t("at", { time: Math.round(at * 10) / 10, unit: t(`${unit}After`) })}`;
    return `${what}${when} · ${who ?? t("all")}`;
  };
  return (
    <Stack gap="xs">
      <Text role="status">
        {changed.length === 0 ? t("noChange", { before }) : t("against", { n: changed.length, before })}
      </Text>
      {changed.length > 0 ? (
        <NumbersTable
          caption={t("changes")}
          columns={[t("number"), t("before"), t("after")]}
          rows={changed.map(({ before: was, after }) => [name((after ?? was)!), shown(was), shown(after)])}
        />
      ) : null}
      <Group gap="xs">
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
        <Button variant="subtle" onClick={onKeep}>
          {t("keep")}
        </Button>
      </Group>
    </Stack>
  );
}

function shown(result: Result | undefined): string {
  if (!result) return "–";
  const { estimate, interval, unit, n, name } = result;
  if (name === "curve") return "∿";
  if (name === "pValue") return formatPValue(estimate);
  return interval
    ? formatEstimateAndInterval(estimate, interval, unit, { n })
    : formatEstimateCell(estimate, unit, { n });
}
