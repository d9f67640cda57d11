import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Icon } from "../icon.js";
import { useTexts } from "../texts/language.js";
import { studyTexts } from "./study-texts.js";
import { useStudy } from "./use-study.js";

/** Undo, redo and begin anew, beside a page's title; also by Ctrl+Z and Ctrl+Shift+Z. */
export function StudyActions() {
  const t = useTexts(studyTexts);
  const { undo, redo, reset, canUndo, canRedo } = useStudy();
  useHotkeys([
    ["mod+Z", undo],
    ["mod+shift+Z", redo],
  ]);
  return (
    <>
      <Button variant="default" disabled={!canUndo} onClick={undo} leftSection={<Icon name="undo" size={16} />}>
        {t("undo")}
      </Button>
      <Button variant="default" disabled={!canRedo} onClick={redo}>
        {t("redo")}
      </Button>
      <Button variant="subtle" title={t("resetSays")} onClick={reset}>
        {t("reset")}
      </Button>
    </>
  );
}
