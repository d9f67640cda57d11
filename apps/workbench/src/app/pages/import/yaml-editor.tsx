import { Button, Stack, Text } from "@mantine/core";
import { useId, useRef, useState } from "react";
import type { MappingFault } from "../../../service/mapping-fault.js";
import { useTexts } from "../../texts/language.js";
import classes from "./import-page.module.css";
import { importTexts } from "./import-texts.js";

const lineHeight = 18;
const padding = 8;

/** The mapping's text, with its fault in place. */
export function YamlEditor(props: {
  text: string;
  fault: MappingFault | null;
  isFine: boolean;
  onText: (text: string) => void;
}) {
  const { text, fault, isFine, onText } = props;
  const t = useTexts(importTexts);
  const area = useRef<HTMLTextAreaElement>(null);
  const [scroll, setScroll] = useState(0);
  const [label, says] = [useId(), useId()];
  const goTo = (line: number) => {
    const lines = text.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.current?.scrollTo({ top: Math.max(0, (line - 5) * lineHeight) });
  };
  return (
    <Stack gap={6} component="section" aria-labelledby={label}>
      <Text id={label} fw={600}>
        {t("asYaml")}
      </Text>
      <div className={classes.yaml}>
        {fault?.line ? (
          <div className={classes.mark} style={{ top: padding + (fault.line - 1) * lineHeight - scroll }} />
        ) : null}
        <textarea
          ref={area}
          value={text}
          spellCheck={false}
          autoCapitalize="off"
          aria-labelledby={label}
          aria-invalid={fault !== null}
          aria-describedby={says}
          onChange={(event) => onText(event.currentTarget.value)}
          onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        />
      </div>
      <div id={says} role="status">
        {fault ? (
          <Text size="xs" c="var(--r2)">
            {fault.line ? (
              <Button size="compact-xs" variant="default" mr={6} onClick={() => goTo(fault.line!)}>
                {t("line", { n: fault.line })}
              </Button>
            ) : null}
            {fault.sentence}
          </Text>
        ) : isFine ? (
          <Text size="xs" c="dimmed">
            {t("yamlFine")}
          </Text>
        ) : null}
      </div>
    </Stack>
  );
}
