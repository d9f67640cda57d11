import { ActionIcon, Button, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { withSections } from "../../../statistics/study-draft.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import { reportTexts } from "./report-texts.js";

/** Which analyses are sections of the report, and in which order. */
export function SectionChoice(props: {
  study: Study;
  picked: readonly string[];
  onPick: (without: string[] | undefined) => void;
}) {
  const { study, picked, onPick } = props;
  const t = useTexts(reportTexts);
  const ids = study.draft.analyses.map(({ id }) => id);
  const pick = (chosen: readonly string[]) => {
    const without = ids.filter((id) => !chosen.includes(id));
    onPick(without.length === 0 ? undefined : without);
  };
  const up = (place: number) =>
    study.change((draft) => withSections(draft, ids.with(place, ids[place - 1]).with(place - 1, ids[place])));
  return (
    <Stack gap={6} component="section" aria-label={t("sections")}>
      <Group justify="space-between" h={24}>
        <Title order={2} size="h5">
          {t("sections")}
        </Title>
        {picked.length < ids.length ? (
          <Button variant="subtle" size="compact-xs" onClick={() => onPick(undefined)}>
            {t("all")}
          </Button>
        ) : null}
      </Group>
      {study.draft.analyses.map(({ id, label }, place) => (
        <Group key={id} gap={4} wrap="nowrap" justify="space-between">
          <Checkbox
            size="xs"
            label={label}
            checked={picked.includes(id)}
            onChange={(event) =>
              pick(event.currentTarget.checked ? [...picked, id] : picked.filter((one) => one !== id))
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            disabled={place === 0}
            aria-label={t("up", { label })}
            title={t("up", { label })}
            onClick={() => up(place)}
          >
            ↑
          </ActionIcon>
        </Group>
      ))}
      <Text c="dimmed" size="xs">
        {t("sectionsSays")}
      </Text>
    </Stack>
  );
}
