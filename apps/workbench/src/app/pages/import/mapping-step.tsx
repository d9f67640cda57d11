import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Dictionary } from "@seriatim/records";
import { useEffect, useMemo, useRef, useState } from "react";
import { useOperation } from "../../../client/use-operation.js";
import type { FileToImport } from "../../../service/file-to-import.js";
import { ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { ColumnRow } from "./column-row.js";
import { fileRows } from "./file-rows.js";
import classes from "./import-page.module.css";
import { importTexts } from "./import-texts.js";
import { MappingLines } from "./mapping-lines.js";
import { pictureOf, withMissing, withSlashes } from "./mapping-text.js";
import { OurFields } from "./our-fields.js";
import { YamlEditor } from "./yaml-editor.js";

/** The mapping as a picture, and as the text that it is. */
export function MappingStep(props: {
  dictionary: Dictionary;
  found: FileToImport;
  text: string;
  onText: (text: string) => void;
  onPreview: () => void;
}) {
  const { dictionary, found, text, onText, onPreview } = props;
  const t = useTexts(importTexts);
  const [settled] = useDebouncedValue(text, 250);
  const checked = useOperation("mappingFault", { text: settled }, { keepLast: true });
  const picture = useMemo(() => pictureOf(text), [text]);
  const rows = useMemo(() => (picture ? fileRows(found.columns, picture) : []), [found, picture]);
  const container = useRef<HTMLDivElement>(null);
  const [strong, setStrong] = useState<string>();
  const fault = checked.data?.fault ?? null;
  const isReady = settled === text && checked.isSuccess && !checked.isPlaceholderData && fault === null;
  const isSure = (from: string, table: string, field: string) => {
    const row = rows.find((one) => one.from === from);
    return row?.columns.some((column) => column.table === table && column.field === field && !column.sure) !== true;
  };
  return (
    <Stack gap="md">
      {found.kept === null ? null : (
        <Alert color="accent" py="xs">
          <Group gap="md">
            <Text>{t("kept")}</Text>
            <Button size="compact-sm" variant="default" onClick={() => onText(found.suggested)}>
              {t("useSuggested")}
            </Button>
          </Group>
        </Alert>
      )}
      {found.lacking.length > 0 ? (
        <Alert color="orange" title={t("lacking")} py="xs">
          {found.lacking.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Alert>
      ) : null}
      {checked.isError ? <ErrorState error={checked.error} onRetry={() => void checked.refetch()} /> : null}
      <Group gap="sm" align="flex-end">
        {picture ? (
          <>
            <Missing value={picture.missing} onChange={(missing) => onText(withMissing(text, missing))} />
            <NativeSelect
              label={t("slashes")}
              value={picture.slashes}
              onChange={(event) => onText(withSlashes(text, event.currentTarget.value))}
              data={[
                { value: "", label: t("slashesAuto") },
                { value: "day-first", label: t("dayFirst") },
                { value: "month-first", label: t("monthFirst") },
              ]}
            />
          </>
        ) : null}
        <Button onClick={onPreview} disabled={!isReady}>
          {t("toPreview")}
        </Button>
        <Button variant="subtle" disabled={text === found.suggested} onClick={() => onText(found.suggested)}>
          {t("notYours")}
        </Button>
      </Group>
      <div className={classes.beside}>
        {picture ? (
          <div className={classes.picture} ref={container}>
            <Stack gap={6} component="section" aria-label={t("yourColumns")}>
              <Text fw={600}>{t("yourColumns")}</Text>
              {rows.map((row) => (
                <ColumnRow
                  key={row.from}
                  dictionary={dictionary}
                  row={row}
                  rows={found.rows}
                  picture={picture}
                  text={text}
                  onText={onText}
                  onStrong={(isStrong) => setStrong(isStrong ? row.from : undefined)}
                />
              ))}
            </Stack>
            <OurFields dictionary={dictionary} picture={picture} />
            <MappingLines container={container} columns={picture.columns} isSure={isSure} strong={strong} />
          </div>
        ) : (
          <Alert color="orange">{t("notDrawn")}</Alert>
        )}
        <div className={classes.aside}>
          <YamlEditor text={text} fault={settled === text ? fault : null} isFine={isReady} onText={onText} />
        </div>
      </div>
    </Stack>
  );
}

/** What stands for not recorded, as it is typed. */
function Missing({ value, onChange }: { value: readonly string[]; onChange: (missing: string[]) => void }) {
  const t = useTexts(importTexts);
  const written = value.join(", ");
  const [typed, setTyped] = useState(written);
  useEffect(() => setTyped(written), [written]);
  const say = () => {
    const missing = typed.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
    if (missing.join(", ") !== written) onChange(missing);
  };
  return (
    <TextInput
      label={t("missing")}
      description={t("missingSays")}
      value={typed}
      w={280}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={say}
      onKeyDown={(event) => {
        if (event.key === "Enter") say();
      }}
    />
  );
}
