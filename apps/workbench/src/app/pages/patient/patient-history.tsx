import { Button, Group, Stack, Text } from "@mantine/core";
import type { Dictionary } from "@seriatim/records";
import { useState } from "react";
import type { RowChange } from "../../../service/patient-history.js";
import { Icon } from "../../icon.js";
import { fieldText } from "../../shared/field-text.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import classes from "./patient-history.module.css";
import { patientTexts } from "./patient-texts.js";
import { shownTime } from "./shown-time.js";

/** How many changes are shown at first. */
const shownFirst = 8;

/** What was done to a patient's rows, change by change; the last of one's own can be undone. */
export function PatientHistory(props: {
  dictionary: Dictionary;
  changes: readonly RowChange[];
  who: string;
  mayUndo: boolean;
  onUndo: (change: number) => void;
}) {
  const { dictionary, changes, who, mayUndo, onUndo } = props;
  const t = useTexts(patientTexts);
  const { language } = useLanguage();
  const [isAll, setAll] = useState(false);
  const groups = groupsOf(changes);
  const own = groups.find(([first]) => first.who === who);
  const words = { insert: t("entered"), update: t("changed"), delete: t("removedRow") };
  return (
    <Stack gap="xs">
      <ol className={classes.list}>
        {(isAll ? groups : groups.slice(0, shownFirst)).map((group) => {
          const [{ change, at, who: by, why }] = group;
          return (
            <li key={change} className={classes.change}>
              <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                <Text size="xs" c="dimmed">
                  {shownTime(at, language)} · {by}
                  {why === null ? "" : ` · ${why}`}
                </Text>
                {mayUndo && group === own && !group[0].isOfMany ? (
                  <Button
                    size="compact-xs"
                    variant="default"
                    className="not-printed"
                    leftSection={<Icon name="undo" size={13} />}
                    aria-label={t("undoOf", { at: shownTime(at, language) })}
                    onClick={() => onUndo(change)}
                  >
                    {t("undo")}
                  </Button>
                ) : null}
              </Group>
              {group.slice(0, 6).map((row) => {
                const definition = dictionary.tables[row.table];
                return (
                  <Text key={row.seq}>
                    <b>
                      {definition?.one ?? row.table} {row.key.slice(1).join(", ")}
                    </b>{" "}
                    {words[row.action]}
                    {row.action === "update"
                      ? `: ${row.fields
                          .map(({ field, before, after }) => {
                            const known = definition?.fields[field];
                            return `${known?.label ?? field} ${fieldText(known, before) || t("nothing")} → ${fieldText(known, after) || t("nothing")}`;
                          })
                          .join("; ")}`
                      : ""}
                  </Text>
                );
              })}
              {group.length > 6 ? <Text c="dimmed">… {group.length - 6}</Text> : null}
            </li>
          );
        })}
      </ol>
      {!isAll && groups.length > shownFirst ? (
        <Group>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t("more", { n: groups.length })}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

/** What was done in one go. */
function groupsOf(changes: readonly RowChange[]): RowChange[][] {
  const groups = new Map<number, RowChange[]>();
  for (const change of changes) groups.set(change.change, [...(groups.get(change.change) ?? []), change]);
  return [...groups.values()];
}
