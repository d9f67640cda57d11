import { NativeSelect, Slider, Stack, Text, Title } from "@mantine/core";
import { useRef } from "react";
import { suggestedFactors } from "../../../statistics/study-defaults.js";
import {
  type AnalysisDraftOf,
  changeAnalysis,
  type StudyDraft,
  withAnalysis,
  withLandmark,
} from "../../../statistics/study-draft.js";
import { LateInput } from "../../shared/late-input.js";
import { rowsOf } from "../../study/study-fields.js";
import { useStudy } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { conventionsOf } from "./own-conventions.js";
import type { Conventions } from "./survival-search.js";
import { survivalTexts } from "./survival-texts.js";

type SurvivalDraft = AnalysisDraftOf<"survival">;

/** What is followed, of whom, in which groups, from when, and by which conventions. */
export function SurvivalChoices(props: {
  analysis: SurvivalDraft;
  /** The last time of the curves that are shown, in the endpoint's unit. */
  longest: number;
  onConventions: (conventions: Conventions) => void;
}) {
  const { analysis, longest, onConventions } = props;
  const t = useTexts(survivalTexts);
  const { draft, change } = useStudy();
  const set = (changed: Partial<Omit<SurvivalDraft, "id" | "method">>) =>
    change(changeAnalysis(draft, analysis.id, "survival", changed));
  const endpoint = draft.endpoints.find(({ id }) => id === analysis.endpoint);
  const unit = endpoint?.unit ?? "months";
  const by = analysis.by.join(" ");
  const groupings = groupingsOf(draft, analysis, useStudy());
  const conventions = conventionsOf(draft, analysis.id);
  return (
    <Stack gap="sm" className="not-printed">
      <LateInput
        label={t("label")}
        value={analysis.label}
        onLate={(label) => {
          if (label !== "") change(withAnalysis(draft, { ...analysis, label }));
        }}
      />
      <NativeSelect
        label={t("cohort")}
        value={analysis.cohort}
        data={draft.cohorts.map(({ id, label }) => ({ value: id, label }))}
        onChange={(event) => set({ cohort: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("endpoint")}
        value={analysis.endpoint}
        data={draft.endpoints.map(({ id, label }) => ({ value: id, label }))}
        onChange={(event) => set({ endpoint: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("by")}
        value={by}
        data={[{ value: "", label: t("nobody") }, ...groupings]}
        onChange={(event) => {
          const { trend: _, ...rest } = analysis;
          const chosen = event.currentTarget.value;
          change(withAnalysis(draft, { ...rest, by: chosen === "" ? [] : chosen.split(" ") }));
        }}
      />
      <LateInput
        label={t("times", { unit: t(unit) })}
        value={analysis.at.join(", ")}
        onLate={(text) => {
          const at = text
            .split(/[\s,;]+/)
            .map(Number)
            .filter((time) => Number.isFinite(time) && time > 0);
          set({ at: [...new Set(at)].sort((a, b) => a - b) });
        }}
      />
      <Landmark analysis={analysis} longest={longest} />
      <Title order={2} size="h5" mt="xs">
        {t("conventions")}
      </Title>
      <NativeSelect
        label={t("type")}
        value={conventions.type}
        data={(["log-log", "log", "plain", "logit", "arcsin", "none"] as const).map((type) => ({
          value: type,
          label: type === "none" ? t("noIntervals") : type,
        }))}
        onChange={(event) => onConventions({ ...conventions, type: event.currentTarget.value as Conventions["type"] })}
      />
      <NativeSelect
        label={t("level")}
        value={String(conventions.level)}
        data={[...new Set([0.8, 0.9, 0.95, 0.99, conventions.level])]
          .sort((a, b) => a - b)
          .map((level) => ({ value: String(level), label: String(Math.round(level * 1000) / 10) }))}
        onChange={(event) => onConventions({ ...conventions, level: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t("partial")}
        value={conventions.partialDates}
        data={(["first", "middle", "last"] as const).map((rule) => ({ value: rule, label: t(rule) }))}
        onChange={(event) =>
          onConventions({ ...conventions, partialDates: event.currentTarget.value as Conventions["partialDates"] })
        }
      />
    </Stack>
  );
}

function Landmark({ analysis, longest }: { analysis: SurvivalDraft; longest: number }) {
  const t = useTexts(survivalTexts);
  const { draft, change } = useStudy();
  const endpoint = draft.endpoints.find(({ id }) => id === analysis.endpoint);
  const landmark = endpoint?.landmark ?? 0;
  const unit = endpoint?.unit ?? "months";
  // One drag is one step back.
  const isDragged = useRef(false);
  // A landmark of the study's own endpoint is part of that endpoint.
  if (endpoint === undefined || (landmark > 0 && !/_landmark_[\d.]+$/.test(endpoint.id))) return null;
  const furthest = Math.max(1, Math.floor(longest + landmark) - 1);
  const says = landmark === 0 ? t("noLandmark") : t("landmarkAt", { time: landmark, unit: t(unit) });
  return (
    <div>
      <Text fw={500} size="xs">
        {t("landmark")} <strong>{says}</strong>
      </Text>
      <Slider
        value={landmark}
        min={0}
        max={furthest}
        step={1}
        label={null}
        thumbLabel={t("landmark")}
        thumbProps={{ "aria-valuetext": says }}
        onChange={(time) => {
          change((now) => withLandmark(now, analysis.id, time === 0 ? undefined : time), { joined: isDragged.current });
          isDragged.current = true;
        }}
        onChangeEnd={() => {
          isDragged.current = false;
        }}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t("landmarkSays")}
      </Text>
    </div>
  );
}

/** The study's factors of levels, then the fields that could be one. */
function groupingsOf(
  draft: StudyDraft,
  { by, cohort }: SurvivalDraft,
  { dictionary }: Pick<ReturnType<typeof useStudy>, "dictionary">,
): { value: string; label: string }[] {
  const found = draft.cohorts.find(({ id }) => id === cohort);
  const table = found && rowsOf(draft, found);
  const fields = table === undefined ? [] : suggestedFactors(dictionary, table);
  const isNumber = (of: StudyDraft["factors"][number]) =>
    of.cut === undefined &&
    of.groups === undefined &&
    ("between" in of.of ||
      of.asNumber ||
      fields.some((one) => "field" in of.of && one.name === of.of.field && one.kind === "number"));
  const factors = draft.factors
    .filter((factor) => !isNumber(factor))
    .map(({ id, label }) => ({ value: id, label: label ?? id }));
  const bare = fields
    .filter(({ kind, factor }) => kind === "levels" && factor === undefined)
    .map(({ name, label }) => ({ value: name, label }))
    .filter(({ value }) => !factors.some((one) => one.value === value));
  const known = [...factors, ...bare];
  const now = by.join(" ");
  if (now === "" || known.some(({ value }) => value === now)) return known;
  const label = by.map((id) => known.find(({ value }) => value === id)?.label ?? id).join(", ");
  return [{ value: now, label }, ...known];
}
