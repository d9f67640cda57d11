import { Checkbox, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { formatLevel, formatNumber, formatPValue } from "@seriatim/report";
import type { AnalysisDraftOf } from "../../../statistics/study-draft.js";
import { EmptyState } from "../../shared/states.js";
import { useAnswer } from "../../study/use-answer.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { Answered } from "./answered.js";
import { candidateFactors, withDefined } from "./candidate-factors.js";
import type { FactorsSearch } from "./factors-search.js";
import { factorsTexts } from "./factors-texts.js";
import { SplineChart } from "./spline-chart.js";

/** The effect of a number without the assumption of a straight line. */
export function SplineView(props: {
  study: Study;
  analysis: AnalysisDraftOf<"factors">;
  search: FactorsSearch;
  onShow: (changed: Partial<FactorsSearch>) => void;
}) {
  const { study, analysis, search, onShow } = props;
  const t = useTexts(factorsTexts);
  const { draft, dictionary, version } = study;
  const { id, cohort, multivariable } = analysis;
  const candidates = candidateFactors(draft, dictionary, cohort);
  const numbers = candidates.filter(({ kind }) => kind === "number");
  const chosen =
    numbers.find(({ name }) => name === search.factor) ??
    numbers.find(({ name }) => analysis.univariable.includes(name)) ??
    numbers[0];
  const adjusted = (search.adjusted ?? false) && multivariable.length > 0;
  const knots = search.knots ?? 4;
  const studyText = chosen?.factor ? study.textOf(withDefined(draft, candidates, [chosen.name])) : study.text;
  const key = chosen ? [studyText, version, id, chosen.name, adjusted, knots].join("\n") : undefined;
  const answer = useAnswer(key, () =>
    study.statistics.spline({ studyText, analysis: id, factor: chosen.name, adjusted, knots }),
  );
  if (!chosen) return <EmptyState title={t("noNumber")} says={t("noNumberSays")} />;
  const p = (value: number | null) => (value === null ? t("undefinedP") : relation(formatPValue(value)));
  return (
    <Stack gap="md">
      <Group gap="md" align="flex-end" className="not-printed">
        <NativeSelect
          label={t("factor")}
          value={chosen.name}
          data={numbers.map(({ name, label }) => ({ value: name, label }))}
          onChange={(event) => onShow({ factor: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("knots")}
          value={String(knots)}
          data={["3", "4", "5", "6", "7"]}
          onChange={(event) => onShow({ knots: Number(event.currentTarget.value) })}
        />
        <Checkbox
          size="xs"
          pb={6}
          label={t("adjusted")}
          disabled={multivariable.length === 0}
          checked={adjusted}
          onChange={(event) => onShow({ adjusted: event.currentTarget.checked || undefined })}
        />
      </Group>
      <Answered answer={answer}>
        {({ spline }) => {
          const unit = spline.unit === undefined ? "" : (unitOf(spline.unit, t) ?? spline.unit);
          const says = t("splineSays", {
            reference: `${formatNumber(spline.reference, 1)} ${unit}`.trim(),
            level: formatLevel(spline.level),
            n: spline.n,
            events: spline.events,
            p: p(spline.pValue),
            nonlinearity: p(spline.nonlinearity),
          });
          return (
            <Stack gap="xs" maw="52rem">
              <Title order={2} size="h4">
                {spline.label}
              </Title>
              <SplineChart
                spline={spline}
                axis={unit === "" ? spline.label : `${spline.label} (${unit})`}
                says={`${spline.label}: ${says}`}
              />
              <Text c="dimmed" size="xs">
                {says}
              </Text>
            </Stack>
          );
        }}
      </Answered>
    </Stack>
  );
}

function unitOf(unit: string, t: (name: "unit_days" | "unit_months" | "unit_years") => string): string | undefined {
  return unit === "days" || unit === "months" || unit === "years" ? t(`unit_${unit}`) : undefined;
}

function relation(p: string): string {
  return /^[<>]/.test(p) ? `${p[0]} ${p.slice(1)}` : `= ${p}`;
}
