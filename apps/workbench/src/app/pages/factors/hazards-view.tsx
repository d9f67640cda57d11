import { NativeSelect, Stack, Text, Title } from "@mantine/core";
import { formatPValue } from "@seriatim/report";
import type { HazardsPanel } from "@seriatim/study";
import type { AnalysisDraftOf } from "../../../statistics/study-draft.js";
import { EmptyState } from "../../shared/states.js";
import { useAnswer } from "../../study/use-answer.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { Answered } from "./answered.js";
import { candidateFactors } from "./candidate-factors.js";
import classes from "./charts.module.css";
import type { FactorsSearch } from "./factors-search.js";
import { factorsTexts } from "./factors-texts.js";
import { HazardsChart } from "./hazards-chart.js";

/** Whether the hazards of a model are proportional, a panel a term. */
export function HazardsView(props: {
  study: Study;
  analysis: AnalysisDraftOf<"factors">;
  alone: string | undefined;
  onShow: (changed: Partial<FactorsSearch>) => void;
}) {
  const { study, analysis, onShow } = props;
  const t = useTexts(factorsTexts);
  const { draft, dictionary, text, version } = study;
  const { id, univariable, multivariable } = analysis;
  const candidates = candidateFactors(draft, dictionary, analysis.cohort);
  const alone = univariable.find((name) => name === props.alone);
  const isThere = alone !== undefined || multivariable.length > 0;
  const key = isThere ? [text, version, id, alone].join("\n") : undefined;
  const answer = useAnswer(key, () =>
    study.statistics.hazards({
      studyText: text,
      analysis: id,
      ...(alone === undefined ? {} : { univariable: alone }),
    }),
  );
  const labelOf = (name: string) => candidates.find((one) => one.name === name)?.label ?? name;
  return (
    <Stack gap="md">
      <NativeSelect
        className="not-printed"
        maw={340}
        label={t("model")}
        value={alone ?? ""}
        data={[
          { value: "", label: t("multivariable") },
          ...univariable.map((name) => ({ value: name, label: t("univariableOf", { label: labelOf(name) }) })),
        ]}
        onChange={(event) => onShow({ alone: event.currentTarget.value || undefined })}
      />
      <Text c="dimmed" size="xs" maw="60rem">
        {t("hazardsMeans")}
      </Text>
      {isThere ? (
        <Answered answer={answer}>
          {({ hazards }) => (
            <div className={classes.panels}>
              {hazards.map((panel) => (
                <Panel key={`${panel.factor} ${panel.level ?? ""}`} panel={panel} />
              ))}
            </div>
          )}
        </Answered>
      ) : (
        <EmptyState title={t("hazardsNoModel")} says={t("hazardsNoModelSays")} />
      )}
    </Stack>
  );
}

function Panel({ panel }: { panel: HazardsPanel }) {
  const t = useTexts(factorsTexts);
  const { label: name, level, pValue, points, unit, smooth } = panel;
  const label = level === undefined ? name : `${name}: ${level}`;
  const p = pValue === null ? t("hazardsNoP") : t("hazardsP", { p: relation(pValue) });
  return (
    <section>
      <Title order={2} size="h5">
        {label}
      </Title>
      <Text size="xs" c={pValue !== null && pValue < 0.05 ? "var(--r1)" : "dimmed"}>
        {p}
        {smooth.length === 0 ? ` · ${t("hazardsFew")}` : ""}
      </Text>
      <HazardsChart
        panel={panel}
        axis={t("hazardsAxis", { unit: t(`unit_${unit}`) })}
        says={t("hazardsAlt", { label, n: points.length, p })}
      />
    </section>
  );
}

/** `= 0.43`, `< 0.001`. */
function relation(p: number): string {
  const text = formatPValue(p);
  return /^[<>]/.test(text) ? `${text[0]} ${text.slice(1)}` : `= ${text}`;
}
