import { List, Stack, Text } from "@mantine/core";
import {
  formatEstimateAndInterval,
  formatEstimateCell,
  formatLevel,
  formatNumber,
  formatPValue,
  formatRatio,
} from "@seriatim/report";
import type { Result, Results } from "@seriatim/study/results";
import { useTexts } from "../../texts/language.js";
import { groupLabel, groupsOf } from "./group-label.js";
import { NumbersTable } from "./numbers-table.js";
import { survivalTexts } from "./survival-texts.js";

/** Medians and survival at the chosen times, of everyone and of each group, and how the groups compare. */
export function SurvivalNumbers(props: { results: Results; analysis: string; hazards: Results | undefined }) {
  const { results, analysis, hazards } = props;
  const t = useTexts(survivalTexts);
  const summary = results.analyses.find(({ id }) => id === analysis);
  const own = results.results.filter((one) => one.analysis === analysis);
  if (!summary) return null;
  const unit = results.endpoints.find(({ id }) => id === summary.endpoint)?.unit ?? "months";
  const level = own.find(({ interval }) => interval)?.interval?.level ?? 0.95;
  const cell = (group: Result["group"], name: Result["name"], at?: number) => {
    const found = own.find((one) => one.name === name && one.at === at && isSame(one.group, group));
    if (!found) return "–";
    return found.interval
      ? formatEstimateAndInterval(found.estimate, found.interval, found.unit, { n: found.n })
      : formatEstimateCell(found.estimate, found.unit, { n: found.n });
  };
  const tests = [...new Set(own.filter(({ test }) => test !== undefined).map(({ test }) => test!))];
  return (
    <Stack gap="md">
      <NumbersTable
        caption={`${t("numbers")} (${t("ci", { level: formatLevel(level) })})`}
        columns={[
          t("group"),
          t("n"),
          t("events"),
          t("median", { unit: t(unit) }),
          ...summary.at.map((time) => t("at", { time, unit: t(`${unit}After`) })),
        ]}
        rows={groupsOf(own).map((curve) => [
          groupLabel(results, summary.by, curve.group) ?? t("all"),
          curve.n,
          curve.events,
          cell(curve.group, "median"),
          ...summary.at.map((time) => cell(curve.group, "survival", time)),
        ])}
      />
      {tests.length > 0 ? (
        <NumbersTable
          caption={t("tests")}
          columns={[t("test"), t("statistic"), t("p")]}
          rows={tests.map((test) => {
            const of = (name: Result["name"]) => own.find((one) => one.name === name && one.test === test)?.estimate;
            const [statistic, df, p] = [of("statistic"), of("degreesOfFreedom"), of("pValue")];
            return [
              test.charAt(0).toUpperCase() + test.slice(1),
              statistic && "value" in statistic
                ? `${formatNumber(statistic.value, 2)}${df && "value" in df ? ` (${df.value})` : ""}`
                : "–",
              p ? formatPValue(p) : "–",
            ];
          })}
        />
      ) : null}
      {hazards ? <Hazards results={hazards} /> : null}
      {summary.excluded.map(({ reason, rows }) => (
        <Text key={reason} size="xs">
          {t("leftOut", { rows, reason })}
        </Text>
      ))}
      {summary.notes.map((note) => (
        <Text key={note} size="xs">
          {note}
        </Text>
      ))}
      <details>
        <summary>{t("methods")}</summary>
        <List size="xs" mt={4} spacing={2}>
          {summary.conventions.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </details>
    </Stack>
  );
}

/** One line a level against its reference, of each factor by itself. */
function Hazards({ results }: { results: Results }) {
  const t = useTexts(survivalTexts);
  const ratios = results.results.filter(({ name, model }) => name === "hazardRatio" && model === "univariable");
  const levelOf = (factor: string | undefined, level: string | undefined) =>
    results.factors.find(({ id }) => id === factor)?.levels?.find(({ id }) => id === level)?.label ?? level ?? "";
  const rows = ratios.filter(({ notes }) => !notes.includes("reference"));
  if (rows.length === 0) return null;
  const level = rows.find(({ interval }) => interval)?.interval?.level ?? 0.95;
  return (
    <NumbersTable
      caption={t("hazardRatio")}
      columns={[t("factorOf"), t("hazardRatio"), t("ci", { level: formatLevel(level) }), t("p")]}
      rows={rows.map(({ factor, level: id, estimate, interval }) => {
        const reference = ratios.find((one) => one.factor === factor && one.notes.includes("reference"))?.level;
        const p = results.results.find(
          (one) => one.name === "pValue" && one.factor === factor && one.level === id && one.model === "univariable",
        );
        return [
          t("hazardOf", { level: levelOf(factor, id), reference: levelOf(factor, reference) }),
          "value" in estimate ? formatRatio(estimate.value) : formatEstimateCell(estimate, "ratio"),
          interval && interval.lower !== null && interval.upper !== null
            ? `${formatRatio(interval.lower)}–${formatRatio(interval.upper)}`
            : "–",
          p ? `${formatPValue(p.estimate)} (${p.test ?? ""})` : "–",
        ];
      })}
    />
  );
}

function isSame(a: Result["group"], b: Result["group"]): boolean {
  return (
    Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([factor, level]) => b[factor] === level)
  );
}
