import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { draftOf } from "../../../statistics/draft-of.js";
import { faults } from "../../../statistics/faults.js";
import type { Study } from "../../study/use-study.js";
import { useTexts } from "../../texts/language.js";
import classes from "./report.module.css";
import { reportTexts } from "./report-texts.js";
import { type YamlEditor, yamlEditor } from "./yaml-editor.js";

/** The study as its file: faults where they are, and what is right taken over into all pages. */
export function StudyEditor({ study }: { study: Study }) {
  const t = useTexts(reportTexts);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<YamlEditor>(undefined);
  const [text, setText] = useState(study.text);
  // What the text was changed from: a change from elsewhere shows in an editor that is not in use.
  const [base, setBase] = useState(study.text);
  const [shown, setShown] = useState({ text: study.text });
  const show = (next: string) => {
    setBase(next);
    setText(next);
    setShown({ text: next });
  };
  const [settled] = useDebouncedValue(text, 250);
  const found = useMemo(() => faults(settled, study.dictionary), [settled, study.dictionary]);
  const read = useMemo(() => (found.length === 0 ? draftOf(settled) : undefined), [settled, found]);
  const isChanged = text !== base;
  const canTake = isChanged && settled === text && read !== undefined && "draft" in read;
  const take = () => {
    if (!canTake) return;
    study.change(read.draft);
    show(study.textOf(read.draft));
  };
  if (!isChanged && study.text !== base) show(study.text);
  const now = useRef({ text, take, label: t("editor"), dictionary: study.dictionary });
  now.current = { text, take, label: t("editor"), dictionary: study.dictionary };
  useEffect(() => {
    const made = yamlEditor(place.current!, {
      text: now.current.text,
      label: now.current.label,
      dictionary: () => now.current.dictionary,
      onText: setText,
      onTake: () => now.current.take(),
    });
    editor.current = made;
    return () => made.close();
  }, []);
  useEffect(() => editor.current?.show(shown.text), [shown]);
  useEffect(() => editor.current?.underline(found), [found]);
  const lost = read && "lost" in read ? read.lost : [];
  return (
    <Stack gap="xs">
      <Text c="dimmed" size="xs">
        {t("editorSays")}
      </Text>
      <Group gap="xs">
        <Button disabled={!canTake} onClick={take}>
          {t("take")}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={() => show(study.text)}>
          {t("discard")}
        </Button>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="subtle" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
        <Text size="xs" role="status" c={found.length > 0 ? "var(--r2)" : "dimmed"}>
          {found.length > 0
            ? found.length === 1
              ? t("oneFault")
              : t("faults", { n: found.length })
            : t(isChanged ? "changed" : "unchanged")}
        </Text>
      </Group>
      <div ref={place} className={classes.editor} />
      {found.length === 0 ? null : (
        <ul className={classes.faults}>
          {found.map(({ line, column, sentence }) => (
            <li key={`${line} ${column} ${sentence}`}>
              <button type="button" onClick={() => editor.current?.goTo(line, column)}>
                {t("faultAt", { line: String(line), sentence })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {read && "readOnly" in read ? <Text size="xs">{read.why}</Text> : null}
      {isChanged && lost.length > 0 ? (
        <Text size="xs" c="dimmed">
          {t("lost", { lines: lost.map(({ line }) => line).join(", ") })}
        </Text>
      ) : null}
      {isChanged && study.text !== base ? <Text size="xs">{t("movedOn")}</Text> : null}
    </Stack>
  );
}
