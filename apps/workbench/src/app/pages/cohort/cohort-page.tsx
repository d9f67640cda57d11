import { Button, Group, NativeSelect, Popover, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  addStep,
  type CohortDraft,
  removeStep,
  replaceStep,
  type StepDraft,
  type StudyDraft,
  usesOf,
  withAnalysis,
  withCohort,
  without,
} from "../../../statistics/study-draft.js";
import { Icon } from "../../icon.js";
import { fieldLabel } from "../../shared/field-text.js";
import { LateInput } from "../../shared/late-input.js";
import { Page } from "../../shared/page.js";
import { StudyActions } from "../../study/study-actions.js";
import { freeId, rowsOf, studyFields } from "../../study/study-fields.js";
import { Computing, StudyFault } from "../../study/study-state.js";
import { useAnswer } from "../../study/use-answer.js";
import { useStudy } from "../../study/use-study.js";
import { WithStudy } from "../../study/with-study.js";
import { useTexts } from "../../texts/language.js";
import { CohortFlow } from "./cohort-flow.js";
import classes from "./cohort-page.module.css";
import { cohortTexts } from "./cohort-texts.js";
import { StepEditor } from "./step-editor.js";

const route = getRouteApi("/cohort");

/** Who is analysed: filters one after the other, with everyone whom they leave out counted beside them. */
export function CohortPage() {
  return <WithStudy>{() => <Cohort />}</WithStudy>;
}

function Cohort() {
  const t = useTexts(cohortTexts);
  const { draft, change, dictionary, tables } = useStudy();
  const { cohort: wanted } = route.useSearch();
  const navigate = useNavigate();
  const show = (id: string | undefined) =>
    void navigate({ to: "/cohort", search: id === undefined ? {} : { cohort: id }, replace: true });
  const cohort = draft.cohorts.find(({ id }) => id === wanted) ?? draft.cohorts.at(0);
  const add = () => {
    const id = freeId(draft.cohorts, "cohort");
    const taken = draft.cohorts.map(({ label }) => label);
    const label = taken.includes(t("newLabel")) ? `${t("newLabel")} ${draft.cohorts.length + 1}` : t("newLabel");
    const table = (cohort && rowsOf(draft, cohort)) ?? tables[0] ?? Object.keys(dictionary.tables)[0];
    change(withCohort(draft, { id, label, rows: table, steps: [] }));
    show(id);
  };
  return (
    <Page title={t("title")} actions={<StudyActions />}>
      <Group gap="xs" align="end">
        <NativeSelect
          label={t("cohort")}
          value={cohort?.id ?? ""}
          data={draft.cohorts.map(({ id, label }) => ({ value: id, label }))}
          onChange={(event) => show(event.currentTarget.value)}
        />
        <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={add}>
          {t("add")}
        </Button>
        {cohort && draft.cohorts.length > 1 ? (
          <RemoveCohort
            key={cohort.id}
            cohort={cohort}
            onRemove={() => {
              change(without(draft, "cohort", cohort.id));
              show(undefined);
            }}
          />
        ) : null}
      </Group>
      {cohort ? (
        <div className={classes.sides}>
          <Filters key={cohort.id} cohort={cohort} />
          <Flow cohort={cohort} />
        </div>
      ) : null}
    </Page>
  );
}

function RemoveCohort({ cohort, onRemove }: { cohort: CohortDraft; onRemove: () => void }) {
  const t = useTexts(cohortTexts);
  const { draft } = useStudy();
  const [isOpen, setOpen] = useState(false);
  const uses = usesOf(draft, "cohort", cohort.id);
  const labelOf = (parts: readonly { id: string; label: string }[], ids: readonly string[]) =>
    parts.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
  const names = [...labelOf(draft.cohorts, uses.cohorts), ...labelOf(draft.analyses, uses.analyses)];
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" onClick={() => (names.length === 0 ? onRemove() : setOpen(!isOpen))}>
          {t("remove")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw={340} aria-label={t("remove")}>
        <Stack gap="xs" align="flex-start">
          <Text>{t("removeWith", { names: names.join("; ") })}</Text>
          <Button color="red" onClick={onRemove}>
            {t("removeAll")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Filters({ cohort }: { cohort: CohortDraft }) {
  const t = useTexts(cohortTexts);
  const { draft, change, dictionary, tables } = useStudy();
  const table = rowsOf(draft, cohort) ?? tables[0];
  const fields = studyFields(dictionary, table);
  const below = usesOf(draft, "cohort", cohort.id).cohorts;
  const others = draft.cohorts.filter(({ id }) => id !== cohort.id && !below.includes(id));
  const steps = (next: StudyDraft) => change(next);
  const replace = (place: number, step: StepDraft) => steps(replaceStep(draft, cohort.id, place, step));
  return (
    <Stack gap="sm">
      <LateInput
        label={t("label")}
        value={cohort.label}
        onLate={(label) => {
          if (label !== "") change(withCohort(draft, { ...cohort, label }));
        }}
      />
      <NativeSelect
        label={t("of")}
        value={cohort.from === undefined ? `rows ${table}` : `from ${cohort.from}`}
        data={[
          ...[...new Set([...tables, table])].map((name) => ({
            value: `rows ${name}`,
            label: t("rowsOf", { table: dictionary.tables[name].label }),
          })),
          ...others.map(({ id, label }) => ({ value: `from ${id}`, label })),
        ]}
        onChange={(event) => {
          const [kind, name] = event.currentTarget.value.split(" ");
          const { rows: _, from: __, ...rest } = cohort;
          change(withCohort(draft, kind === "rows" ? { ...rest, rows: name } : { ...rest, from: name }));
        }}
      />
      <Title order={2} size="h5">
        {t("steps")}
      </Title>
      {cohort.steps.length === 0 ? <Text c="dimmed">{t("noSteps")}</Text> : null}
      {cohort.steps.map((step, place) => (
        <StepEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
          key={`${place} ${step.conditions.map(({ name }) => name).join(" ")}`}
          step={step}
          place={place}
          table={table}
          onChange={(changed) => replace(place, changed)}
          onRemove={() => steps(removeStep(draft, cohort.id, place))}
          onEarlier={
            place === 0
              ? undefined
              : () => steps(addStep(removeStep(draft, cohort.id, place), cohort.id, step, place - 1))
          }
        />
      ))}
      <NativeSelect
        aria-label={t("addStep")}
        value=""
        data={[
          { value: "", label: t("addStep") },
          ...[...new Set(fields.map(({ field }) => field.table))].map((name) => ({
            group: dictionary.tables[name].label,
            items: fields
              .filter(({ field }) => field.table === name)
              .map((one) => ({ value: one.name, label: fieldLabel(one.field) })),
          })),
        ]}
        onChange={(event) => {
          const name = event.currentTarget.value;
          if (name !== "") steps(addStep(draft, cohort.id, { conditions: [{ name, must: "present" }] }));
        }}
      />
    </Stack>
  );
}

const counts = "cohort-counts";

function Flow({ cohort }: { cohort: CohortDraft }) {
  const t = useTexts(cohortTexts);
  const { draft, dictionary, textOf, version, statistics } = useStudy();
  const alone = { ...draft, published: [], analyses: [] };
  const text = textOf(withAnalysis(alone, { id: counts, label: counts, method: "flow" }));
  const { answer, fault, isPending } = useAnswer([version, text].join("\n"), (lane) =>
    statistics.run(text, { ...lane, only: [counts] }),
  );
  const summary = answer?.results.cohorts.find(({ id }) => id === cohort.id);
  const table = summary && (dictionary.tables[summary.rowsOf]?.label ?? summary.rowsOf);
  return (
    <Stack gap="sm" component="section" aria-label={t("flow")}>
      <Group justify="space-between" align="end">
        {summary && table !== undefined ? (
          <Group gap="lg" role="status">
            <Count n={summary.patients} of={t("patients")} />
            <Count n={summary.rows} of={table.toLowerCase()} />
          </Group>
        ) : null}
        <Computing isPending={isPending} />
      </Group>
      <StudyFault fault={fault} />
      {summary?.rows === 0 ? <Text>{t("empty")}</Text> : null}
      {summary && answer ? (
        <>
          <CohortFlow results={answer.results} cohort={cohort.id} />
          <Link to="/survival">{t("toSurvival")}</Link>
        </>
      ) : null}
    </Stack>
  );
}

function Count({ n, of }: { n: number; of: string }) {
  return (
    <div>
      <span className={classes.count}>{n}</span> <Text span>{of}</Text>
    </div>
  );
}
